"""Promises that are kept: planned when facts change, spoken when due, never twice."""
