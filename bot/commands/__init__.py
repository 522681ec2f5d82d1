"""The commands of the bot's side: chat, understanding, ledger, tick, doctor, rules, import, database."""

import click

from bot.commands import announcing, database, importing, rules, talking, understanding, watching

COMMANDS: tuple[click.Command, ...] = (
    talking.chat,
    understanding.understand,
    announcing.announce,
    watching.outbox,
    watching.tick,
    watching.doctor,
    rules.rules,
    importing.import_file,
    database.db,
)
