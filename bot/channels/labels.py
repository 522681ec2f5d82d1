"""The words of the messengers' own buttons and lines, looked up once."""

from collections.abc import Mapping

from ocop_core.i18n import Words

TELEGRAM = ("send_phone", "send_location")
ZALO = ("ways", "contact_title", "contact_subtitle", "attached", "attached_not")


def labels(words: Words) -> Mapping[str, str]:
    """Each label by its name."""
    found = {name: words.say(f"telegram.{name}") for name in TELEGRAM}
    return {**found, **{name: words.say(f"zalo.{name}") for name in ZALO}}
