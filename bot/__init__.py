"""Channels, web hooks, relay and clockwork."""
