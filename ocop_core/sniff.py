"""What a file is, by its content; names and declared types are not believed."""

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
)
_HEIF = {b"heic", b"heix", b"mif1", b"heim", b"heis", b"hevc", b"msf1"}
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    PDF: ".pdf",
    WORD: ".docx",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "audio/mp4": ".m4a",
}
EVIDENCE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", PDF})
VIDEO = "video/mp4"
# Matroska and WebM, and two kinds of MPEG.
_FILMS = {b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"}
VOICE = frozenset({"audio/ogg", "audio/mpeg", "audio/aac", "audio/mp4"})


def sniff(content: bytes) -> str | None:
    """The type of a picture, PDF, voice note or film; None for everything else."""
    for head, mime in _HEADS:
        if content.startswith(head):
            return mime
    if content[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"AVI ": VIDEO}.get(content[8:12])
    if content[4:8] == b"ftyp":
        if content[8:12] in _HEIF:
            return "image/heic"
        return "audio/mp4" if content[8:12] == b"M4A " else VIDEO
    return VIDEO if content[:4] in _FILMS else None


def is_picture(mime: str) -> bool:
    """Whether it can be shown as a picture."""
    return mime.startswith("image/")


def ending(mime: str) -> str:
    """The usual file name ending."""
    return _ENDINGS.get(mime, ".bin")
