"""What client and care team agree on: from when to when, how much support, when they look again."""
