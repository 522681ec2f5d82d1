"""How our spreadsheets look: as an office would send them, and with no cell that others could take for a formula."""

from typing import Any

FONT, SIZE = "Times New Roman", 12
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, wherever it is pasted or saved to."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def looks(book: Any) -> dict[str, Any]:
    """The formats of a workbook by name: title, under, head, text, middle, number, day, total, sum."""
    plain = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
    cell = {**plain, "border": 1, "text_wrap": True}
    middle = {**cell, "align": "center"}
    whole = {"num_format": "#,##0", "align": "center"}
    return {
        "title": book.add_format({**plain, "bold": True, "font_size": 14, "align": "center"}),
        "under": book.add_format({**plain, "italic": True, "align": "center"}),
        "head": book.add_format({**middle, "bold": True, "bg_color": "#E3F1DA"}),
        "text": book.add_format(cell),
        "middle": book.add_format(middle),
        "number": book.add_format({**cell, **whole}),
        "day": book.add_format({**middle, "num_format": "dd/mm/yyyy"}),
        "total": book.add_format({**cell, "bold": True}),
        "sum": book.add_format({**cell, **whole, "bold": True}),
    }


def page(sheet: Any, head: int, first: int, frozen: int) -> None:
    """A4 across, fitted to the width, the head (from row `head` to before `first`) repeated and frozen."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head, first - 1)
    sheet.freeze_panes(first, frozen)
    sheet.set_footer(f'&C&"{FONT}"&10&P/&N')
