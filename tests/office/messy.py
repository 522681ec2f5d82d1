"""Lists as offices really send them, each with the truth beside it. Names are made up; places are real."""

import unicodedata
from datetime import date
from pathlib import Path

from ocop_core.office.fonts import encoded
from tests.office.making import Messy, Sheet, True_, text_file

FILES = Path(__file__).parent / "files"
HEAD = ("STT", "Tên sản phẩm", "Tên chủ thể", "Xã/phường", "Huyện", "SĐT", "Hạng sao", "Số QĐ", "Ngày cấp", "Hết hạn")
QD, DAY, END = "2497/QĐ-UBND", "2022-10-10", "2025-10-10"
MAM = True_(0, "Mắm cá lóc Bảy Lúa", "Cơ sở Bảy Lúa", "30682", 3, QD, DAY, END, "0912345678")


def true(row: int, base: True_ = MAM, **other: object) -> True_:
    return True_(**{**base.__dict__, "row": row, **other})  # type: ignore[arg-type]


def official() -> bytes:
    """Title rows, two-row headings, merged cells, sections, sub-totals, signatures: the form of a report."""
    s = Sheet().page("Danh sách")
    s.merge("A1:D1", "ỦY BAN NHÂN DÂN TỈNH AN GIANG").merge("A2:J2", "DANH SÁCH SẢN PHẨM OCOP CÒN HIỆU LỰC")
    s.merge("A3:J3", "(Kèm theo Báo cáo số 112/BC-SNNMT ngày 15/11/2026)")
    for area, text in {"A5:A6": "STT", "B5:B6": "Tên sản phẩm", "C5:C6": "Tên chủ thể", "F5:F6": "Hạng sao"}.items():
        s.merge(area, text)
    s.merge("D5:E5", "Địa chỉ").merge("G5:H5", "Quyết định công nhận").merge("I5:I6", "Có giá trị đến")
    s.row(6, "", "", "", "Ấp", "Xã", "", "Số", "Ngày, tháng, năm", "", "")
    s.row(7, "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)")
    s.row(8, "I", "Huyện Thoại Sơn", "", "", "", 2)
    s.row(9, 1, MAM.product, MAM.producer, "Ấp Tây Sơn", "Núi Sập", "★★★", QD, date(2022, 10, 10), date(2025, 10, 10))
    s.row(10, 2, "Khô cá lóc Út Mười", "HTX Út Mười", "Ấp Hòa Tân", "Định Thành", "★★★★", QD, date(2022, 10, 10))
    s.row(11, "", "Cộng huyện Thoại Sơn", "", "", "", 2)
    s.row(12, "II", "Thị xã Tân Châu")
    s.row(
        13,
        1,
        "Tương hột Sáu Thảo",
        "Hộ kinh doanh Sáu Thảo",
        "",
        "Long Thạnh",
        "4 sao",
        "86/QĐ-UBND",
        date(2023, 1, 27),
    )
    s.row(14, "", "Tổng cộng", "", "", "", 3).row(16, "", "NGƯỜI LẬP BIỂU", "", "", "", "", "TRƯỞNG PHÒNG")
    return s.done()


def texts() -> bytes:
    """One day in each way people write it, in one column."""
    ways = (
        "10/10/2022", "10-10-22", "10.10.2022", "ngày 10 tháng 10 năm 2022", "10 tháng 10, 2022", "2022-10-10",
        44844, "44844", date(2022, 10, 10), "'10/10/2022", "10/1O/2022",
    )  # fmt: skip
    s = Sheet().page("Sheet1").row(1, *HEAD)
    for number, way in enumerate(ways, start=2):
        s.row(number, number - 1, f"Mắm số {number}", MAM.producer, "Núi Sập", "Thoại Sơn", "", 3, QD, way)
    return s.row(13, 12, "Mắm tháng mười", MAM.producer, "Núi Sập", "Thoại Sơn", "", 3, QD, "tháng 10/2022").done()


def american() -> bytes:
    """A column that two rows prove to be month first."""
    s = Sheet().page("DS").row(1, *HEAD)
    for number, day in enumerate(("06/25/2023", "07/30/2023", "05/06/2023"), start=2):
        s.row(number, number - 1, f"Khô số {number}", MAM.producer, "Núi Sập", "Thoại Sơn", "", 3, "86/QĐ-UBND", day)
    return s.done()


