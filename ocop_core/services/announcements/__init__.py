"""Announcements: to whom, with which words, sent once, and known by name who got them."""
