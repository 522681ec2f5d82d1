"""Reads Vietnamese as people type it: words, phones, dates, numbers, money, yes and no."""

from ocop_core.text.choices import is_zero, parse_choice
from ocop_core.text.dates import parse_date
from ocop_core.text.days import show_date, show_day
from ocop_core.text.fold import fold, shorten, typed_as, words
from ocop_core.text.lunar import is_lunar
from ocop_core.text.money import parse_money
from ocop_core.text.numbers import parse_number
from ocop_core.text.phones import parse_phone, phone_digits, phones, show_phone
from ocop_core.text.tidy import tidy
from ocop_core.text.yesno import parse_yes_no

__all__ = [
    "fold",
    "is_lunar",
    "is_zero",
    "parse_choice",
    "parse_date",
    "parse_money",
    "parse_number",
    "parse_phone",
    "parse_yes_no",
    "phone_digits",
    "phones",
    "shorten",
    "show_date",
    "show_day",
    "show_phone",
    "tidy",
    "typed_as",
    "words",
]