def open_days() -> bytes:
    """A column that proves both orders: the day that could be two stays open, unless the last day settles it."""
    s = Sheet().page("DS").row(1, *HEAD)
    cells = (("25/06/2023", ""), ("07/30/2023", ""), ("05/06/2023", ""), ("04/06/2023", "04/06/2026"))
    for number, (day, end) in enumerate(cells, start=2):
        s.row(
            number, number - 1, f"Khô số {number}", MAM.producer, "Núi Sập", "Thoại Sơn", "", 3, "9/QĐ-UBND", day, end
        )
    return s.row(
        6, 5, "Khô số 6", MAM.producer, "Núi Sập", "Thoại Sơn", "", 3, "9/QĐ-UBND", "03/02/2023", date(2026, 2, 3)
    ).done()


def _dried(number: int, *cells: object) -> tuple[object, ...]:
    return (number - 1, f"Khô số {number}", MAM.producer, "Núi Sập", "Thoại Sơn", "", 3, *cells)


def stray_american() -> bytes:
    """One American day among days that could be either: nobody knows what the others are."""
    s = Sheet().page("DS").row(1, *HEAD)
    for number, day in enumerate(("06/25/2023", "05/06/2023"), start=2):
        s.row(number, *_dried(number, "9/QĐ-UBND", day))
    return s.done()


def turned_by_excel() -> bytes:
    """Excel with American settings: what it could take for a day became one, the rest stayed text."""
    s = Sheet().page("DS").row(1, *HEAD)
    for number, day in enumerate(("13/06/2023", date(2023, 4, 6), date(2023, 5, 6)), start=2):
        s.row(number, *_dried(number, "9/QĐ-UBND", day))
    return s.done()


def one_decision() -> bytes:
    """A decision has one day: a row that says the other reading is open, another decision is none of its business."""
    s = Sheet().page("DS").row(1, *HEAD)
    s.row(2, *_dried(2, "912/QĐ-UBND", "ngày 06 tháng 5 năm 2023"))
    s.row(3, *_dried(3, "912/qđ-ubnd", "05/06/2023"))
    s.row(4, *_dried(4, "913/QĐ-UBND", "05/06/2023"))
    return s.row(5, *_dried(5, "914/QĐ-UBND ngày 06/5/2023", "05/06/2023")).done()


def against_its_end() -> bytes:
    """The last day fits the month first, and is a real date."""
    s = Sheet().page("DS").row(1, *HEAD)
    return s.row(2, *_dried(2, "912/QĐ-UBND", "05/06/2023", date(2026, 5, 6))).done()


def since_1904() -> bytes:
    """Bare day numbers in a file of an old Mac."""
    s = Sheet(date_1904=True).page("DS").row(1, *HEAD)
    return s.row(2, 1, MAM.product, MAM.producer, "Núi Sập", "Thoại Sơn", "0912345678", 3, QD, 43382).done()


def phones() -> bytes:
    ways = (912345678, "+84 912 345 678", "'0912.345.678", "84912345678", "ĐT: 0912-345-678 (anh Bảy)", "0912 34")
    s = Sheet().page("DS").row(1, *HEAD)
    for number, way in enumerate((*ways, "0912345678; 0987654321"), start=2):
        s.row(
            number, number - 1, f"Mắm số {number}", MAM.producer, "Núi Sập", "Thoại Sơn", way, 3, QD, date(2022, 10, 10)
        )
    return s.done()


def stars() -> bytes:
    ways = ("★★★", "3 sao", "ba sao", "3*", 3, "Đạt 3 sao", "***", "3-4 sao", "2 sao", "khá")
    s = Sheet().page("DS").row(1, *HEAD)
    for number, way in enumerate(ways, start=2):
        s.row(
            number,
            number - 1,
            f"Mắm số {number}",
            MAM.producer,
            "Núi Sập",
            "Thoại Sơn",
            "",
            way,
            QD,
            date(2022, 10, 10),
        )
    return s.done()


