"""What is asked when an appointment is planned, changed or recorded, and of who cannot come."""
