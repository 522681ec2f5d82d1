"""Trainings and fairs: planned and changed, joined within the places there are, told, attended."""
