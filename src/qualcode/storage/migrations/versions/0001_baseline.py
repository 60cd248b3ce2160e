"""Schema 1: every table of a study, as the first version made them.

The statements are kept as they were then, beside this file, for later steps build on them and not on today's tables.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    file = Path(__file__).with_suffix(f".{op.get_bind().dialect.name}.sql")
    for statement in file.read_text(encoding="utf-8").partition("\n\n")[2].split(";\n"):
        if statement.strip():
            op.execute(text(statement))
