"""The outbox: messages to people outside the portal. Neutral in every word, sent once."""
