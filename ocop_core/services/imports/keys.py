"""By what products, producers and decisions are known as the same, however they are written."""

import re
from functools import lru_cache

from ocop_core.office.cells import decision_key
from ocop_core.text.fold import words

__all__ = ["decision_key", "maker_key", "product_key"]

_FORMS = (
    (r"\bcty\b", "cong ty"),
    (r"\bcong ty trach nhiem huu han\b", "cong ty tnhh"),
    (r"\bmot thanh vien\b|\b1 thanh vien\b|\b1tv\b", "mtv"),
    (r"\bco phan\b", "cp"),
    (r"\b(sxtm|san xuat thuong mai|san xuat va thuong mai|sx tm|sx va tm)\b", "sx tm"),
    (r"\b(hkd|ho kd)\b", "ho kinh doanh"),
    (r"\bhtx\b", "hop tac xa"),
    (r"\bdntn\b", "doanh nghiep tu nhan"),
    (r"\bcssx\b", "co so san xuat"),
    (r"\bsx\b", "san xuat"),
    (r"\btm\b", "thuong mai"),
    (r"\bdv\b", "dich vu"),
)
_PATTERNS = tuple((re.compile(pattern), form) for pattern, form in _FORMS)


def product_key(name: str) -> str:
    """The folded words of a product's name."""
    return words(name)


@lru_cache(maxsize=20_000)
def maker_key(name: str) -> str:
    """The folded words of a producer's name, the usual abbreviations written out."""
    plain = words(name)
    for pattern, form in _PATTERNS:
        plain = pattern.sub(form, plain)
    return plain