def ticked() -> bytes:
    """Stars as columns of ticks, decision and day in one cell, the address in one column."""
    s = Sheet().page("DS").merge("A1:A2", "TT").merge("B1:B2", "Sản phẩm").merge("C1:C2", "Chủ thể")
    s.merge("D1:D2", "Địa chỉ").merge("E1:G1", "Kết quả phân hạng").merge("H1:H2", "Số, ngày quyết định")
    s.row(2, "", "", "", "", "3 sao", "4 sao", "5 sao")
    said = "Quyết định số 2497/QĐ-UBND ngày 10/10/2022 của UBND tỉnh"
    s.row(3, 1, MAM.product, MAM.producer, "Ấp Tây Sơn, thị trấn Núi Sập, huyện Thoại Sơn", "x", "", "", said)
    s.row(4, 2, "Tương hột Sáu Thảo", "HKD Sáu Thảo", "Khóm 1, phường Long Thạnh, TX. Tân Châu", "", "X", "", said)
    return s.row(5, 3, "Trà Ba Thành", "HKD Ba Thành", "Xã Vĩnh Châu, TP. Châu Đốc", "x", "", "", said).done()


def shared() -> bytes:
    """A producer, its phone and the decision merged over three products."""
    s = Sheet().page("DS").row(1, *HEAD)
    for number in (2, 3, 4):
        s.row(number, "", f"Mắm số {number}", "", "", "", "", 3)
    s.merge("A2:A4", 1).merge("C2:C4", MAM.producer).merge("D2:D4", "Núi Sập").merge("E2:E4", "Thoại Sơn")
    s.merge("F2:F4", "0912345678").merge("H2:H4", QD).merge("I2:I4", date(2022, 10, 10))
    return s.done()


def several_sheets() -> bytes:
    s = Sheet().page("Bìa").row(1, "BÁO CÁO OCOP NĂM 2026")
    s.page("Tổng hợp").row(1, "Xã", "Số sản phẩm").row(2, "Thoại Sơn", 3)
    s.page("DS sản phẩm").row(3, *HEAD)
    return s.row(4, 1, MAM.product, MAM.producer, "Núi Sập", "Thoại Sơn", "0912345678", 3, QD, "10/10/2022").done()


def said_again() -> bytes:
    """Headings again in the middle, blank rows, notes below."""
    s = Sheet().page("DS").row(2, *HEAD)
    s.row(3, 1, MAM.product, MAM.producer, "Núi Sập", "Thoại Sơn", "0912345678", 3, QD, "10/10/2022").row(5, *HEAD)
    s.row(6, 2, "Trà Ba Thành", "HKD Ba Thành", "Văn Giáo", "Tịnh Biên", "", 4, QD, "10/10/2022")
    return s.row(8, "Ghi chú: số liệu đến ngày 31/10/2026").row(9, "", "Nơi nhận: như trên").done()


def by_decision() -> bytes:
    """Sections are decisions with their day, and below them the stars."""
    s = Sheet().page("DS").row(1, "STT", "Tên sản phẩm OCOP", "Cơ sở sản xuất", "Địa bàn", "Điện thoại liên hệ")
    s.merge("A2:E2", "A. Quyết định số 2497/QĐ-UBND ngày 10 tháng 10 năm 2022").merge("A3:E3", "1. Sản phẩm 4 sao")
    s.row(4, 1, "Tương hột Sáu Thảo", "HKD Sáu Thảo", "Phường Long Phú", 987654321)
    s.merge("A5:E5", "2. Sản phẩm 3 sao").row(6, 2, MAM.product, MAM.producer, "Xã Thoại Sơn", 912345678)
    s.merge("A7:E7", "B. Quyết định số 86/QĐ-UBND ngày 27/01/2023").merge("A8:E8", "Hạng 3 sao")
    return s.row(9, 3, "Trà Ba Thành", "HKD Ba Thành", "Xã Núi Cấm").done()


def places() -> bytes:
    """Old names, new names, names of today that were others before, districts alone."""
    said = (("Long Thạnh", "Tân Châu"), ("Xã Núi Cấm", ""), ("X. Vĩnh Trung", "H. Tịnh Biên"), ("Vĩnh Châu", "Châu Đốc"),
            ("", "Chợ Mới"), ("An Hòa", ""), ("Xã Trăng Non", ""), ("30538", ""), ("Phường 9", ""), ("", ""))  # fmt: skip
    s = Sheet().page("DS").row(1, *HEAD)
    for number, (commune, district) in enumerate(said, start=2):
        s.row(number, number - 1, f"Mắm số {number}", MAM.producer, commune, district, "", 3, QD, date(2022, 10, 10))
    return s.done()


