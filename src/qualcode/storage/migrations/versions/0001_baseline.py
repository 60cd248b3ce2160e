"""Schema 1: every table of a study, as the first version made them."""

from __future__ import annotations

from alembic import op

from qualcode.storage.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    metadata.create_all(op.get_bind(), checkfirst=False)
