"""The moment at which every run takes place: a Tuesday morning, so that pages show the same at every run."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
SEED = 20_261_117
