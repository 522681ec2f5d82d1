"""A field for several of a few: tapped one after the other, or named in one line."""

from dataclasses import dataclass

from ocop_core import text as reading
from ocop_core.conversation.forms.basic import OneOf, shown_options
from ocop_core.conversation.forms.field import Context, Meant, Pass, Prompt, Reading, Stay, Take, paged, turned
from ocop_core.conversation.forms.reading import folded, longest, numbers_in
from ocop_core.conversation.said import Choice, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf(OneOf):
    """Several of a few. All stand numbered in the text; three at a time can be tapped, "Xong" ends.

    One number or tap is ticked or unticked; several numbers in one line are the whole answer.
    """

    def ask(self, at: Context) -> Prompt:
        """The list with ticks, some options to tap, and the end."""
        chosen = at.aside.get("chosen", [])
        labels = tuple(
            Choice(c.value, f"✓ {c.label}" if c.value in chosen else c.label, n)
            for n, c in enumerate(self.labels(at), start=1)
        )
        lines = "\n".join(f"{c.n}. {c.label}" for c in labels)
        page = paged(labels, at.aside.get("page", 0), at.world, (self._end(at),))
        return Prompt(f"{at.form}.{self.id}.ask", {"lines": lines}, tuple(self._numbered(c) for c in page))

    def _end(self, at: Context) -> Choice:
        own = f"{at.form}.{self.id}.none"
        none = own if at.world.words.has(own) else "nav.none"
        return Choice("done", at.world.label("nav.done" if at.aside.get("chosen") else none), len(self.options) + 2)

    def _numbered(self, choice: Choice) -> Choice:
        return choice if choice.n else Choice(choice.value, choice.label, len(self.options) + 1)

    def read(self, meant: Meant, at: Context) -> Reading:
        """The options whose number or words occur, together with those chosen before."""
        chosen: list[str] = list(at.aside.get("chosen", []))
        if meant.choice == "more":
            return Stay(turned(at))
        if meant.choice in self.options:
            return Stay({**at.aside, "chosen": self._kept(chosen, {meant.choice})})
        if meant.choice == "done" or self._ends(meant.text, at):
            return Take(chosen)
        numbers = numbers_in(meant.text)
        named = [o for o in self.options if longest(meant.text, self._phrases(o, at))]
        picked = {o for n, o in enumerate(self.options, 1) if n in numbers or o in named}
        if not picked:
            return Pass() if chosen or reading.parse_yes_no(meant.text) is not False else Take([])
        if len(picked) > 1:
            whole = [o for o in self.options if o in picked or o in chosen]
            shown = shown_options(whole, f"{at.form}.{self.id}", at.world)
            return Take(whole, Say("nav.noted", {"value": shown}))
        return Stay({**at.aside, "chosen": self._kept(chosen, picked)})

    def _kept(self, chosen: list[str], picked: set[str]) -> list[str]:
        return [o for o in self.options if (o in chosen) != (o in picked)]

    def _ends(self, text: str, at: Context) -> bool:
        said = reading.words(text)
        ends = (at.world.label("nav.done"), *at.world.listed("nav.done_words"))
        return bool(said) and said in {folded(phrase) for phrase in ends}
