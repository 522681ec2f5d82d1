"""Accounts, chats and phone numbers: three things, joined, shared, merged; and what somebody prefers."""
