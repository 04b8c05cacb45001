"""What relatives bring in of their own: a concern about somebody."""
