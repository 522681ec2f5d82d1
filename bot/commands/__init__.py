"""The commands of the bot's side: chat, understanding, ledger, tick, doctor, rules, database."""

import click

from bot.commands import database, rules, talking, understanding, watching

COMMANDS: tuple[click.Command, ...] = (
    talking.chat,
    understanding.understand,
    watching.outbox,
    watching.tick,
    watching.doctor,
    rules.rules,
    database.db,
)
