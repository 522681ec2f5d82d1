"""What tests share: databases, people who talk, a clock that is set."""
