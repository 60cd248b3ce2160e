"""Which texts share weighty words with others: TF-IDF and its cosine.

A word weighs more the rarer it is among the texts, and less than in proportion when repeated: w = (1 + ln tf) x
(1 + ln((1 + n) / (1 + df))), each text's weights then scaled to length 1 (scikit-learn, `TfidfVectorizer` with
`sublinear_tf` and `smooth_idf`). Accents and capitals do not count; words of one letter, of more than half the texts, English
function words and words of any talk (`well`, `said`) are left out. scikit-learn costs a hundred megabytes, so this runs in a
process of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.similar import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WORD = r"(?u)\b[^\W\d_]\w+\b"
SHARED = 6
"""How many shared words are shown."""
_DENIED = re.compile(r"\b\w+n't\b", re.IGNORECASE)
_DRAWN_TOGETHER = re.compile(r"(\w)'(?:s|d|m|t|ve|ll|re)\b", re.IGNORECASE)
_OF_ANY_TALK = frozenset(
    {"yeah", "yes", "oh", "ok", "okay", "er", "erm", "um", "mm", "hm", "well", "just", "really", "quite", "actually", "like"}
    | {"know", "knew", "mean", "think", "thought", "thing", "things", "stuff", "kind", "sort", "got", "get", "getting", "going"}
    | {"gonna", "went", "go", "come", "came", "said", "say", "says", "saying", "tell", "told", "ask", "asked", "want", "bit"}
    | {"lot", "ones", "way", "right", "laughs", "pause", "inaudible"}
)
COMMON = 0.5
"""Share of the texts from which a word says nothing."""
MANY_ASKED = 4
"""Words that count in what is asked for from which one shared word is not enough: short turns would come first for nothing."""
FEW = 10
"""Texts up to which no word counts as too common."""


def most_similar(asked: Sequence[str], texts: Sequence[str], limit: int) -> list[Likeness]:
    """The texts most like the middle of those asked for, the most alike first and at most `limit`.

    Those that share no word that counts are left out, and those that share one alone where at least four are asked for.
    """
    return Weighed(texts).most_like(asked, range(len(texts)), limit)


class Weighed:
    """Texts by their weighted words, to be asked again and again."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

        self._vectorizer = TfidfVectorizer(
            strip_accents="unicode",
            stop_words=sorted(ENGLISH_STOP_WORDS.union(_OF_ANY_TALK)),
            token_pattern=WORD,
            sublinear_tf=True,
            max_df=COMMON if len(texts) > FEW else 1.0,
        )
        try:
            self._weights = self._vectorizer.fit_transform([_plain(text) for text in texts])
        except ValueError:
            # No text has a word that counts.
            self._weights = None

    def most_like(self, asked: Sequence[str], among: Iterable[int], limit: int) -> list[Likeness]:
        """Of the texts at the places `among`, those most like the middle of the ones asked for, the most alike first."""
        if self._weights is None:
            return []
        middle = self._vectorizer.transform([_plain(text) for text in asked]).mean(axis=0).A1
        length = float((middle @ middle) ** 0.5)
        if not length:
            return []
        middle /= length
        words = self._vectorizer.get_feature_names_out()
        scores = self._weights @ middle
        shared_by = self._weights.astype(bool).astype(int) @ (middle > 0).astype(int)
        least = 1 if int((middle > 0).sum()) < MANY_ASKED else 2
        alike = (place for place in among if shared_by[place] >= least)
        order = sorted(alike, key=lambda place: (-round(scores[place], 9), place))
        found = []
        for place in order[:limit]:
            row = self._weights[place]
            shares = sorted(((-row.data[at] * middle[word], words[word]) for at, word in enumerate(row.indices)))
            shared = tuple(str(word) for share, word in shares if share < 0)[:SHARED]
            found.append(Likeness(place, round(float(scores[place]), 4), shared))
        return found


def _plain(text: str) -> str:
    """The text without what is drawn together with an apostrophe: `she'd` becomes she, `nobody's` nobody, `don't` nothing."""
    return _DRAWN_TOGETHER.sub(r"\1", _DENIED.sub(" ", text.replace("’", "'")))
