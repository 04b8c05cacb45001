"""Makes .venv and fetches the front-end packages on a bare machine. Standard library only."""


def ensure_environment() -> None:
    """Continue inside .venv, made from the hashed lock when it is missing."""
