"""The core: conversation, law, database and services; knows nothing of messengers and browsers."""
