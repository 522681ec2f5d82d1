"""Knows what a Vietnamese syllable looks like without its marks."""

import re
from functools import lru_cache

_ONSETS = "b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|ph|qu|r|s|t|th|tr|v|x"
_RIMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|e|ec|ech|em|en|eng|enh|eo|ep|et|eu|i|ia|ich|iec|iem|ien|ieng|iep|iet|"
    "ieu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oat|oay|oc|oe|oen|oeo|oet|oi|om|on|ong|op|ot|u|"
    "ua|uan|uang|uat|uay|uc|ue|uech|uenh|ui|um|un|ung|uo|uoc|uoi|uom|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych|uyen|"
    "uyet|uynh|uyt|uyu|y|yem|yen|yet|yeu"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_RIMES})")


@lru_cache(maxsize=8192)
def is_syllable(folded: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable: "giay" can, "giaay" and "sdt" cannot."""
    return bool(_SYLLABLE.fullmatch(folded))
