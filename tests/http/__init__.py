"""The web part of the bot over real HTTP."""
