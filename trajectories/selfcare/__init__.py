"""Self-care: food, body, mind and money, each with a score, a goal and a next step."""
