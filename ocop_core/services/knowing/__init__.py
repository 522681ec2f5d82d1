"""What the chat knows: entries and their index, edited by officers, and questions that have no answer yet."""
