"""From bytes to a table: which kind of file, how it is encoded, what its dates mean. Knows nothing of its content."""

from aftercare.core.tables.file import BIGGEST, Read, read
from aftercare.core.tables.table import MOST_ROWS, Formula, Row, Table, Unreadable

__all__ = ["BIGGEST", "MOST_ROWS", "Formula", "Read", "Row", "Table", "Unreadable", "read"]
