"""Clients and relatives who said yes are asked short polls, and read back what came of them."""
