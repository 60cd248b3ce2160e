from __future__ import annotations

import io
import zipfile

import pytest

from qualcode.errors import UnreadableFile
from qualcode.formats.readers.odt import read_odt

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"))
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)


def office(body: str) -> str:
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    return f'<office:document-content {NAMES} office:version="1.3">{inside}</office:document-content>'


def odt(body: str, *, manifest: str = MANIFEST.format(""), content: str | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", office(body) if content is None else content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def text_of(body: str) -> str:
    return read_odt(odt(body), "a.odt").text


def test_paragraphs_headings_and_lists_are_joined_by_an_empty_line() -> None:
    items = "".join(f"<text:list-item><text:p>{words}</text:p></text:list-item>" for words in ("one", "two"))
    listed = f"<text:list>{items}</text:list>"
    body = f"<text:h>Head</text:h><text:section><text:p>INT: <text:span>Why</text:span>?</text:p></text:section><text:p/>{listed}"
    assert text_of(body) == "Head\n\nINT: Why?\n\n\n\none\n\ntwo"


def test_blanks_tabs_and_breaks_survive_and_white_space_of_the_file_does_not() -> None:
    body = '<text:p>\n  a <text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:s/> e\n   f </text:p>'
    assert text_of(body) == "a    b\tc\nd  e f "


def test_a_count_of_blanks_that_is_none_is_one() -> None:
    assert text_of('<text:p>a<text:s text:c="many"/>b</text:p>') == "a b"


def test_tables_keep_cells_and_rows_in_their_place() -> None:
    def cell(words: str) -> str:
        return f"<table:table-cell><text:p>{words}</text:p></table:table-cell>"

    table = (
        f"<table:table><table:table-column/><table:table-header-rows><table:table-row>{cell('Speaker')}{cell('Talk')}</table:table-row>"
        f"</table:table-header-rows><table:table-row>{cell('Anna')}<table:table-cell><text:p>So.</text:p><text:p>Yes.</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert text_of(f"<text:p>ahead</text:p>{table}<text:p>behind</text:p>") == "ahead\n\nSpeaker\tTalk\nAnna\tSo.\nYes.\n\nbehind"


def test_deletions_comments_and_notes_are_left_out_and_counted() -> None:
    region = "<text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
    changes = f"<text:tracked-changes>{region}</text:tracked-changes>"
    comment = "<office:annotation><text:p>private</text:p></office:annotation>"
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>below</text:p></text:note-body></text:note>"
    )
    read = read_odt(
        odt(
            f'{changes}<text:p>It was{comment} <text:change-start text:change-id="1"/>very<text:change-end/>{note} late</text:p>'
        ),
        "a.odt",
    )
    assert read.text == "It was very late"
    assert read.notes == ("1 comment not in the text", "1 note not in the text")


def test_a_text_box_is_read_after_its_paragraph() -> None:
    frame = "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
    assert text_of(f"<text:p>anchor{frame} and on</text:p><text:p>next</text:p>") == "anchor and on\n\nboxed\n\nnext"


def test_of_ruby_the_base_is_read() -> None:
    body = "<text:p><text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby></text:p>"
    assert text_of(body) == "漢字"


LOCK = '<manifest:encryption-data manifest:checksum="x"/>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"words", "is not a .odt file inside."),
        (odt("", content="<office:document-content"), "is damaged."),
        (odt("", content="<a/>"), "is not a .odt text inside."),
        (odt("<text:p>a</text:p>", manifest=MANIFEST.format(LOCK)), "is protected by a password."),
    ],
    ids=["text", "half an xml", "no text", "password"],
)
def test_what_is_no_odt_is_said_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_odt(data, "a.odt")
    assert caught.value.message == f"a.odt {message}"
    assert caught.value.hint


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", office(f"<text:p>{'a' * 3_000_000}</text:p>"))
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(""))
    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        read_odt(stream.getvalue(), "a.odt")
