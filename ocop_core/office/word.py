"""Fills a form into its Word template: an office's own where there is one, else the one that comes with the program."""

import logging
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from ocop_core.office import fields
from ocop_core.office.facts import Facts
from ocop_core.office.forms import Form
from ocop_core.office.provincial import ProvinceReport
from ocop_core.office.settling import settle

log = logging.getLogger(__name__)
SHIPPED = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished document. `broken`: the name of the office's own template that could not be used."""

    content: bytes
    broken: str | None = None


def fill(form: Form | ProvinceReport, own: Path | None = None) -> Filled:
    """The form as a .docx, by the template in the folder `own` if it has one of that name. Takes a thread's time.

    A template that somebody else made may be wrong in any way: the document then comes from ours.
    """
    name = fields.KINDS[type(form)].template
    if own is not None and (own / name).is_file():
        try:
            return Filled(_filled(own / name, fields.of(form)))
        except Exception as error:
            log.warning("template %s: %s: %s", name, type(error).__name__, error)
            return Filled(_filled(SHIPPED / name, fields.of(form)), name)
    return Filled(_filled(SHIPPED / name, fields.of(form)))


def problem(form: Form | ProvinceReport, own: Path) -> str | None:
    """What is wrong with the office's own template for this form, as the libraries say it; None if nothing is."""
    try:
        _filled(own / fields.KINDS[type(form)].template, fields.of(form))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def _filled(template: Path, facts: Facts) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # An office's template is text of somebody else: it may ask for facts and reach nothing behind them.
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document: Any = DocxTemplate(template)
    document.render(facts, sandbox, autoescape=True)
    settle(document.docx.element)
    for section in document.docx.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                settle(part._element)
    out = BytesIO()
    document.docx.save(out)
    return out.getvalue()
