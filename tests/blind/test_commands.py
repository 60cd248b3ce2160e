"""Every command there is, as a coder who codes blind: what others did is in nothing that is printed or written."""

from __future__ import annotations

import io
import runpy
import shutil
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import click
import pytest

from tests.blind.planted import AS_LEAD, AS_SECOND, EXAMPLE, PLANTED, SEALED, THIRD, Line, act, build, do, leaks, line
from tests.double_coded import LEAD, SECOND

MADE: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "make_commands.py"))
COMMANDS: dict[str, click.Command] = {
    " ".join(path[1:]): command for path, command in MADE["every_command"]() if not isinstance(command, click.Group)
}
OPENS_NO_STUDY = {"demo", "new", "config keys", "config set", "config unset"}
SCREENS = {"open"}
"""Opens the workbench, which asks the services for all it shows."""

DRIVEN: dict[str, list[Line]] = {
    "import": [
        line("import {study} {folder}/new.txt"),
        line("import {study} {folder}/new.txt --speakers I=interviewer,P9=participant --case-from speakers --name Other"),
        line("import {study} {folder}/new.txt --case P001 --encoding utf-8 --preview 3"),
    ],
    "coders add": [line("coders add {study} Sam")],
    "coders list": [line("coders list {study}")],
    "coders rename": [line("coders rename {study}", SECOND, "Tom")],
    "sources describe": [line("sources describe {study} {folder}/sources.csv")],
    "sources list": [line("sources list {study}")],
    "sources move": [line("sources move {study} P003 --to 1 --reason x")],
    "sources rename": [line("sources rename {study} P003 P030 --reason x")],
    "sources set": [
        line("sources set {study} P003 --kind group --date 2013-04-02 --minutes 7 --interviewer X --mode phone --reason x")
    ],
    "speakers join": [line("speakers join {study} P003 I --into P --reason x")],
    "speakers list": [line("speakers list {study}"), line("speakers list {study} P001")],
    "speakers rename": [line("speakers rename {study} P003 P P3 --reason x")],
    "speakers role": [line("speakers role {study} P003 --speakers P=other --case P003 --reason x")],
    "show": [
        line("show {study} P001"),
        line("show {study} P003 --coder", LEAD),
        line("show {study} P004 --revision 1"),
        line("show {study} P001 --code Time --to {folder}/out/show.docx"),
    ],
    "find": [
        line("find {study} home"),
        line("find {study} home --source P004"),
        line("find {study} home --to", "{folder}/out/found.docx"),
    ],
    "cases add": [line("cases add {study} P009 --kind site --value role=nurse")],
    "cases attribute add": [
        line("cases attribute add {study} years --type integer --unit years --bands 0-5,6+ --identifies no --reason x"),
        line("cases attribute add {study} grade --type category --order a,b --printed banded"),
    ],
    "cases attribute list": [line("cases attribute list {study}")],
    "cases attribute move": [line("cases attribute move {study} site --to 1 --reason x")],
    "cases attribute remove": [line("cases attribute remove {study} site --reason x")],
    "cases attribute set": [
        line("cases attribute set {study} role --name post --type text --unit x --identifies no --printed never --reason x"),
        line("cases attribute set {study} role --order nurse,doctor --bands", "a = nurse | b = doctor"),
    ],
    "cases export": [line("cases export {study} {folder}/out/cases.csv")],
    "cases import": [line("cases import {study} {folder}/cases.csv --id id")],
    "cases link": [line("cases link {study} P001 P003 --speaker P --reason x")],
    "cases list": [line("cases list {study}"), line("cases list {study} --kind participant")],
    "cases remove": [line("cases remove {study} P003 --reason x")],
    "cases rename": [line("cases rename {study} P003 P033 --reason x")],
    "cases set": [line("cases set {study} P003 --value role=x --kind group --reason x")],
    "cases unlink": [line("cases unlink {study} P003 P003 --speaker P --reason x")],
    "codebook appendix": [
        line("codebook appendix {study} --to {folder}/out/appendix.docx --no-examples"),
        line("codebook appendix {study} --to {folder}/out/appendix.docx --counts --for publication"),
        line("codebook appendix {study} --version v3 --to {folder}/out/appendix.docx"),
    ],
    "codebook show": [
        line("codebook show {study}"),
        line("codebook show {study} Figures"),
        line("codebook show {study} --coder", LEAD),
    ],
    "codebook import": [line("codebook import {study} {folder}/book.yaml --reason x")],
    "codebook export": [
        line("codebook export {study} {folder}/out/book.yaml"),
        line("codebook export {study} {folder}/out/book.csv --version first"),
        line("codebook export {study} {folder}/out/book.csv --version later"),
        line("codebook export {study} {folder}/out/book.yaml --version v3"),
    ],
    "codebook add": [
        line("codebook add {study} Mine --under Time --colour #112233 --kind code --definition d --include i"),
        line("codebook add {study} Mine --exclude e --example x"),
        line("codebook add {study} Mine --after Figures --codable no --central-idea c --kind theme --state final"),
        line("codebook add {study} Mine --before Figures"),
    ],
    "codebook rename": [line("codebook rename {study} Figures Numbers --reason x")],
    "codebook recolour": [line("codebook recolour {study} Figures #112233")],
    "codebook redefine": [
        line("codebook redefine {study} Figures --kind code --definition d --include i --exclude e --example x --codable no"),
        line("codebook redefine {study} Figures --central-idea c --state final --reason x"),
    ],
    "codebook example": [line("codebook example {study} Time --coding 4 --reason x")],
    "codebook move": [
        line("codebook move {study} Figures --under Time --reason x"),
        line("codebook move {study} Figures --before Time"),
        line("codebook move {study} Figures --after Time"),
    ],
    "codebook group": [
        line("codebook group {study} Figures Time --into New --under Approval --kind theme --central-idea c --reason x")
    ],
    "codebook also-under": [line("codebook also-under {study} Figures Time --reason x")],
    "codebook merge": [line("codebook merge {study} Figures --into Time --reason x")],
    "codebook split": [
        line("codebook split {study} Time --into A --codings 4 --rest-to B --reason x"),
        line("codebook split {study} Figures --into A --codings 1,2,3"),
    ],
    "codebook retire": [line("codebook retire {study} Figures --reason x")],
    "codebook restore": [line("codebook restore {study} Figures --reason x"), line("codebook restore {study} Given --reason x")],
    "codebook version": [line("codebook version {study}"), line("codebook version {study} mine --note x")],
    "codebook compare": [
        line("codebook compare {study} first"),
        line("codebook compare {study} first later"),
        line("codebook compare {study} v3"),
    ],
    "code add": [
        line("code add {study} P001 --words", "at home", "--code", "Time", "--note", "x"),
        line("code add {study} P001 --turn 2 --code Time"),
        line("code add {study} P001 --span 20:27 --code Figures"),
    ],
    "code answers": [line("code answers {study}", "Who wrote it?", "--code", "Time", "--source", "P001")],
    "code hits": [line("code hits {study} home --code Time --unit turn --source P001")],
    "code in-vivo": [
        line("code in-vivo {study} P001 --words", "at home", "--under", "Time"),
        line("code in-vivo {study} P001 --turn 2"),
        line("code in-vivo {study} P001 --span 20:27"),
    ],
    "code move-ends": [
        line("code move-ends {study} 4 --span 20:27"),
        line("code move-ends {study} 4 --words home"),
        line("code move-ends {study} 4 --turn 2"),
    ],
    "code recode": [line(f"code recode {{study}} {number} --code Figures") for number in (1, 4, 6)],
    "code remove": [line(f"code remove {{study}} {number}") for number in (1, 4, 6)],
    "code unsure": [line(f"code unsure {{study}} {number}") for number in (1, 2, 3)],
    "code star": [line(f"code star {{study}} {number}") for number in (1, 4, 6)],
    "codings export": [
        line("codings export {study} {folder}/out/codings.csv"),
        line("codings export {study} {folder}/out/codings.csv --coder", LEAD),
    ],
    "codings import": [line("codings import {study} {folder}/codings.csv")],
    "correct": [
        line("correct {study} P004 --turn 2 --words", "at night", "--to", "late", "--reason", "x"),
        line("correct {study} P003 --file {folder}/new.txt"),
        line("correct {study} P001 --turn 2 --words", "at home", "--to", "late"),
    ],
    "reviews done": [line("reviews done {study} 1"), line("reviews done {study} q1")],
    "reviews list": [line("reviews list {study}"), line("reviews list {study} --source P004")],
    "revisions": [line("revisions {study} P004")],
    "segments": [
        line("segments {study} --code Time --where role=nurse"),
        line("segments {study} --code Time --coder", LEAD),
        line("segments {study} --query", "Time and not Figures", "--to", "{folder}/out/segments.csv"),
        line("segments {study} --query starred --to {folder}/out/segments.docx --coder", LEAD),
    ],
    "side-by-side": [
        line("side-by-side {study} --code Time --case P001 --case P003"),
        line("side-by-side {study} --query Time --by role --bands", "a = nurse", "--coder", LEAD),
        line("side-by-side {study} --code Time --by role --to {folder}/out/side.docx"),
    ],
    "compare": [
        line("compare {study} --by role"),
        line("compare {study} --by role --code Time --cell nurse"),
        line("compare {study} --by role --code Time --bands", "a = nurse", "--to", "{folder}/out/compare.docx"),
    ],
    "co-occurrence": [
        line("co-occurrence {study}"),
        line("co-occurrence {study} --code Time --code", "Making the case", "--to", "{folder}/out/together.docx"),
    ],
    "similar": [
        line("similar {study} --code Time --limit 5"),
        line("similar {study} --code Time --to", "{folder}/out/similar.docx"),
        line("similar {study} --coding 4"),
        line("similar {study} --source P001 --turn 2"),
        line("similar {study}"),
    ],
    "memo add": [line("memo add {study} --text x --kind reflexive --on", "source P001")],
    "memo edit": [line(f"memo edit {{study}} {number} --text x --kind analytic --reason x") for number in (1, 2, 3)],
    "memo export": [line("memo export {study} {folder}/out/memos.csv")],
    "memo import": [line("memo import {study} {folder}/mine.csv")],
    "memo list": [
        line("memo list {study}"),
        line("memo list {study} --on", "source P003"),
        line("memo list {study} --kind analytic --find the"),
        line("memo list {study} --by target"),
    ],
    "memo drafts": [
        line("memo drafts {study}"),
        line("memo drafts {study} --save 1"),
        line("memo drafts {study} --discard 2"),
    ],
    "memo remove": [line(f"memo remove {{study}} {number} --reason x") for number in (1, 2, 3)],
    "memo settle": [line(f"memo settle {{study}} {number}") for number in (1, 2, 3)],
    "summaries export": [line("summaries export {study} {folder}/out/summaries.csv")],
    "summaries across": [line("summaries across {study} P001")],
    "summaries bearing": [
        line("summaries bearing {study} P001 Time 4 contradicts --reason x"),
        line("summaries bearing {study} P001 Time 1 left-out"),
    ],
    "summaries beside": [line("summaries beside {study} P001 P003")],
    "summaries clear": [line("summaries clear {study} P001 Time --reason x")],
    "summaries down": [
        line("summaries down {study} Time --by role --kind participant --order site --where", "role = nurse"),
        line("summaries down {study} Figures"),
    ],
    "summaries mark": [
        line("summaries mark {study} P001 Time", "not raised", "--remark", "x", "--reason", "x"),
        line("summaries mark {study} P003 Figures not-asked"),
    ],
    "summaries note": [
        line("summaries note {study} --theme Time --text x --reason x"),
        line("summaries note {study} --case P001 --text x"),
    ],
    "summaries seen": [line("summaries seen {study} P001 Time --reason x")],
    "summaries show": [line("summaries show {study} P001 Time"), line("summaries show {study} P004 Figures")],
    "summaries wordings": [line("summaries wordings {study} P001 Time"), line("summaries wordings {study} P003 Figures")],
    "summaries bring-back": [line("summaries bring-back {study} P001 Time 1 --reason x")],
    "summaries write": [
        line("summaries write {study} P001 Time --text", "It was (t. 2).", "--remark", "x", "--reason", "x"),
        line("summaries write {study} P003 Figures --text x"),
    ],
    "summaries import": [line("summaries import {study} {folder}/mine-summaries.csv")],
    "quotes add": [
        line("quotes add {study} 1 1 4 --span 3:9 --at 1"),
        line("quotes add {study} 1 1 --source P003 --words", "at home"),
    ],
    "quotes candidates": [line("quotes candidates {study} 1 1")],
    "quotes capital": [line("quotes capital {study} 1")],
    "quotes contrary": [line("quotes contrary {study} 1")],
    "quotes cut": [line("quotes cut {study} 1 home"), line("quotes cut {study} 1 --span 3:6")],
    "quotes edit": [line("quotes edit {study} 1", "I did […].")],
    "quotes ends": [
        line("quotes ends {study} 1 --before 1 --after 1 --drop-edits"),
        line("quotes ends {study} 1 --words", "at home"),
        line("quotes ends {study} 1 --span 3:9"),
    ],
    "quotes export": [line("quotes export {study} {folder}/out/quotes.csv")],
    "quotes fresh-id": [line("quotes fresh-id {study} 1 --id Q7")],
    "quotes insert": [
        line("quotes insert {study} 1 sic --after did"),
        line("quotes insert {study} 1 sic --before home"),
        line("quotes insert {study} 1 sic --at 3"),
    ],
    "quotes list": [line("quotes list {study} --table 1")],
    "quotes order": [line("quotes order {study} 1 --to 1 --row 1 1")],
    "quotes read": [line("quotes read {study} 1"), line("quotes read {study} --all")],
    "quotes remove": [line("quotes remove {study} 1 --reason x")],
    "quotes replace": [
        line("quotes replace {study} 1 home --by", "a place"),
        line("quotes replace {study} 1 --span 3:6 --by", "a place"),
    ],
    "quotes tag": [line("quotes tag {study} 1 nurse")],
    "quotes undo-edit": [line("quotes undo-edit {study} 1 1")],
    "quotes import": [line("quotes import {study} {folder}/mine-quotes.csv")],
    "sample": [
        line("sample {study} --share 1 --seed 1 --by role --exclude P001 --purpose train --for", LEAD),
        line("sample {study} --number 1 --unit turn --rule any --coefficient kappa --for", "Jo Hale"),
        line("sample {study} --choose P004 --reason x --for", "Jo Hale"),
    ],
    "finish": [line("finish {study} P001"), line("finish {study} P001 P002"), line("finish {study} P003")],
    "reopen": [line("reopen {study} P001 --reason x"), line("reopen {study} P002 --reason x")],
    "send": [
        line("send {study} --to {folder}/out/sent.qualcode --for", SECOND),
        line("send {study} --to {folder}/x --for", LEAD),
    ],
    "receive": [line("receive {study} {folder}/back.qualcode")],
    "round close": [line("round close {study} --reason x"), line("round close {study} --round", "check 1", "--reason", "x")],
    "round list": [line("round list {study}")],
    "round show": [line("round show {study}"), line("round show {study}", "train 1"), line("round show {study} open")],
    "agree": [
        line("agree {study}"),
        line("agree {study} --unit turn --rule any --coder", LEAD, "--coder", "Jo Hale"),
        line("agree {study} --round", "train 1", "--overlap", "0.5", "--to", "{folder}/out/agree.docx"),
    ],
    "reconcile show": [
        line("reconcile show {study} --plain"),
        line("reconcile show {study} --plain --source P003 --kind missed --code Time --coder", LEAD, "--coder", "Jo Hale"),
    ],
    "reconcile start": [
        line("reconcile start {study} P003 --present", SECOND, "--reason", "x", "--coder", LEAD, "--coder", "Jo Hale")
    ],
    "reconcile decide": [
        line("reconcile decide {study} 1 --outcome codebook --source P003 --new Mine --under Time --definition d --include i"),
        line("reconcile decide {study} 1 --outcome span --span 20:27 --exclude e --reason x --kind missed"),
        line("reconcile decide {study} 1 --outcome code --code Time --words home --coder", LEAD, "--coder", "Jo Hale"),
    ],
    "reconcile reason": [line("reconcile reason {study} 1 x --source P003 --coder", LEAD, "--coder", "Jo Hale")],
    "reconcile add": [
        line("reconcile add {study} P003 --code Time --turn 2 --reason x --coder", LEAD, "--coder", "Jo Hale"),
        line("reconcile add {study} P003 --code Time --span 20:27"),
        line("reconcile add {study} P003 --code Time --words home"),
    ],
    "reconcile present": [line("reconcile present {study} P003", SECOND, "--coder", LEAD, "--coder", "Jo Hale")],
    "reconcile finish": [line("reconcile finish {study} P003 --rest first --reason x --coder", LEAD, "--coder", "Jo Hale")],
    "reconcile reopen": [line("reconcile reopen {study} P003 --reason x --coder", LEAD, "--coder", "Jo Hale")],
    "match show": [line("match show {study} --plain")],
    "match set": [
        line(
            "match set {study} --first Time --second Figures --relation merge --result Time --name T --definition d --under Time"
        ),
        line("match set {study} --first Time --relation keep --reason x"),
    ],
    "match unset": [line("match unset {study} Time --with Figures")],
    "match export": [line("match export {study} {folder}/out/match.csv")],
    "match import": [line("match import {study} {folder}/mine-match.csv")],
    "match finish": [line("match finish {study} --version x --note x --reason x")],
    "minutes": [line("minutes {study} --source P003"), line("minutes {study} --to {folder}/out/minutes.docx")],
    "cases group": [
        line("cases group {study} stance slow P001 P003 --reason x"),
        line("cases group {study} role nurse P003"),
        line("cases group {study} mood", "", "P003"),
    ],
    "charts list": [line("charts list {study}")],
    "charts save": [
        line("charts save {study} Mine --code Time --level 1 --kind participant --show role --order -site --reason x"),
        line("charts save {study} Mine --group", "Making the case", "--where", "role = nurse", "--width", "Time=30"),
    ],
    "charts change": [
        line("charts change {study}", "Nurses", "--title", "Mine", "--code", "Figures", "--reason", "x"),
        line(
            "charts change {study} Mine --group Time --level 1 --kind site --show role --order site --width case=30 --where", ""
        ),
    ],
    "charts remove": [line("charts remove {study} Nurses --reason x")],
    "chart": [
        line("chart {study} --to {folder}/out/chart.docx"),
        line("chart {study} --to {folder}/out/paper.docx --for publication --evidence"),
        line("chart {study} --to {folder}/out/nurses.docx --kind participant --order site --level 2 --where", "role = nurse"),
        line("chart {study} --to {folder}/out/saved.docx --saved", "Nurses"),
        line("chart {study} --status --state complete"),
        line("chart {study} --to {folder}/out/some.csv --words home --state complete --transpose"),
        line("chart {study} --to {folder}/out/chart.xlsx --group", "Making the case", "--code", "Time", "--show", "role"),
    ],
    "tables write": [
        line("tables {study} --to {folder}/out/tables.docx"),
        line("tables {study} --to {folder}/out/tables.docx --layout C --for publication"),
    ],
    "tables list": [line("tables list {study}"), line("tables list {study} 1")],
    "tables add": [
        line("tables add {study} --title x --number 4 --layout B --group", "Making the case"),
        line("tables add {study} --title x"),
    ],
    "tables set": [
        line("tables set {study} 1 --title x --number 2 --group Approval --layout B --pages landscape --legend l"),
        line("tables set {study} 1 --abbreviations FLS"),
    ],
    "tables remove": [line("tables remove {study} 1 --reason x")],
    "tables settings": [
        line("tables settings {study} --hesitations kept --hesitation er --cut-mark … --tag x"),
        line("tables settings {study}"),
    ],
    "tables row add": [line("tables row add {study} 1 --heading h --finding f --theme Time --code Figures --place 1")],
    "tables row set": [line("tables row set {study} 1 1 --heading h --finding f --theme Time --code Figures --note n")],
    "tables row move": [line("tables row move {study} 1 1 --to 1 --table 1")],
    "tables row remove": [line("tables row remove {study} 1 1 --reason x")],
    "tables row link": [line("tables row link {study} 1 1 4 --as-evidence qualifies")],
    "tables row unlink": [line("tables row unlink {study} 1 1 4")],
    "sample-table": [line("sample-table {study} --to {folder}/out/sample.docx --site site --number 2 --percent --for team")],
    "names find": [line("names find {study}"), line("names find {study} --source P003 --to {folder}/out/found.csv")],
    "names list": [line("names list {study}")],
    "names confirm": [line("names confirm {study} Home --replacement place --kind place --note x")],
    "names add": [line("names add {study} Home --replacement place --kind place --note x")],
    "names dismiss": [line("names dismiss {study} Home --note x")],
    "names remove": [line("names remove {study} Home")],
    "names undo": [line("names undo {study}")],
    "names import": [line("names import {study} {folder}/mine-names.csv")],
    "names export": [line("names export {study} {folder}/out/names.csv")],
    "names allow": [
        line("names allow {study} --shared role=nurse --output", "Table 1", "--reason", "x"),
        line("names allow {study} --term Home --every-output --reason x"),
    ],
    "names disallow": [line("names disallow {study} 1 --reason x")],
    "names check": [line("names check {study}")],
    "names apply-to-quotes": [line("names apply-to-quotes {study}")],
    "names apply-to-summaries": [line("names apply-to-summaries {study}")],
    "deidentify": [line("deidentify {study} P003 --reason x"), line("deidentify {study} P001 --preview")],
    "names allowances": [line("names allowances {study}")],
    "build": [
        line("build {study} --to {folder}/out/paper --overwrite"),
        line("build {study} --to {folder}/out/published --for publication"),
        line("build {study} --to {folder}/out/paper --check"),
    ],
    "coreq list": [line("coreq list {study}"), line("coreq {study} --gaps")],
    "coreq answer": [line("coreq answer {study} 10 Mine")],
    "coreq import": [line("coreq import {study} {folder}/mine-coreq.csv")],
    "coreq clear": [line("coreq clear {study} 10")],
    "coreq write": [line("coreq write {study} --to {folder}/out/coreq.docx --for publication")],
    "recommendations list": [line("recommendations list {study}")],
    "recommendations add": [line("recommendations add {study} Advice --theme Time --position 1")],
    "recommendations change": [line("recommendations change {study} 1 Advice --reason x")],
    "recommendations move": [line("recommendations move {study} 1 --to 2")],
    "recommendations remove": [line("recommendations remove {study} 1 --reason x")],
    "recommendations link": [line("recommendations link {study} 1 --theme Time --remove")],
    "recommendations import": [line("recommendations import {study} {folder}/mine-advice.csv")],
    "recommendations write": [line("recommendations write {study} --to {folder}/out/advice.docx --number 4 --for publication")],
    "withdraw": [line("withdraw {study} P003")],
    "history": [
        line("history {study}"),
        line("history {study} --last 5 --verb add_code"),
        line("history {study} --source P001 --code Time --coder", LEAD),
    ],
    "audit": [line("audit {study} --memos analytic"), line("audit {study} --to {folder}/out/audit.docx")],
    "undo": [line("undo {study} --reason x"), *(line(f"undo {{study}} --change {number}") for number in (5, 20, 30))],
    "redo": [line("redo {study} --reason x")],
    "check": [line("check {study}")],
    "backup": [],
}
MEANT_TO_HOLD_ALL = {"backup"}
"""Copies the file as it lies on the disk, which whoever may read the file can do: nothing but a package is a guarantee."""
MINE = {
    "new.txt": "I: Who wrote it?\n\nP9: Nobody did.\n",
    "sources.csv": "source,date\nP003,2013-04-02\n",
    "codings.csv": "coder,source,start,end,code\nTom Adeyemi,P004,3,9,Figures\n",
    "mine.csv": "kind,target,text\nanalytic,study,A thought\n",
    "mine-summaries.csv": "case,theme,text\nP002,Time,Short of it.\n",
    "mine-quotes.csv": 'table,row,source,words\n1,Mine,P002,"I did, at home."\n',
    "mine-names.csv": "term,state\nHome,confirmed\n",
    "mine-coreq.csv": "item,answer\n10,Mine\n",
    "mine-advice.csv": "recommendation,themes\nMine.,Time\n",
    "mine-match.csv": "first,second,relation\nTime,,keep\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the study, a package of it that came back, and files of the second coder's own."""
    folder = tmp_path_factory.mktemp("blind")
    build(folder)
    for name, text in MINE.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert act(folder, LEAD, line("send {study} --to {folder}/back.qualcode --for", SECOND)) == 0
    return folder


@pytest.fixture(scope="module")
def sealed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with the work of the blind coder in it."""
    folder = tmp_path_factory.mktemp("sealed")
    again(built, folder)
    for words in AS_SECOND:
        do(folder, SECOND, words)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, for one command line."""
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    again(built, tmp_path)
    return tmp_path


def again(built: Path, folder: Path) -> None:
    """Everything in the folder as it was at first."""
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()
    for one in built.iterdir():
        if one.is_file():
            shutil.copy(one, folder)
    (folder / "out").mkdir()


def met(folder: Path, who: str, words: Line) -> tuple[int, str]:
    """The exit code of a command line, and all that it printed or wrote into files."""
    with io.StringIO() as said, redirect_stdout(said), redirect_stderr(said):
        code = act(folder, who, words)
        parts = [said.getvalue()]
    for path in (one for one in sorted((folder / "out").rglob("*")) if one.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            parts.append(path.read_bytes().decode("utf-8", "replace"))
    return code, "\n".join(parts)


def with_flags(name: str, lines: list[Line]) -> list[Line]:
    """The command lines, and the first of them again with each flag the command has."""
    flags = [one.opts[0] for one in COMMANDS[name].params if isinstance(one, click.Option) and one.is_flag]
    return [*lines, *((*lines[0], flag) for flag in flags if lines and flag not in lines[0])]


def test_every_command_and_every_option_is_driven() -> None:
    assert COMMANDS.keys() == DRIVEN.keys() | OPENS_NO_STUDY | SCREENS
    for name, lines in DRIVEN.items():
        options = {one.opts[0] for one in COMMANDS[name].params if isinstance(one, click.Option) and not one.is_flag}
        given = {word for one in lines for word in one if word.startswith("--")} | {"--as"}
        assert name in MEANT_TO_HOLD_ALL or not options - given, f"{name}: {sorted(options - given)}"


@pytest.mark.parametrize("name", DRIVEN)
def test_the_blind_coder_meets_nothing_of_what_others_did(built: Path, folder: Path, name: str) -> None:
    for words in with_flags(name, DRIVEN[name]):
        again(built, folder)
        code, seen = met(folder, SECOND, words)
        assert "fault of its own" not in seen, (words, seen)
        assert code in (0, 1, 2)
        assert leaks(seen) == [], words
        assert EXAMPLE not in seen or name in {
            "show",
            "find",
            "similar",
            "code answers",
            "correct",
            "import",
            "names find",
            "deidentify",
        }, words


@pytest.mark.parametrize("name", [name for name in DRIVEN if name not in MEANT_TO_HOLD_ALL])
def test_what_the_blind_coder_did_they_can_go_on_with_and_nothing_leaks_by_it(
    built: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """The same after work of their own, which opens ways that an empty round does not."""
    again(built, folder)
    for words in (
        line("code add {study} P001 --words", "at home", "--code", "Time"),
        line("code add {study} P001 --words Twice --code Figures"),
        line("codebook add {study} Mine"),
        line("memo add {study} --text mine --on", "source P001"),
        line("finish {study} P002"),
    ):
        assert act(folder, SECOND, words) == 0
    worked = tmp_path_factory.mktemp("worked") / "study"
    shutil.copytree(folder, worked)
    for words in DRIVEN[name]:
        again(worked, folder)
        _, seen = met(folder, SECOND, words)
        assert "fault of its own" not in seen, (words, seen)
        assert leaks(seen) == [], words


@pytest.mark.parametrize("who", [LEAD, THIRD])
@pytest.mark.parametrize("name", [name for name in DRIVEN if name not in MEANT_TO_HOLD_ALL | {"round close"}])
def test_nobody_meets_what_the_blind_coder_did_before_the_round_is_closed(
    sealed: Path, folder: Path, name: str, who: str
) -> None:
    for words in with_flags(name, DRIVEN[name]):
        again(sealed, folder)
        _, seen = met(folder, who, words)
        assert "fault of its own" not in seen, (words, seen)
        assert leaks(seen, SEALED) == [], words


def test_no_cases_are_grouped_while_a_blind_round_is_in_progress(built: Path, folder: Path) -> None:
    again(built, folder)
    for who in (LEAD, SECOND, THIRD):
        code, seen = met(folder, who, line("cases group {study} stance slow P001"))
        assert (code, "is in progress, and groups of cases would tell" in seen) == (1, True)
        assert "once the round is closed" in seen
    assert '"stance"' not in met(folder, LEAD, line("cases list {study} --json"))[1]
    act(folder, SECOND, line("finish {study} P001 P002"))
    assert met(folder, LEAD, line("cases group {study} stance slow P001"))[0] == 0


def test_the_blind_coder_is_told_why_there_is_no_table_and_no_quotation(built: Path, folder: Path) -> None:
    again(built, folder)
    for words in ("tables list {study}", "tables list {study} 1", "quotes list {study}", "quotes cut {study} 1 home"):
        code, seen = met(folder, SECOND, line(words))
        assert (code, f"{SECOND} is coding a blind sample" in seen, "There is no" in seen) == (1, True, False), seen


def test_a_hidden_attribute_has_its_name_and_the_others_keep_their_places(built: Path, folder: Path) -> None:
    again(built, folder)
    (folder / "more.csv").write_text(f"id,as the {PLANTED} sees\nP001,x\n", encoding="utf-8")
    for words in (
        line("cases attribute add {study}", f"as the {PLANTED} sees"),
        line("cases attribute set {study} role --name", f"As the {PLANTED} sees"),
        line("cases import {study} {folder}/more.csv"),
    ):
        code, seen = met(folder, SECOND, words)
        assert (code, "There is another attribute" in seen) == (1, True), seen
    assert met(folder, SECOND, line("cases attribute move {study} site --to 1"))[0] == 0
    assert met(folder, SECOND, line("cases attribute move {study} site --to 3"))[0] == 1
    assert leaks(met(folder, LEAD, line("cases list {study} --json"))[1])


def test_when_the_round_is_closed_it_is_met(sealed: Path, folder: Path) -> None:
    again(sealed, folder)
    _, seen = met(folder, LEAD, line("round close {study} --reason x"))
    assert leaks(seen, SEALED)
    for words in (line("show {study} P001"), line("memo list {study}"), line("codebook show {study}"), line("history {study}")):
        assert leaks(met(folder, LEAD, words)[1], SEALED), words


def test_the_words_are_there_to_be_found(built: Path, folder: Path) -> None:
    """The lead coder meets them at every turn: what the blind coder does not see is really there."""
    shown = [
        "show",
        "codebook show",
        "codings export",
        "history",
        "memo list",
        "memo export",
        "quotes export",
        "summaries export",
        "summaries show",
        "summaries wordings",
        "summaries down",
        "summaries across",
        "charts list",
        "chart",
        "cases list",
        "cases export",
        "cases attribute list",
        "tables write",
        "tables list",
        "quotes list",
        "round show",
        "revisions",
        "audit",
        "reconcile show",
        "match show",
        "minutes",
        "codebook compare",
        "match export",
    ]
    missing = []
    for name in shown:
        seen = ""
        for words in with_flags(name, DRIVEN[name]):
            again(built, folder)
            seen += met(folder, LEAD, words)[1]
        missing += [] if PLANTED in seen.lower() else [name]
    assert missing == []
    assert len(AS_LEAD) > 10
