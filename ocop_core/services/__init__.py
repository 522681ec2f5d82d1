"""Verbs on a session, used by bot and admin alike. Nobody here commits."""
