"""Cleans what messengers, keyboards and office files bring: invisible signs and wild spaces."""

import re
import unicodedata

_CONTROLS = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160"
    "\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc"
    "\ufffe\uffff\U000e0000-\U000e001f\U000e0080-\U000e0fff]+"
)
_NEW_LINE = re.compile("\r\n|[\r\n\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]")
_SPACES = re.compile("[\t\u001f\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+")
_PICTURE = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
# A joiner or a selector is kept where it holds an emoji together, and nowhere else.
_LONE_JOINER = re.compile(f"(?<![{_PICTURE}])(?<![{_PICTURE}]\ufe0f)\u200d|\u200d(?![{_PICTURE}])")
_LONE_TAG = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")
_LONE_SELECTOR = re.compile("(?:(?<=[\\s\ufe00-\ufe0f])|^)[\ufe00-\ufe0f]+", re.MULTILINE)
# Printable ASCII, and Latin letters in one piece: nothing of all the above, and in NFC as it is.
_USUAL = re.compile("[ -~\u00c0-\u024f\u1e00-\u1eff]*")
_MORE_SPACES = re.compile("  +")
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text as it may be stored: NFC, no invisible or control characters, "\\n" line ends, at most one
    blank line, single spaces. Emoji survive. Takes any str, also lone surrogates and NUL; never raises."""
    if _USUAL.fullmatch(text):
        return _MORE_SPACES.sub(" ", text).strip()
    text = _CONTROLS.sub("", _without_surrogates(text))
    text = _SPACES.sub(" ", _NEW_LINE.sub("\n", unicodedata.normalize("NFC", text)))
    text = _LONE_TAG.sub("", _LONE_JOINER.sub("", text))
    text = unicodedata.normalize("NFC", _LONE_SELECTOR.sub("", text))
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_surrogates(text: str) -> str:
    """Joins halves that belong together and drops the rest, which no database can store."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text
