"""The name as official forms will print it: one typed without any marks is asked for once more, and may stay so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocop_core import text as plain
from ocop_core.conversation.forms.basic import Text
from ocop_core.conversation.forms.field import Context, Meant, Prompt, Reading, Stay, Take
from ocop_core.conversation.forms.reading import at_start, longest

AS_IS = "as_is"


def unmarked(answers: Mapping[str, Any]) -> bool:
    """Whether the product of a first dossier was named in several words, and not one of them has a mark."""
    name = str(answers.get("title", ""))
    return answers.get("kind") == "first" and name.isascii() and len([w for w in name.split() if w.isalpha()]) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed(Text):
    """The name with its marks. Another name than the one known is asked back."""

    def volunteered(self, text: str, at: Context) -> bool:
        """Words for the name as it is."""
        return longest(text, at.world.listed(f"{at.form}.{self.id}.as_words")) > 0

    def skipped(self, at: Context) -> str:
        """The name as it is, so that nobody is asked for it again."""
        return at_start(str(at.answers["title"]))

    def ask(self, at: Context) -> Prompt:
        """With the name as it was typed."""
        found = Text.ask(self, at)
        return Prompt(found.key, {**found.params, "name": at_start(str(at.answers["title"]))}, found.choices)

    def read(self, meant: Meant, at: Context) -> Reading:
        """The same words with their marks; or the name as it is."""
        typed = at_start(str(at.answers["title"]))
        if meant.choice == f"s:{AS_IS}" or (not meant.choice and self.volunteered(meant.text, at)):
            return Take(typed)
        found = Text.read(self, meant, at)
        if not isinstance(found, Take) or meant.choice is not None:
            return found
        name = at_start(str(found.value))
        same = plain.words(name) == plain.words(typed) or name == at.aside.get("guess")
        return Take(name) if same else Stay({"guess": name})