def against_sense() -> bytes:
    """Ends before it begins, ends at another time, begins in the future, too few points, and nothing at all."""
    s = Sheet().page("DS").row(1, *HEAD, "Điểm")
    place, issued = ("Núi Sập", "Thoại Sơn", ""), date(2024, 6, 4)
    s.row(2, 1, "Mắm số 2", MAM.producer, *place, 3, QD, issued, date(2021, 6, 4), 60)
    s.row(3, 2, "Mắm số 3", MAM.producer, *place, 3, QD, issued, date(2026, 6, 4), 60)
    s.row(4, 3, "Mắm số 4", MAM.producer, *place, 3, QD, date(2027, 6, 4), "", 60)
    s.row(5, 4, "Mắm số 5", MAM.producer, *place, 4, QD, issued, "", 65.5)
    s.row(6, 5, "Mắm số 6", MAM.producer, *place, 4, QD, issued, "36 tháng", 71.5)
    return s.row(7, 6, "Mắm số 7", "", *place, "", "", "", "", "").done()


def twice() -> bytes:
    """One product twice, said against itself, and with two certificates that both still hold."""
    s = Sheet().page("DS").row(1, *HEAD)
    place = ("Núi Sập", "Thoại Sơn", "")
    s.row(2, 1, "Mắm một", MAM.producer, *place, 3, "1/QĐ-UBND", "04/06/2024")
    s.row(3, 2, "MẮM MỘT", "Cơ sở Bảy Lúa ", *place, 3, "1/QĐ-UBND", "04/06/2024")
    s.row(4, 3, "Mắm hai", MAM.producer, *place, 3, "1/QĐ-UBND", "04/06/2024")
    s.row(5, 4, "Mắm hai", MAM.producer, *place, 4, "1/QĐ-UBND", "04/06/2024")
    s.row(6, 5, "Mắm ba", MAM.producer, *place, 3, "1/QĐ-UBND", "04/06/2024")
    s.row(7, 6, "Mắm ba", MAM.producer, *place, 3, "2/QĐ-UBND", "15/08/2025")
    s.row(8, 7, "Mắm bốn", MAM.producer, *place, 3, "3/QĐ-UBND", "20/12/2020")
    return s.row(9, 8, "Mắm bốn", MAM.producer, *place, 4, "1/QĐ-UBND", "04/06/2024").done()


def deep() -> bytes:
    """Headings in three rows, communes numbered like products, names below the signatures."""
    s = Sheet().page("DS").merge("A1:A3", "STT").merge("B1:B3", "Tên sản phẩm").merge("C1:C3", "Chủ thể")
    s.merge("D1:G1", "Thông tin công nhận").merge("D2:E2", "Quyết định").merge("F2:G2", "Kết quả")
    s.row(3, "", "", "", "Số", "Ngày", "Điểm", "Hạng").row(4, "I", "HUYỆN THOẠI SƠN").row(5, 1, "Xã Định Thành")
    s.row(6, 1, "Khô cá lóc Út Mười", "HTX Út Mười", QD, date(2022, 10, 10), 71.5, 4).row(7, 2, "Thị trấn Núi Sập")
    s.row(8, 1, MAM.product, MAM.producer, QD, "10/10/2022", 60, 3).row(9, "", "Tổng", 2)
    s.row(11, "", "", "", "An Giang, ngày 20 tháng 11 năm 2026").row(12, "", "Người lập", "", "Chủ tịch")
    return s.row(15, "", "Lê Thị Bảy", "", "Trần Văn Tám").done()


def in_one_cell() -> bytes:
    """Name, address and phone of a producer in one cell; stars with their points; the decision over two lines."""
    head = ("TT", "Tên sản phẩm", "Chủ thể (tên, địa chỉ)", "Kết quả đánh giá", "Số, ngày tháng năm quyết định")
    s = Sheet().page("DS").row(1, *head)
    s.row(2, 1, MAM.product, f"{MAM.producer}, ấp Tây Sơn, thị trấn Núi Sập, huyện Thoại Sơn. ĐT: 0912 345 678",
          "3 sao (60,5 điểm)", "2497/QĐ-UBND\nngày 10 tháng 10 năm 2022")  # fmt: skip
    return s.row(
        3, 2, SAU.product, "HKD Sáu Thảo (phường Long Thạnh, TX Tân Châu)", "Đạt 4 sao", f"{QD}, 10.10.2022"
    ).done()


