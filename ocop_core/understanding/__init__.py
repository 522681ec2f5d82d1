"""Understands what people wish, from phrases that lie as data beside the words."""

from ocop_core.understanding.meaning import Meaning, near, sure
from ocop_core.understanding.reader import Reader
from ocop_core.understanding.scores import INTENTS, NEAR, NONE, SURE
from ocop_core.understanding.teaching import load

__all__ = ["INTENTS", "NEAR", "NONE", "SURE", "Meaning", "Reader", "load", "near", "sure"]
