"""A generated corpus: invented words, deterministic, the first 33 transcripts the same at every size.

Each transcript has about 8,200 words in 130 turns; 60 codes on three levels; segments of one to four sentences, about
a quarter of them overlapping; a second coder on a fifth of the transcripts.
"""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {"S": 33, "M": 330}
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "za",
    "ner",
    "tal",
    "mon",
    "per",
    "sin",
]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TEMPLATE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}"><w:body>{{}}</w:body></w:document>'
)
TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'  # noqa: E501
RELS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # noqa: E501


@dataclass(frozen=True)
class Transcript:
    """One transcript: its name, its paragraphs (a turn each), and where each turn's sentences stand in the text."""

    name: str
    paragraphs: list[str]
    sentences: list[list[tuple[int, int]]]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs) + "\n"


def codes() -> list[str]:
    """Paths of the 60 codes: six themes, each with three categories of two codes."""
    paths = []
    for theme in range(1, 7):
        paths.append(f"theme {theme}")
        for category in range(1, 4):
            paths.append(f"theme {theme} > category {theme}.{category}")
            paths += [f"theme {theme} > category {theme}.{category} > code {theme}.{category}.{code}" for code in range(1, 3)]
    return paths[:60]


def transcripts(count: int) -> list[Transcript]:
    """The first `count` transcripts."""
    words = [a + b + c for a in SYLLABLES for b in SYLLABLES[:12] for c in ("", "n", "ra")]
    return [_transcript(number, words) for number in range(1, count + 1)]


def _transcript(number: int, words: list[str]) -> Transcript:
    chance = random.Random(number)
    paragraphs, sentences, at = [], [], 0
    for turn in range(130):
        label = "I: " if turn % 2 == 0 else f"P{number:03d}: "
        count = chance.randint(1, 3) if turn % 2 == 0 else chance.randint(6, 10)
        pieces = [_sentence(chance, words, asking=turn % 2 == 0) for _ in range(count)]
        place, spans = at + len(label), []
        for piece in pieces:
            spans.append((place, place + len(piece)))
            place += len(piece) + 1
        paragraphs.append(label + " ".join(pieces))
        sentences.append(spans)
        at += len(paragraphs[-1]) + 2
    return Transcript(f"T{number:04d}", paragraphs, sentences)


def _sentence(chance: random.Random, words: list[str], *, asking: bool) -> str:
    picked = chance.choices(words, k=chance.randint(6, 20))
    return " ".join(picked).capitalize() + ("?" if asking else ".")


def codings_csv(texts: list[Transcript]) -> str:
    """Codings of coder Ann in every transcript, and of coder Ben in the first fifth, as `codings import` reads them."""
    paths, lines = codes(), ["coder,source,start,end,code"]
    second = -(-len(texts) // 5)
    for place, text in enumerate(texts):
        chance = random.Random(1_000_000 + place)
        made = [_segment(chance, text) for _ in range(150)]
        picked = [chance.randrange(len(paths)) for _ in made]
        lines += [f"Ann,{text.name},{start},{end},{paths[code]}" for (start, end), code in zip(made, picked, strict=True)]
        if place < second:
            for (start, end), code in zip(made, picked, strict=True):
                same = chance.random() < 0.7
                other = (start, end) if same else _segment(chance, text)
                lines.append(f"Ben,{text.name},{other[0]},{other[1]},{paths[code if same else chance.randrange(len(paths))]}")
    return "\n".join(dict.fromkeys(lines)) + "\n"


def _segment(chance: random.Random, text: Transcript) -> tuple[int, int]:
    spans = text.sentences[chance.randrange(1, len(text.sentences), 2)]
    first = chance.randrange(len(spans))
    last = min(len(spans) - 1, first + chance.randrange(4))
    return spans[first][0], spans[last][1]


def write(folder: Path, size: str) -> list[Transcript]:
    """Write the corpus of a size into a folder: txt/, docx/, codebook.csv and codings.csv."""
    texts = transcripts(SIZES[size])
    (folder / "txt").mkdir(parents=True)
    (folder / "docx").mkdir()
    for text in texts:
        (folder / "txt" / f"{text.name}.txt").write_text(text.text, encoding="utf-8")
        body = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(paragraph)}</w:t></w:r></w:p>' for paragraph in text.paragraphs
        )
        with zipfile.ZipFile(folder / "docx" / f"{text.name}.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", TYPES)
            archive.writestr("_rels/.rels", RELS)
            archive.writestr("word/document.xml", WORD_TEMPLATE.format(body))
    (folder / "codebook.csv").write_text("path,kind\n" + "".join(f"{path},{_kind(path)}\n" for path in codes()), encoding="utf-8")
    (folder / "codings.csv").write_text(codings_csv(texts), encoding="utf-8")
    return texts


def _kind(path: str) -> str:
    return ("theme", "subtheme", "code")[path.count(">")]
