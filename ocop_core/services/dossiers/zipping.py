"""A whole dossier as one ZIP: the forms, every paper in the order of the checklist, and a list of contents."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.view import REGISTRATION, REPORT
from ocop_core.errors import Refused
from ocop_core.office.archive import Entry, pack
from ocop_core.office.word import fill
from ocop_core.services.dossiers import exhibits, form_files, listing
from ocop_core.services.dossiers.exhibits import Listed
from ocop_core.services.dossiers.form_files import Which
from ocop_core.services.dossiers.gathering import Gathered
from ocop_core.services.dossiers.listing import Page
from ocop_core.services.dossiers.reviewing import JUDGMENTS
from ocop_core.services.files import storing
from ocop_core.sniff import ending

MIB = 1024 * 1024
LARGEST = 600 * MIB
WRITTEN: dict[str, Which] = {REGISTRATION: "mau01", REPORT: "mau02"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """What an archive is made of: the dossier and the pages of each paper, by the paper's version."""

    gathered: Gathered
    pages: dict[int, list[Page]]


async def bundle(session: AsyncSession, gathered: Gathered) -> Bundle:
    """Everything that belongs into the archive. Raises Refused where it would be too big."""
    sheets = [each.sheet.id for each in gathered.papers if each.sheet]
    pages = await listing.pages(session, sheets)
    size = sum(page.file.size for found in pages.values() for page in found)
    if size > LARGEST:
        raise Refused("office.zip.too_big", size=size // MIB, limit=LARGEST // MIB)
    return Bundle(gathered, pages)


async def packed(bundle: Bundle, files_dir: Path, templates: Path | None) -> IO[bytes]:
    """The archive as an open file without a name: it is gone when it is closed, also after a power cut."""
    return await asyncio.to_thread(_packed, bundle, files_dir, templates)


def _packed(bundle: Bundle, files_dir: Path, templates: Path | None) -> IO[bytes]:
    files_dir.mkdir(parents=True, exist_ok=True)
    # Beside the files: where those have room, so has their archive, and a small /tmp is not filled.
    out = tempfile.TemporaryFile(dir=files_dir)  # noqa: SIM115 - whoever sends it closes it
    try:
        pack(out, _entries(bundle, files_dir, templates))
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def _entries(bundle: Bundle, files_dir: Path, templates: Path | None) -> Iterator[Entry]:
    known = bundle.gathered
    contents = known.say("office.zip.contents")
    yield Entry((f"{contents}.docx",), _form(known, "contents", templates))
    yield Entry((f"{contents}.txt",), contents_text(known).encode("utf-8-sig"))
    if any(known.judged(key) for key in JUDGMENTS):
        yield Entry((f"{known.say('office.zip.commune_report')}.docx",), _form(known, "mau03", templates))
    for each in known.papers:
        yield from _paper(known, each, bundle.pages, files_dir, templates)


def _paper(
    known: Gathered, each: Listed, pages: dict[int, list[Page]], files_dir: Path, templates: Path | None
) -> Iterator[Entry]:
    folder = f"{each.number} - {each.paper.name}"
    if which := WRITTEN.get(each.paper.id):
        yield Entry((folder, f"{known.say(f'office.file.{which}')}.docx"), _form(known, which, templates))
    for at, page in enumerate(_sent(each, pages), start=1):
        content, name = storing.path(files_dir, page.file), known.say("office.zip.page", number=at)
        if content.is_file():
            yield Entry((folder, f"{name}{ending(page.file.mime)}"), content)
        else:
            # One page that is gone from the disk must not keep the rest from whoever needs it.
            yield Entry((folder, f"{name}.txt"), known.say("office.zip.lost").encode("utf-8-sig"))


def _sent(each: Listed, pages: dict[int, list[Page]]) -> Sequence[Page]:
    return pages.get(each.sheet.id, ()) if each.sheet else ()


def _form(known: Gathered, which: Which, templates: Path | None) -> bytes:
    return fill(form_files.write(known, which), templates).content


def contents_text(known: Gathered) -> str:
    """The list of contents for whoever has no office program at hand."""
    head = (
        known.say("office.zip.title"),
        known.say("office.zip.code", code=known.view.code),
        known.say("office.zip.product", name=known.product),
        known.say("office.zip.producer", name=known.tell("producer") or "……"),
        known.say("office.zip.state", state=known.say(f"office.state.{known.view.state}")),
        known.say("office.zip.made", day=f"{known.today:%d/%m/%Y}"),
        "",
    )
    return "\r\n".join((*head, *(_line(known, each) for each in known.papers), ""))


def _line(known: Gathered, each: Listed) -> str:
    paper = exhibits.evidence(each, known.knowledge.words)
    more = known.say("office.zip.line_pages", count=paper.pages) if paper.pages else ""
    more += known.say("office.zip.line_issued", day=f"{paper.issued_on:%d/%m/%Y}") if paper.issued_on else ""
    more += known.say("office.zip.line_until", day=f"{paper.valid_until:%d/%m/%Y}") if paper.valid_until else ""
    return known.say("office.zip.line", number=paper.number, name=paper.name, state=paper.state, more=more)
