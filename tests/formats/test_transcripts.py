from __future__ import annotations

import pytest

from qualcode.errors import UnreadableFile
from qualcode.formats.readers import result, transcripts
from qualcode.formats.readers.transcripts import read, refuse_by_size, suffix_of


def test_plain_text_and_markdown_are_read_as_they_are() -> None:
    for name, reader in (("a.txt", "txt"), ("a.TEXT", "txt"), ("b.md", "md"), ("c.markdown", "md")):
        got = read("\ufeffI: *Why?*\r\n\r\nP: e\u0301\0\x1b.\r\n".encode(), name)
        assert got.text == "I: *Why?*\n\nP: e\u0301\ufffd\x1b.\n"
        assert (got.reader, got.newlines, got.bom, got.replaced) == (reader, "CRLF", True, 1)


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        ("a.txt", b"", "a.txt is empty.", "saved"),
        ("a.txt", b" \n\t\r\n", "a.txt is empty.", "saved"),
        ("a.docx", b"", "a.docx is empty.", "saved"),
        ("a.txt", b"PK\x03\x04abc", "a.txt is a zip or Word file, not a text.", "suffix"),
        ("a.md", b"%PDF-1.7", "a.md is a PDF, not a text.", "suffix"),
        ("a.txt", b"{\\rtf1 x}", "a.txt is a rich text file, not a text.", "suffix"),
        ("a.txt", bytes(range(1, 32)) * 9, "a.txt is not a text.", ".txt or .docx"),
        ("a.doc", b"x", "a.doc cannot be imported: the format .doc is not read.", "save it as .docx"),
        ("a.rtf", b"x", "a.rtf cannot be imported: the format .rtf is not read.", "save it as .docx"),
        ("a.pdf", b"x", "a.pdf cannot be imported: the format .pdf is not read.", ".txt"),
        ("a.xyz", b"x", "a.xyz cannot be imported: the format .xyz is not read.", ".txt, .md, .docx, .odt, .vtt, .srt"),
        ("Makefile", b"x", "Makefile cannot be imported: a file without a suffix is not read.", ".vtt"),
        ("a.mp3", b"x", "a.mp3 is a recording, not a transcript.", "transcribed"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_what_to_do(name: str, data: bytes, message: str, hint: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, name)
    assert caught.value.message == message
    assert hint in caught.value.hint


def test_a_text_of_over_20_mb_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match=r"a\.txt is larger than 20 MB of text"):
        refuse_by_size("a.txt", 20_000_001)
    refuse_by_size("a.txt", 20_000_000)
    refuse_by_size("a.docx", 20_000_001)
    with pytest.raises(UnreadableFile, match="larger than 20 MB"):
        read(b"a " * 10_000_001, "a.txt")


def test_a_small_file_with_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "LARGEST_TEXT", 10)
    assert result.LARGEST_TEXT == 20_000_000
    with pytest.raises(UnreadableFile, match="larger than"):
        read("ééééé é".encode(), "a.txt")


@pytest.mark.parametrize(("name", "suffix"), [("a.b.TXT", ".txt"), ("a", ""), (".txt", ""), ("a.", ""), ("ä.Docx", ".docx")])
def test_suffixes(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix
