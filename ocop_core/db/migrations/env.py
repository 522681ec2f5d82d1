"""Alembic's entry: runs migrations on the connection that the program hands over."""

from typing import Any

from alembic import context

from ocop_core.db.tables import METADATA


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Our column types by their own names."""
    if kind == "type" and type(item).__module__ == "ocop_core.db.types":
        autogen.imports.add("from ocop_core.db.types import Id, Json, Moment")
        return f"{type(item).__name__}()"
    if kind == "type" and getattr(item, "_variant_mapping", None):
        autogen.imports.add("from ocop_core.db.types import Id, Json, Moment")
        return "Id"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
