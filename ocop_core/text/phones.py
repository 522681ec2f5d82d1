"""Finds Vietnamese phone numbers in what people type, and shows them."""

import re
from functools import lru_cache

from ocop_core.text.fold import fold, latin_digits

# Mobile numbers of 11 digits became numbers of 10: three digits of the old code, two of the new one.
# Source: Bộ Thông tin và Truyền thông, kế hoạch chuyển đổi mã mạng, 15/9/2018 to 30/6/2019.
OLD_MOBILE_CODES = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip

_GROUP = re.compile(r"\d+")
_JOINER = re.compile(r"[ .()_+·–—-]{1,3}|,")
_GROUPS_AT_MOST = 10
_WHOLE_NUMBER = 8
# The letter o typed for the first zero.
_LETTER_O = re.compile(r"(?<!\w)o(?=[\d. ]{8})")
# A tax code or a bank account can look exactly like a mobile number.
_OTHER_NUMBER = re.compile(r"(?:mst|ma so thue|cccd|cmnd|can cuoc|chung minh|stk|so tk|tai khoan)\W*(?:so|la)?\W*$")
_MONEY_AFTER = re.compile(r" ?(?:d|dong|vnd|tr|trieu|k|ty)\b")
_ROUND_SUM = re.compile(r"\d{3}[.,]\d{3}[.,]000$|\d+00000$")


def parse_phone(text: str) -> str | None:
    """The one phone number in the text as 0912345678; None if there is none, or more than one."""
    found = phones(text)
    return found[0] if len(found) == 1 else None


def phones(text: str) -> tuple[str, ...]:
    """All different Vietnamese mobile and landline numbers in the text, national form, in order.

    Dots, spaces, dashes, +84, 84, 0084, a missing first 0 of a mobile and the codes from before 2018 are
    understood. A landline code from before 2017 (076 for An Giang) is a mobile code today and read as that.
    """
    plain = _plain(text)
    groups = list(_GROUP.finditer(plain))
    found: list[str] = []
    start = 0
    while start < len(groups):
        phone, used = _phone_at(plain, groups, start)
        if phone and phone not in found:
            found.append(phone)
        start += used
    return tuple(found)


def phone_digits(text: str) -> int:
    """How many digits the longest phone-like run has, to say "số này có 9 chữ số"; 0 without digits.

    The country code counts as the 0 it stands for; a run that begins with 0 goes before any other.
    """
    plain = _plain(text)
    groups = list(_GROUP.finditer(plain))
    runs = [_national(_runs(plain, groups, start)[-1][0], plain[: group.start()]) for start, group in enumerate(groups)]
    return max(map(len, [run for run in runs if run[0] == "0"] or runs), default=0)


def show_phone(phone: str) -> str:
    """A national number in readable groups: 0912 345 678, 0296 3852 123; anything else as it is."""
    if len(phone) == 11 and phone.startswith("02"):
        return f"{phone[:4]} {phone[4:8]} {phone[8:]}"
    if len(phone) == 10 and phone.startswith("0"):
        return f"{phone[:4]} {phone[4:7]} {phone[7:]}"
    return phone


def _plain(text: str) -> str:
    return _LETTER_O.sub("0", fold(latin_digits(text)))


def _phone_at(plain: str, groups: list[re.Match[str]], start: int) -> tuple[str | None, int]:
    """The longest phone that begins with this group of digits, and how many groups it takes up."""
    if _OTHER_NUMBER.search(plain, max(0, groups[start].start() - 30), groups[start].start()):
        return None, 1 if len(groups[start].group()) >= _WHOLE_NUMBER else len(_runs(plain, groups, start))
    first = groups[start].start()
    for digits, end in reversed(_runs(plain, groups, start)):
        national = _national(digits, plain[:first])
        if national[0] != "0":
            last = groups[end].end()
            national = _with_zero(national, plain[first:last], plain[last : last + 8])
        phone = _phone(national)
        if phone:
            return phone, end - start + 1
    return None, 1


def _runs(plain: str, groups: list[re.Match[str]], start: int) -> list[tuple[str, int]]:
    """The digits from this group on, joined with one group more each time, with the last group's index."""
    digits = groups[start].group()
    found = [(digits, start)]
    for index in range(start + 1, min(start + _GROUPS_AT_MOST, len(groups))):
        if not _JOINER.fullmatch(plain, groups[index - 1].end(), groups[index].start()):
            break
        digits += groups[index].group()
        found.append((digits, index))
    return found


def _national(digits: str, before: str) -> str:
    """Digits with the country code, however written, turned into the first 0."""
    if digits.startswith("0084"):
        return "0" + digits[4:].removeprefix("0")
    if digits.startswith("84") and (before.endswith(("+", "+ ", "(", "(+")) or len(digits) >= 11):
        return "0" + digits[2:].removeprefix("0")
    return digits


def _with_zero(digits: str, written: str, after: str) -> str:
    """A number that lost its first 0, as spreadsheets do: nine digits of a mobile, ten of a landline."""
    # 950.000.000 has nine digits too.
    if _ROUND_SUM.match(written) or _MONEY_AFTER.match(after):
        return digits
    mobile = len(digits) == 9 and digits[0] in "35789"
    landline = len(digits) == 10 and digits[0] == "2" and written.startswith(digits)
    return "0" + digits if mobile or landline else digits


def _phone(digits: str) -> str | None:
    if len(digits) == 11 and digits[1:4] in OLD_MOBILE_CODES:
        digits = "0" + OLD_MOBILE_CODES[digits[1:4]] + digits[4:]
    return digits if len(digits) in (10, 11) and digits[0] == "0" and _in_use(digits) else None


@lru_cache(maxsize=4096)
def _in_use(national: str) -> bool:
    # It takes 19 ms to import, and most messages hold no phone number.
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=84, national_number=int(national))
    kind = phonenumbers.number_type(number)
    return bool(kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE))
