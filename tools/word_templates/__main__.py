"""Makes the templates: `.venv/bin/python -m tools.word_templates [FOLDER]`."""

import sys
from pathlib import Path

from tools.word_templates import PAGES

FOLDER = Path(__file__).resolve().parents[2] / "ocop_core" / "office" / "templates"


def main() -> None:
    """Makes all of them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        make().save(folder / name)


if __name__ == "__main__":
    main()
