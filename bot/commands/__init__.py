"""The commands of the bot's side: chat, ledger, tick, doctor, database."""

import click

from bot.commands import database, talking, watching

COMMANDS: tuple[click.Command, ...] = (talking.chat, watching.outbox, watching.tick, watching.doctor, database.db)