ROWS = (
    HEAD,
    (1, MAM.product, MAM.producer, "Núi Sập", "Thoại Sơn", "912345678", "3 sao", QD, "10/10/2022", ""),
    (),
    (
        2,
        "Trà Ba Thành",
        "Hộ kinh doanh\nBa Thành",
        "Văn Giáo",
        "Tịnh Biên",
        "",
        "bốn sao",
        "86/QĐ-UBND",
        "27/01/2023",
        "",
    ),
)
TRUE_ROWS = (
    true(2),
    True_(4, "Trà Ba Thành", "Hộ kinh doanh Ba Thành", "30526", 4, "86/QĐ-UBND", "2023-01-27", "2026-01-27"),
)


def apart() -> bytes:
    rows = [[unicodedata.normalize("NFD", str(cell)) for cell in row] for row in ROWS]
    return text_file(rows, "utf-8-sig", ";")


def old_font(font: str) -> bytes:
    s = Sheet().page("DS")
    for number, row in enumerate(ROWS, start=1):
        s.row(number, *(encoded(cell, font) if isinstance(cell, str) else cell for cell in row))  # type: ignore[arg-type]
    return s.done()


def windows_1258() -> bytes:
    def single(text: str) -> str:
        # The code page has letters with hats and hooks, but tones as signs of their own.
        return "".join(
            unicodedata.normalize("NFC", part[0] + "".join(m for m in part[1:] if m in "\u0302\u0306\u031b"))
            + "".join(m for m in part[1:] if m not in "\u0302\u0306\u031b")
            for part in _clusters(unicodedata.normalize("NFD", text))
        )

    return text_file([[single(str(cell)) for cell in row] for row in ROWS], "cp1258", "\t")


