from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import UnreadableFile
from qualcode.formats.readers.docx import read_docx
from qualcode.formats.readers.encoding import Knowledge

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def zipped(**parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def word(body: str, namespaces: str = f"{W} {MC}", **parts: str) -> bytes:
    return zipped(word__document_xml=f"<w:document {namespaces}><w:body>{body}<w:sectPr/></w:body></w:document>", **parts)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def text_of(body: str, **parts: str) -> str:
    return read_docx(word(body, **parts), "a.docx").text


def test_paragraphs_are_joined_by_an_empty_line() -> None:
    read = read_docx(word(f"<w:p>{run('One ')}{run('two')}</w:p><w:p/><w:p>{run('three')}</w:p>"), "a.docx")
    assert read.text == "One two\n\n\n\nthree"
    assert (read.reader, read.encoding, read.known_by) == ("docx", "utf-8", Knowledge.DECLARED)


def test_breaks_tabs_and_special_signs() -> None:
    body = (
        "<w:p><w:r><w:t>x</w:t><w:br/><w:t>after</w:t><w:tab/><w:t>tab</w:t><w:cr/><w:noBreakHyphen/><w:softHyphen/>"
        '<w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Wingdings" w:char="F0AA"/><w:sym w:char="zz"/></w:r></w:p>'
    )
    assert text_of(body) == "x\nafter\ttab\n\u2011\u00ad☺\ufffd\ufffd"


def test_line_ends_inside_a_text_element_are_blanks() -> None:
    assert text_of("<w:p><w:r><w:t>one\n  two</w:t></w:r></w:p>") == "one   two"


def paragraph(words: str) -> str:
    return f"<w:p>{run(words)}</w:p>"


def cell(*paragraphs: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(map(paragraph, paragraphs)) or '<w:p/>'}</w:tc>"


def test_tables_keep_cells_and_rows_in_their_place() -> None:
    row = f"<w:tr>{cell('0:01')}{cell('Why?', 'And?')}</w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('deleted')}</w:tr>"
    last = f"<w:tr><w:sdt><w:sdtContent>{cell('in a control')}</w:sdtContent></w:sdt>{cell()}</w:tr>"
    body = f"{paragraph('ahead')}<w:tbl><w:tblPr/>{row}{gone}{last}</w:tbl>{paragraph('behind')}"
    assert text_of(body) == "ahead\n\n0:01\tWhy?\nAnd?\nin a control\t\n\nbehind"


def test_tracked_insertions_stay_and_deletions_go() -> None:
    deleted = "<w:del><w:r><w:delText>not</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('from ')}</w:moveFrom><w:moveTo>{run('to ')}</w:moveTo>"
    assert (
        text_of(f"<w:p>{run('It was ')}<w:ins>{run('very ')}</w:ins>{deleted}{moved}{run('late')}</w:p>") == "It was very to late"
    )


def test_controls_links_and_fields_are_opened() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('in a control')}</w:p></w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtContent>{run('inline ')}</w:sdtContent></w:sdt><w:hyperlink>{run('link ')}</w:hyperlink>"
    field = f"<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple>{run('7')}</w:fldSimple>"
    assert text_of(f"{control}<w:p>{inline}{field}</w:p>") == "in a control\n\ninline link 7"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    choice, fallback = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>", f"<mc:Fallback>{box}</mc:Fallback>"
    either = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    assert text_of(f"<w:p>{run('anchor')}<w:r>{either}</w:r></w:p><w:p>{run('next')}</w:p>") == "anchor\n\nboxed\n\nnext"


def test_comments_and_notes_are_counted_not_read() -> None:
    comments = f'<w:comments {W}><w:comment w:id="0"><w:p>{run("Private")}</w:p></w:comment></w:comments>'
    footnotes = f'<w:footnotes {W}><w:footnote w:type="separator"/><w:footnote w:id="2"/><w:footnote w:id="3"/></w:footnotes>'
    read = read_docx(
        word(
            f'<w:p>{run("talk")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            word__comments_xml=comments,
            word__footnotes_xml=footnotes,
        ),
        "a.docx",
    )
    assert read.text == "talk"
    assert read.notes == ("1 comment not in the text", "2 footnotes not in the text")


def test_the_strict_form_is_read_too() -> None:
    assert read_docx(word(f"<w:p>{run('strict')}</w:p>", STRICT), "a.docx").text == "strict"


def test_the_main_part_is_found_by_the_package() -> None:
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = f'<Relationships xmlns="r"><Relationship Type="{target}" Target="/word/document2.xml"/></Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document2.xml", f"<w:document {W}><w:body><w:p>{run('found')}</w:p></w:body></w:document>")
    assert read_docx(stream.getvalue(), "a.docx").text == "found"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff")),
        min_size=1,
    )
)
def test_what_python_docx_writes_is_read_back(paragraphs: list[str]) -> None:
    import docx

    written = docx.Document()
    for paragraph in paragraphs:
        written.add_paragraph(paragraph)
    stream = io.BytesIO()
    written.save(stream)
    assert read_docx(stream.getvalue(), "a.docx").text == "\n\n".join(paragraphs).removeprefix("\ufeff")


def test_entities_are_not_followed() -> None:
    declared = '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    document = f"{declared}<w:document {W}><w:body><w:p><w:r><w:t>a&secret;b</w:t></w:r></w:p></w:body></w:document>"
    text = read_docx(zipped(word__document_xml=document), "a.docx").text
    assert text.replace("b", "") == "a"


# ---- what is none ------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (b"just words", "is not a .docx file inside.", "save it as .docx again"),
        (b"PK\x03\x04 and no more", "is not a .docx file inside.", "save it as .docx again"),
        (zipped(other_xml="<a/>"), "is not a .docx file inside.", "save it as .docx again"),
        (zipped(word__document_xml="<a/>"), "is not a .docx file inside.", "save it as .docx again"),
        (zipped(word__document_xml="<w:document"), "is damaged.", "save it as .docx again"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password.", "save it without one"),
        (OLE + b"WordDocument", "is an old Word file (.doc).", "save it as .docx"),
    ],
    ids=["text", "half a zip", "another zip", "no body", "half an xml", "password", "doc"],
)
def test_what_is_no_word_file_is_said_in_a_sentence(data: bytes, message: str, hint: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_docx(data, "a.docx")
    assert caught.value.message == f"a.docx {message}"
    assert hint in caught.value.hint


def test_damaged_bytes_are_said() -> None:
    data = bytearray(word(f"<w:p>{run('x' * 1000)}</w:p>"))
    place = data.index(b"xxxx")
    data[place : place + 4] = b"yyyy"
    with pytest.raises(UnreadableFile, match="damaged"):
        read_docx(bytes(data), "a.docx")


def test_a_part_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.formats.readers.archive.LARGEST_PART", 10_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{' ' * 20_000}</w:body></w:document>")
    assert len(stream.getvalue()) < 1000
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read_docx(stream.getvalue(), "a.docx")


def test_marks_nested_without_end_are_refused() -> None:
    deep = "<w:sdt>" * 2000 + "</w:sdt>" * 2000
    with pytest.raises(UnreadableFile, match="damaged"):
        read_docx(word(deep), "a.docx")
