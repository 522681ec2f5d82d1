"""Reckoning with moments inside the database, in the words of each."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ocop_core.db.types import Moment


class minutes_after(FunctionElement[Any]):
    """A moment so many minutes later: `minutes_after(moment, minutes)`."""

    type = Moment()
    inherit_cache = True


@compiles(minutes_after)
def _stored_as_number(element: minutes_after, compiler: Any, **options: Any) -> str:
    moment, minutes = (compiler.process(part, **options) for part in element.clauses)
    return f"({moment} + ({minutes}) * 60000000)"


@compiles(minutes_after, "postgresql")
def _stored_as_moment(element: minutes_after, compiler: Any, **options: Any) -> str:
    moment, minutes = (compiler.process(part, **options) for part in element.clauses)
    return f"({moment} + ({minutes}) * interval '1 minute')"
