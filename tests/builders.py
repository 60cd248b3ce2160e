"""Small studies for tests, made through the services alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

INTERVIEW = """Shortened for the tests.

I: Who wrote the business case?

{label}: I did, at home. It was nobody's job, really.

I: And the figures?

{label}: They were out of date. We never had an audit clerk. It took weeks.
"""

CODEBOOK = """codes:
  - name: Making the case
    kind: group
    codable: no
    codes:
      - name: Time and capacity
        kind: theme
        colour: "#E69F00"
        codes:
          - name: Nobody's job
            kind: code
          - name: Written at home
            kind: code
      - name: Collecting data
        kind: theme
        codes:
          - name: Out of date
            kind: code
  - name: Approval
    kind: group
    codable: no
    codes:
      - name: Quality of care
        kind: theme
"""


def with_sources(study: OpenStudy, folder: Path, *labels: str) -> None:
    """Import one interview for each label (a participant's), and the small codebook."""
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.importing import import_files

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for label in labels:
        path = folder / f"{label}.txt"
        path.write_text(INTERVIEW.format(label=label), encoding="utf-8")
        paths.append(path)
    import_files(study, paths)
    book = folder / "codebook.yaml"
    book.write_text(CODEBOOK, encoding="utf-8")
    import_codebook(study, book)
