"""What the tests of understanding share: the phrases of the house and the reader they teach."""

from pathlib import Path

import pytest

from ocop_core.understanding import Reader, load
from ocop_core.understanding.report import Case, read_cases

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def folder() -> Path:
    return ROOT / "messages" / "vi" / "phrases"


@pytest.fixture(scope="session")
def reader(folder: Path) -> Reader:
    return load(folder)


@pytest.fixture(scope="session")
def cases_files() -> list[Path]:
    return sorted(Path(__file__).parent.glob("phrases*.tsv"))


@pytest.fixture(scope="session")
def cases(cases_files: list[Path]) -> list[Case]:
    return [case for path in cases_files for case in read_cases(path)]
