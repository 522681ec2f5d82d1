"""All tables of the database, for what must know every one of them."""

from ocop_core.db import (
    models_accounts,
    models_announcements,
    models_channels,
    models_dossiers,
    models_events,
    models_imports,
    models_knowledge,
    models_preferences,
    models_products,
    models_promises,
    models_reports,
    models_threads,
)
from ocop_core.db.models import Base

__all__ = [
    "METADATA",
    "models_accounts",
    "models_channels",
    "models_announcements",
    "models_dossiers",
    "models_events",
    "models_imports",
    "models_knowledge",
    "models_preferences",
    "models_products",
    "models_promises",
    "models_reports",
    "models_threads",
]
METADATA = Base.metadata
