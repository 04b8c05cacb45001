"""The signal plan: green, orange, red; what shows it, what one does, who helps; and today's colour."""
