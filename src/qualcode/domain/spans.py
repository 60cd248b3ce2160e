"""Half-open spans of code points over a source's stored text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open `[start, end)` in code points over the stored text; never empty, never negative.

    Raises:
        ValueError: `start` is negative or `end` is not after `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise ValueError(f"a span must satisfy 0 <= start < end, not {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def hull(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def words_of(self, text: str) -> str:
        """The verbatim words of this span in `text`."""
        return text[self.start : self.end]

    def __str__(self) -> str:
        return f"{self.start}:{self.end}"


def trimmed(span: Span, text: str) -> Span | None:
    """`span` without outer white space, or None where it holds nothing else."""
    words = span.words_of(text)
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return Span(span.start + left, span.start + right) if right > left else None


def union(spans: list[Span]) -> list[Span]:
    """The spans merged where they touch or overlap, in order: each code point once."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
