"""What the care team must do for one trajectory, and by when."""
