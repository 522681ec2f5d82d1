"""Tests with real processes that are really killed."""
