"""The personal plan: goal, items, coping steps."""
