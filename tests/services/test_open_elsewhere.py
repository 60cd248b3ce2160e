"""Outputs that another program has open: one sentence, the old file as it was, and a way on where the sign was left behind."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput
from qualcode.services import open_elsewhere
from qualcode.services.build import build
from qualcode.services.charting import write_summary
from qualcode.services.charts_out import write_charts
from qualcode.services.open_elsewhere import holder_of
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy

SUFFIXES = ("docx", "xlsx", "html", "csv")


def libreoffice(path: Path, host: str) -> Path:
    """The file that LibreOffice leaves beside one that it has open."""
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text(f"Lennox\\, Mairi,mairi,{host},26.11.2026 21:47,file:///home/mairi/.config/libreoffice/4;", encoding="utf-8")
    return lock


def word(path: Path, name: str) -> Path:
    """The file that Word or Excel leaves beside one that it has open."""
    lock = path.with_name(name)
    lock.write_bytes(bytes([5]) + b"Mairi".ljust(53, b"\x00") + "Mairi".encode("utf-16-le").ljust(108, b"\x00"))
    return lock


def processes(folder: Path, *names: str) -> Path:
    """A folder as the system lists its processes in."""
    for number, name in enumerate(names, 100):
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / "comm").write_text(f"{name}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_open_in_libreoffice_is_left_as_it_was_with_who_where_and_a_way_on(
    coded: OpenStudy, suffix: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / f"charts.{suffix}"
    target.write_bytes(b"old")
    lock = libreoffice(target, "elsewhere")
    before = sorted(folder.iterdir())
    with pytest.raises(InvalidInput) as refused:
        write_charts(coded, target)
    assert refused.value.message == (
        f"{target} is open in LibreOffice (Lennox, Mairi on elsewhere, since 26.11.2026 21:47), so nothing was written; "
        "it is as it was."
    )
    assert f"If it is open nowhere, delete {lock.name} beside it." in refused.value.hint
    assert target.read_bytes() == b"old"
    assert sorted(folder.iterdir()) == before
    lock.unlink()
    write_charts(coded, target)
    assert target.read_bytes() != b"old"


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("t.docx", "~$t.docx"),
        ("charts.docx", "~$charts.docx"),
        ("chartss.docx", "~$hartss.docx"),
        ("framework charts.docx", "~$amework charts.docx"),
        ("framework charts.xlsx", "~$framework charts.xlsx"),
    ],
)
def test_a_file_open_in_word_or_excel_is_known_by_its_owner_file(name: str, owner: str, tmp_path: Path) -> None:
    target = tmp_path / name
    target.write_bytes(b"old")
    word(target, owner)
    with pytest.raises(InvalidInput, match=r"is open in Microsoft Office \(Mairi\), so nothing was written"):
        write_bytes(target, b"new")
    assert target.read_bytes() == b"old"


def test_what_libreoffice_left_behind_on_this_machine_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "charts.docx"
    target.write_bytes(b"old")
    libreoffice(target, socket.gethostname())
    monkeypatch.setattr(open_elsewhere, "PROCESSES", processes(tmp_path / "one", "bash", "firefox", "soffice.bin"))
    assert holder_of(target) is not None
    monkeypatch.setattr(open_elsewhere, "PROCESSES", tmp_path / "none")
    assert holder_of(target) is not None, "where it cannot be known, it is taken to be open"
    monkeypatch.setattr(open_elsewhere, "PROCESSES", processes(tmp_path / "two", "bash", "firefox"))
    assert holder_of(target) is None
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b",,,", b"one", b"\xff" * 9000])
def test_an_odd_lock_file_is_a_lock_file(content: bytes, tmp_path: Path) -> None:
    target = tmp_path / "charts.docx"
    target.write_bytes(b"old")
    for name in (".~lock.charts.docx#", "~$charts.docx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InvalidInput, match="so nothing was written"):
            write_bytes(target, b"new")
        (tmp_path / name).unlink()


def test_a_build_names_each_open_file_and_leaves_all_as_they_were(coded: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    build(coded, folder)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    write_summary(coded, coded.cases.all()[0].id, coded.codes.codebook().find("Time").id, "On Sundays.")
    libreoffice(folder / "charts.docx", "elsewhere")
    with pytest.raises(InvalidInput, match=r"charts\.docx is open in LibreOffice .* so nothing was written"):
        build(coded, folder)
    word(folder / "charts.xlsx", "~$charts.xlsx")
    with pytest.raises(InvalidInput, match=r"2 files in .* so nothing was written; .*charts\.docx, charts\.xlsx"):
        build(coded, folder)
    for lock in (".~lock.charts.docx#", "~$charts.xlsx"):
        (folder / lock).unlink()
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    # What is as it was built is not written, and may be open.
    libreoffice(folder / "sample.docx", "elsewhere")
    assert "charts.docx" in build(coded, folder).written


def test_a_place_that_the_system_holds_says_so_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses: a file that is open cannot be replaced."""
    target = tmp_path / "charts.docx"
    target.write_bytes(b"old")

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "The process cannot access the file", str(self), 32, str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(InvalidInput) as refused:
        write_bytes(target, b"new")
    assert refused.value.message.endswith("another program has it open, or it is protected; it is as it was.")
    assert [one.name for one in tmp_path.iterdir()] == ["charts.docx"]
    assert target.read_bytes() == b"old"


def test_a_link_leads_where_it_led_and_rights_stay(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    real = tmp_path / "shared" / "charts.csv"
    real.write_bytes(b"old")
    real.chmod(0o664)
    link = tmp_path / "charts.csv"
    link.symlink_to(real)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o664
    assert sorted(one.name for one in (tmp_path / "shared").iterdir()) == ["charts.csv"]
    theirs = tmp_path / "charts.csv.part"
    theirs.write_bytes(b"theirs")
    write_bytes(link, b"newer")
    assert theirs.read_bytes() == b"theirs", "a file of the user's that is called so is not ours"


def test_a_folder_in_the_place_of_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "charts.docx").mkdir()
    with pytest.raises(InvalidInput, match="it is a folder"):
        write_bytes(tmp_path / "charts.docx", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["charts.docx"]
