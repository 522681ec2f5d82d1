"""The built-in web chat: page, history, server push, upload."""
