"""The forms as an office program lays them out: how many pages, and no word torn or lost."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ocop_core.office.word import fill
from tests.office import reading, samples

PROGRAMS = ("soffice", "pdftotext")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not on this machine: {', '.join(MISSING)}")
WHOLE = samples.registration(), samples.self_report(), samples.commune_report(), samples.contents()
# Whatever the length, so wherever the page ends.
GROWN = [replace(samples.WHO, name="Hộ kinh doanh Bảy Chóp " * times) for times in (6, 12, 18, 24, 30, 36)]
FORMS = {
    **{f"whole-{at}": form for at, form in enumerate(WHOLE, start=1)},
    **{f"blank-{at}": form for at, form in enumerate(samples.unknown(), start=1)},
    **{f"long-{at}": form for at, form in enumerate(samples.long(), start=1)},
    **{f"grown-{at}-1": samples.registration(who) for at, who in enumerate(GROWN, start=1)},
}
# Mẫu số 01 is one sheet: the back is for the offices.
PAGES = {"whole-1": 2, "blank-1": 2, "whole-3": 2, "blank-3": 2}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each form."""
    folder = tmp_path_factory.mktemp("printed")
    made = []
    for name, form in FORMS.items():
        made.append(folder / f"{name}.docx")
        made[-1].write_bytes(fill(form).content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, made)]
    subprocess.run(convert, check=True, capture_output=True, timeout=110)
    return {path.stem: _pages(path.with_suffix(".pdf")) for path in made}


def _pages(path: Path) -> list[str]:
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60)
    return read.stdout.decode().rstrip("\f").split("\f")


def words(text: str) -> set[str]:
    """What lies between spaces; dots lead on where nothing is known, and a box is drawn."""
    kept = {re.sub("[.…√]+$|^[.…√]+", "", word) for word in text.split()}
    # One word of two hundred syllables cannot but be torn.
    return {word for word in kept if word and len(word) < 100}


@pytest.mark.parametrize("name", FORMS)
def test_no_word_is_torn_or_lost(name: str, printed: dict[str, list[str]]) -> None:
    # Letters that stand apart in a justified line are read with spaces between them; a torn word ends its line.
    on_paper = "\n".join(printed[name]).replace(" ", "")
    assert {word for word in words(reading.text(fill(FORMS[name]).content)) if word not in on_paper} == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_form_fills_as_many_pages_as_it_should(name: str, printed: dict[str, list[str]]) -> None:
    assert len(printed[name]) == PAGES[name]


@pytest.mark.parametrize("name", FORMS)
def test_every_page_but_the_first_bears_its_number_at_the_top(name: str, printed: dict[str, list[str]]) -> None:
    tops = [page.strip().split("\n")[0].strip() for page in printed[name]]
    assert tops[1:] == [str(number) for number in range(2, len(tops) + 1)]
    assert not tops[0].isdecimal()


@pytest.mark.parametrize("name", [name for name in FORMS if not name.endswith("-4")])
def test_a_signature_never_stands_alone_on_its_page(name: str, printed: dict[str, list[str]]) -> None:
    (page,) = [each for each in printed[name] if re.search(r"\(Ký(?! và|, đóng dấu và)", each)]
    before = re.split(r"ĐẠI DIỆN|Nơi nhận", page)[0]
    assert len(words(before)) > 12


def test_the_head_of_the_criteria_stands_on_each_of_their_pages(printed: dict[str, list[str]]) -> None:
    pages = [page for page in printed["whole-2"] if re.search(r"^ *[1-9]\.[1-9] ", page, re.MULTILINE)]
    assert len(pages) > 1
    assert all("Mô tả, chứng minh" in page for page in pages)
