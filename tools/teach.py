"""Learns from the phrases in messages/vi/phrases what each feature is worth: `make teach`, after they were changed.

A logistic regression over all wishes, so that a feature counts for what it adds beside the others and not for how
often it is seen. What it finds is kept beside the phrases, so that only those need its library who change them.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ocop_core.understanding.keeping import LEARNED, mark_of, packed
from ocop_core.understanding.lessons import Lesson
from ocop_core.understanding.teaching import lessons_in
from ocop_core.understanding.weights import MIDDLE, SCALE

_PHRASES = Path("messages/vi/phrases")
# What stands in one phrase alone, with and without its marks, is chance.
_LEAST_SEEN = 3
# What weighs less decides nothing.
_LEAST_WEIGHT = 0.1
_MOST = 127
# How freely the weights may follow the phrases, and for how long they may be fitted.
_FREEDOM, _ROUNDS = 1.0, 200


def learned(lessons: Sequence[Lesson], wishes: int) -> dict[str, bytes]:
    """A row of weights, a byte for each wish, for each feature that stands in three lessons or more."""
    counts = Counter(feature for _, found in lessons for feature in found)
    kinds = {name: kind for _, found in lessons for name, kind in found.items() if counts[name] >= _LEAST_SEEN}
    table = DictVectorizer()
    seen = table.fit_transform([{name: kind for name, kind in found.items() if name in kinds} for _, found in lessons])
    meant = [wish for wish, _ in lessons]
    sizes = Counter(meant)
    worth = {wish: sqrt(len(lessons) / len(sizes) / size) for wish, size in sizes.items()}
    model = LogisticRegression(C=_FREEDOM, class_weight=worth, max_iter=_ROUNDS).fit(seen, meant)
    rows = {name: [0.0] * wishes for name in table.get_feature_names_out()}
    for wish, weights in zip(model.classes_, model.coef_, strict=True):
        for name, weight in zip(rows, weights, strict=True):
            rows[name][wish] = float(weight) * kinds[name]
    heavy = {name: row for name, row in rows.items() if max(map(abs, row)) >= _LEAST_WEIGHT}
    return {name: bytes(map(_as_byte, row)) for name, row in heavy.items()}


def _as_byte(weight: float) -> int:
    return MIDDLE + max(-_MOST, min(_MOST, round(weight * SCALE)))


if __name__ == "__main__":
    lessons = lessons_in(_PHRASES)
    taught = lessons.taught(mark_of(_PHRASES), learned(lessons.all(), len(lessons.intents)))
    (_PHRASES / LEARNED).write_bytes(packed(taught))
    sys.stdout.write(f"{_PHRASES}: {len(taught.rows)}\n")
