"""The commands of the bot's side: chat, ledger, tick, doctor, rules, database."""

import click

from bot.commands import database, rules, talking, watching

COMMANDS: tuple[click.Command, ...] = (
    talking.chat,
    watching.outbox,
    watching.tick,
    watching.doctor,
    rules.rules,
    database.db,
)
