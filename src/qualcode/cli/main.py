"""The list of all commands; each is loaded when it is called."""

from __future__ import annotations

import click

from qualcode import __version__
from qualcode.cli.lazy import StudyOrCommand

COMMANDS = {
    "demo": ("qualcode.cli.demo", "Build the sample study with every output, and open it."),
    "new": ("qualcode.cli.new", "Make a study."),
    "open": ("qualcode.cli.open_", "Open a study in the terminal."),
    "import": ("qualcode.cli.import_", "Import transcripts."),
    "coders": ("qualcode.cli.coders", "List, add and rename coders."),
    "sources": ("qualcode.cli.sources", "List sources, and say what is known of them."),
    "speakers": ("qualcode.cli.speakers", "Who speaks in the sources, put right after the import."),
    "show": ("qualcode.cli.show", "Print a source: numbered turns with their codings."),
    "find": ("qualcode.cli.find", "Find words in the transcripts."),
    "cases": ("qualcode.cli.cases", "Participants, groups and sites, and what is known of them."),
    "codebook": ("qualcode.cli.codebook", "Import, export, show and change the codebook."),
    "code": ("qualcode.cli.code", "Add, remove, recode, star and mark codings; code all hits of a search."),
    "codings": ("qualcode.cli.codings", "Import and export codings as CSV."),
    "correct": ("qualcode.cli.correct", "Correct a transcript after it was coded."),
    "reviews": ("qualcode.cli.reviews", "Passages whose words a correction changed."),
    "revisions": ("qualcode.cli.revisions", "The texts of a source before and after each correction."),
    "segments": ("qualcode.cli.segments", "Extracts of a code, by code and participant."),
    "side-by-side": ("qualcode.cli.side_by_side", "Extracts of a theme side by side, participant by participant."),
    "compare": ("qualcode.cli.compare", "Themes by groups of participants, n of N."),
    "co-occurrence": ("qualcode.cli.cooccurrence", "Codes that are on the same words, themes by themes."),
    "similar": ("qualcode.cli.similar", "Turns like a passage or a code, by shared words."),
    "memo": ("qualcode.cli.memo", "Write, find, list, import and export memos."),
    "summaries": ("qualcode.cli.summaries", "Write, mark, read, import and export the cells of framework charts."),
    "quotes": ("qualcode.cli.quotes", "Quotations for the theme tables: chosen, edited for print, read for identification."),
    "sample": ("qualcode.cli.sample", "Draw a sample for a second coder."),
    "finish": ("qualcode.cli.finish", "Declare sources finished: freeze your codings for agreement."),
    "reopen": ("qualcode.cli.reopen", "Reopen finished sources for a new attempt."),
    "send": ("qualcode.cli.send", "Write a sample as a package for a second coder elsewhere."),
    "receive": ("qualcode.cli.receive", "Take in what a second coder did in a package."),
    "round": ("qualcode.cli.round_", "List, show and close rounds."),
    "agree": ("qualcode.cli.agree", "Agreement of two coders on what both finished."),
    "reconcile": ("qualcode.cli.reconcile", "Talk differences over, and agree on one coding."),
    "match": ("qualcode.cli.match", "Match two code lists to one."),
    "minutes": ("qualcode.cli.minutes", "The minutes of discussions to Word, CSV or JSON."),
    "chart": ("qualcode.cli.chart", "Framework charts to Word, Excel, a page for the browser or CSV."),
    "charts": ("qualcode.cli.charts", "Charts that are kept: save, list, change and remove them."),
    "tables": ("qualcode.cli.tables", "Theme tables with quotations to Word."),
    "sample-table": ("qualcode.cli.sample_table", "Characteristics of the sample to Word."),
    "build": ("qualcode.cli.build", "Every chart, table and appendix into one folder; --check says what is older."),
    "coreq": ("qualcode.cli.coreq", "The COREQ checklist, filled from what the study knows."),
    "recommendations": ("qualcode.cli.recommendations", "What the paper recommends, linked to its themes."),
    "names": ("qualcode.cli.names", "The replacement list: names found, decided on, and allowed to print."),
    "deidentify": ("qualcode.cli.deidentify", "Replace listed names in a transcript itself, spans kept."),
    "withdraw": ("qualcode.cli.withdraw", "Take a participant out of the study for good."),
    "history": ("qualcode.cli.history", "The change history: who did what, when and why."),
    "audit": ("qualcode.cli.audit", "The audit trail: decisions and their reasons, to Word."),
    "undo": ("qualcode.cli.undo", "Take your latest action back."),
    "redo": ("qualcode.cli.redo", "Put back what you took back."),
    "config": ("qualcode.cli.config", "Settings of the workbench: look, keys, what is in force."),
    "check": ("qualcode.cli.check", "Check a study for faults."),
    "backup": ("qualcode.cli.backup", "Copy a study."),
}


@click.group(
    cls=StudyOrCommand,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="`qualcode STUDY` opens a study. Begin with `qualcode demo`.",
)
@click.version_option(__version__, prog_name="qualcode")
def cli() -> None:
    """A workbench for qualitative interview studies.

    Code transcripts, double-code a sample, chart themes, and write the paper's tables.
    """