def _clusters(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        if unicodedata.combining(char) and found:
            found[-1] += char
        else:
            found.append(char)
    return found


def _same(first: int, last: int, prefix: str, **other: object) -> list[True_]:
    fixed = {"phone": None, **other}
    return [true(number, product=f"{prefix} {number}", **fixed) for number in range(first, last + 1)]


def _doubt(rows: list[True_], **fields: tuple[str, ...]) -> list[True_]:
    marked = {int(name[1:]): names for name, names in fields.items()}
    return [true(row.row, row, open=marked.get(row.row, row.open)) for row in rows]


SAU = True_(0, "Tương hột Sáu Thảo", "HKD Sáu Thảo", "30376", 4, QD, DAY, END)
BA = True_(0, "Trà Ba Thành", "HKD Ba Thành", "30526", 4, QD, DAY, END)
_PLACES = ("30376", "30538", "30526", None, None, None, None, "30538", None, None)

MESSY = (
    Messy("mau-bao-cao.xlsx", official, (
        true(9, phone=None),
        true(10, phone=None, product="Khô cá lóc Út Mười", producer="HTX Út Mười", unit="30709", stars=4),
        true(13, SAU, producer="Hộ kinh doanh Sáu Thảo", decision="86/QĐ-UBND", issued="2023-01-27", expires="2026-01-27"),
    )),
    Messy("ngay-nhieu-kieu.xlsx", texts, _doubt([
        *_same(2, 12, "Mắm số"), true(13, product="Mắm tháng mười", phone=None)], _13=("issued",))),
    Messy("ngay-kieu-my.xlsx", american, [
        true(row, product=f"Khô số {row}", phone=None, decision="86/QĐ-UBND", issued=f"2023-{day}", expires=f"2026-{day}")
        for row, day in ((2, "06-25"), (3, "07-30"), (4, "05-06"))
    ]),
    Messy("ngay-lan-lon.xlsx", open_days, [
        true(row, product=f"Khô số {row}", phone=None, decision="9/QĐ-UBND", issued=f"2023-{day}", expires=f"2026-{day}",
             open=("issued",) if row in (4, 5) else ())
        for row, day in ((2, "06-25"), (3, "07-30"), (4, "06-05"), (5, "06-04"), (6, "02-03"))
    ]),
    *(Messy(name, made, [
        true(row, product=f"Khô số {row}", phone=None, decision=decision, issued=f"2023-{day}", expires=f"2026-{day}",
             open=("issued",) if is_open else ())
        for row, decision, day, is_open in rows
    ]) for name, made, rows in (
        ("mot-ngay-kieu-my.xlsx", stray_american, ((2, "9/QĐ-UBND", "06-25", False), (3, "9/QĐ-UBND", "06-05", True))),
        ("excel-dao-ngay.xlsx", turned_by_excel, (
            (2, "9/QĐ-UBND", "06-13", False), (3, "9/QĐ-UBND", "06-04", True), (4, "9/QĐ-UBND", "06-05", True))),
        ("cung-quyet-dinh.xlsx", one_decision, (
            (2, "912/QĐ-UBND", "05-06", False), (3, "912/QĐ-UBND", "05-06", True), (4, "913/QĐ-UBND", "06-05", False),
            (5, "914/QĐ-UBND", "05-06", True))),
        ("ngay-trai-han.xlsx", against_its_end, ((2, "912/QĐ-UBND", "05-06", True),)),
    )),
    Messy("he-ngay-1904.xlsx", since_1904, (true(2),)),
    Messy("dien-thoai.xlsx", phones, _doubt([
        *_same(2, 6, "Mắm số", phone="0912345678"), *_same(7, 7, "Mắm số"), *_same(8, 8, "Mắm số", phone="0912345678")
    ], _7=("phone",))),
    Messy("hang-sao.xlsx", stars, _doubt(_same(2, 11, "Mắm số"), _9=("stars",), _10=("stars",), _11=("stars",))),
    Messy("danh-dau-x.xlsx", ticked, (
        true(3, phone=None), true(4, SAU), true(5, BA, unit=None, stars=3, open=("unit",)))),
    Messy("gop-o.xlsx", shared, _same(2, 4, "Mắm số", phone="0912345678")),
    Messy("nhieu-trang.xlsx", several_sheets, (true(4),)),
    Messy("lap-tieu-de.xlsx", said_again, (true(3), true(6, BA))),
    Messy("theo-quyet-dinh.xlsx", by_decision, (
        true(4, SAU, unit="30377", phone="0987654321"), true(6),
        true(9, BA, unit="30538", stars=3, decision="86/QĐ-UBND", issued="2023-01-27", expires="2026-01-27"))),
    Messy("dia-danh.xlsx", places, [
        true(row, product=f"Mắm số {row}", phone=None, unit=unit, open=() if unit else ("unit",))
        for row, unit in enumerate(_PLACES, start=2)
    ]),
    Messy("trai-nghia.xlsx", against_sense, [
        true(2, product="Mắm số 2", phone=None, issued="2024-06-04", open=("expires",)),
        true(3, product="Mắm số 3", phone=None, issued="2024-06-04", open=("expires",)),
        true(4, product="Mắm số 4", phone=None, open=("issued", "expires")),
        true(5, product="Mắm số 5", phone=None, issued="2024-06-04", expires="2027-06-04", open=("stars",)),
        true(6, product="Mắm số 6", phone=None, stars=4, issued="2024-06-04", expires="2027-06-04"),
        true(7, product="Mắm số 7", producer="", phone=None, decision="", open=("producer", "stars", "issued", "expires")),
    ]),
    Messy("ba-dong-tieu-de.xlsx", deep, (
        true(6, phone=None, product="Khô cá lóc Út Mười", producer="HTX Út Mười", unit="30709", stars=4),
        true(8, phone=None),
    )),
    Messy("chung-mot-o.xlsx", in_one_cell, (true(2), true(3, SAU))),
    Messy("tach-dau.csv", apart, TRUE_ROWS),
    Messy("phong-tcvn3.xlsx", lambda: old_font("tcvn3"), TRUE_ROWS),
    Messy("phong-vni.xlsx", lambda: old_font("vni"), TRUE_ROWS),
    Messy("windows-1258.csv", windows_1258, TRUE_ROWS),
    Messy("utf-16.csv", lambda: text_file(ROWS, "utf-16", "\t"), TRUE_ROWS),
    Messy("bang-cu.xls", (FILES / "bang-cu.xls").read_bytes, (
        true(9, phone=None),
        true(10, phone=None, product="Khô cá lóc Út Mười", producer="HTX Út Mười", unit="30709", stars=4),
        true(13, SAU, producer="Hộ kinh doanh Sáu Thảo", decision="86/QĐ-UBND", issued="2023-01-27", expires="2026-01-27"),
    )),
    Messy("bang-tinh.ods", (FILES / "bang-tinh.ods").read_bytes, _same(2, 4, "Mắm số", phone="0912345678")),
)  # fmt: skip
