"""Trainings and fairs in the chat: what is coming, joining, what one signed up for, how it was."""
