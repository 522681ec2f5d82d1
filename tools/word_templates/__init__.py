"""The Word templates in ocop_core/office/templates, each made in a room of its own.

What is printed on every form stands there; `{{ … }}` are the facts that the program puts in (docs/mau-van-ban.md).
The words are those of Phụ lục III, Quyết định 26/2026/QĐ-TTg; the layout is that of Nghị định 30/2020/NĐ-CP.
"""

from tools.word_templates.commune_report import commune_report
from tools.word_templates.contents import contents
from tools.word_templates.look import CENTRE
from tools.word_templates.province_report import province_report
from tools.word_templates.registration import registration
from tools.word_templates.self_report import self_report

__all__ = ["CENTRE", "PAGES"]
PAGES = {
    "mau-01.docx": registration,
    "mau-02.docx": self_report,
    "mau-03.docx": commune_report,
    "muc-luc.docx": contents,
    "bao-cao-tinh.docx": province_report,
}
