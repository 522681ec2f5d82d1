"""What became of a recipient's message: read from the outbox, where alone it stands."""

from sqlalchemy import ColumnElement, exists, literal_column

from ocop_core.db.models import Outbox
from ocop_core.db.models_announcements import Recipient

# What the messengers' own words mean, by a piece of them.
REASONS = (
    ("blocked by the user", "blocked"),
    ("deactivated", "gone"),
    ("chat not found", "gone"),
    ("user not found", "gone"),
    ("chat unreachable", "blocked"),
    ("too long", "too_long"),
    ("sender died", "died"),
    ("Timed out", "slow"),
    ("TimeoutError", "slow"),
)


def is_sent() -> ColumnElement[bool]:
    """Whether the recipient's message has arrived, as far as the messenger says."""
    sent: ColumnElement[str] = literal_column("'sent'")
    return exists().where(Outbox.id == Recipient.outbox_id, Outbox.state == sent).correlate(Recipient)


def why(reason: str | None) -> str:
    """A messenger's own words as one of ours: blocked, gone, too_long, died, slow, other."""
    return next((name for piece, name in REASONS if piece.lower() in (reason or "").lower()), "other")
