"""Talks between producers and officers: threads, what officers do in them, answers to be used again."""
