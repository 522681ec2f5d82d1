"""Local messengers that behave like the real ones: for demonstrations, tests and measurements."""
