"""Small Word files, made as Word makes them."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document


def word(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    document, out = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def with_macro(content: bytes) -> bytes:
    """The same with a program inside."""
    out = BytesIO(content)
    with ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return out.getvalue()
