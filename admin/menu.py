"""The pages named at the top of the panel: the daily ones in a row, the rest behind "Thêm"."""

from dataclasses import dataclass

from ocop_core.db.models import Staff


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu; its words are `admin.nav.<name>`. `roles`: who sees it, all where empty."""

    name: str
    address: str
    roles: tuple[str, ...] = ()

    def here(self, path: str) -> bool:
        """Whether the page at `path` belongs to it."""
        return path == self.address or (self.address != "/admin/" and path.startswith(f"{self.address}/"))


DAILY = (
    Entry("home", "/admin/"),
    Entry("ideas", "/admin/ideas"),
    Entry("dossiers", "/admin/dossiers"),
    Entry("certificates", "/admin/certificates"),
    Entry("inbox", "/admin/inbox"),
    Entry("notices", "/admin/notices"),
    Entry("events", "/admin/events"),
)
MORE = (
    Entry("week", "/admin/week"),
    Entry("calls", "/admin/calls"),
    Entry("coming", "/admin/coming"),
    Entry("reports", "/admin/reports"),
    Entry("assist", "/admin/assist"),
    Entry("imports", "/admin/imports"),
    Entry("knowledge", "/admin/knowledge"),
    Entry("links", "/admin/links"),
    Entry("channels", "/admin/channels", ("operator",)),
    Entry("staff", "/admin/staff", ("operator",)),
    Entry("account", "/admin/account"),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """What an officer finds at the top of every page; `current` is the entry of the page they are on."""

    daily: tuple[Entry, ...]
    more: tuple[Entry, ...]
    current: Entry | None


def menu(staff: Staff, path: str) -> Menu:
    """The menu for one officer on one page."""
    daily, more = (
        tuple(entry for entry in entries if not entry.roles or staff.role in entry.roles) for entries in (DAILY, MORE)
    )
    return Menu(daily, more, next((entry for entry in (*daily, *more) if entry.here(path)), None))
