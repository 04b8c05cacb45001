"""From bytes to a table: which kind of file, how it is encoded, where its headings are. Knows nothing of clients."""

from trajectories.imports.reading.file import BIGGEST, Read, read
from trajectories.imports.reading.table import MOST_ROWS, Formula, Row, Table, Unreadable

__all__ = ["BIGGEST", "MOST_ROWS", "Formula", "Read", "Row", "Table", "Unreadable", "read"]
