"""Every verb that writes, as one function each: it picks what to act on from what is there.

`choose(n)` gives a number from 0 to n - 1. A verb that has nothing to act on does nothing; one that is refused raises
a QualcodeError and must have left the study as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qualcode.domain.coding import Coding
    from qualcode.storage import OpenStudy

    Verb = Callable[[OpenStudy, Callable[[int], int], Path], object]

Item = TypeVar("Item")
VERBS: dict[str, Verb] = {}


def verb(function: Verb) -> Verb:
    VERBS[function.__name__] = function
    return function


def one(items: Sequence[Item], choose: Callable[[int], int]) -> Item:
    return items[choose(len(items))]


def codes(study: OpenStudy) -> list[int]:
    return [code.id for code in study.codes.codebook().codes]


def codings(study: OpenStudy) -> tuple[Coding, ...]:
    return study.codings.all()


@verb
def add_coder(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.studies import add_coder

    add_coder(study, f"Coder {choose(5)}")


@verb
def rename_coder(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.studies import rename_coder

    rename_coder(study, one(study.coders.all(), choose).name, f"Coder {choose(5)}")


@verb
def import_source(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.importing import import_files

    label = f"P{choose(4):03d}"
    path = folder / f"{label}.txt"
    path.write_text(
        f"I: Who wrote it?\n\n{label}: I did, at home. Nobody's job.\n\nI: And then?\n\n{label}: It came back. Twice.\n",
        encoding="utf-8",
    )
    import_files(study, [path])


@verb
def describe_source(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.sources import describe_sources

    sources = study.sources.all()
    if sources:
        path = folder / "sources.csv"
        path.write_text(
            f"source,date,minutes\n{one(sources, choose).name},2013-04-{1 + choose(28):02d},{choose(90)}\n", encoding="utf-8"
        )
        describe_sources(study, path)


@verb
def import_cases(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.cases import import_cases

    path = folder / "cases.csv"
    path.write_text(f"id,role,years\nP{choose(4):03d},{['nurse', 'doctor'][choose(2)]},{choose(20)}\n", encoding="utf-8")
    import_cases(study, path)


@verb
def apply_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.coding import apply_codes

    sources = study.sources.all()
    if sources and codes(study):
        text = study.sources.text(one(sources, choose).id)
        turn = one(text.turns, choose)
        start = turn.span.start + choose(6)
        picked = {one(codes(study), choose) for _ in range(1 + choose(2))}
        apply_codes(study, source=text.source.id, span=Span(start, start + 1 + choose(12)), codes=sorted(picked))


@verb
def code_hits(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.coding_hits import HitUnit
    from qualcode.services.coding_hits import code_plan, plan_answers, plan_hits

    if codes(study):
        path = study.codes.codebook().path_text(one(codes(study), choose))
        if choose(3):
            code_plan(study, plan_hits(study, ["home", "it", "nobody"][choose(3)], code=path, unit=one(list(HitUnit), choose)))
        else:
            code_plan(study, plan_answers(study, "and then", code=path))


@verb
def remove_coding(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.coding import remove_coding

    if codings(study):
        remove_coding(study, one(codings(study), choose).id)


@verb
def recode(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.coding import recode

    if codings(study):
        recode(study, one(codings(study), choose).id, one(codes(study), choose))


@verb
def star(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.coding import mark_unsure, star

    if codings(study):
        (star if choose(2) else mark_unsure)(study, one(codings(study), choose).id)


@verb
def import_codings(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.codings_files import import_codings

    book, sources = study.codes.codebook(), study.sources.all()
    if sources and codes(study):
        path = folder / "codings.csv"
        rows = [
            f"Coder {choose(5)},{one(sources, choose).name},{3 + choose(9)},{14 + choose(9)},"
            f'"{book.path_text(one(codes(study), choose))}"'
            for _ in range(3)
        ]
        path.write_text("coder,source,start,end,code\n" + "\n".join(rows) + "\n", encoding="utf-8")
        import_codings(study, path, finished=bool(choose(2)), skip_bad=bool(choose(2)))


@verb
def add_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook import add_code

    parent = None if choose(2) or not codes(study) else one(codes(study), choose)
    add_code(study, name=f"code {choose(9)}", parent=parent, position=choose(3) or None)


@verb
def rename_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook import recolour_code, rename_code

    if codes(study):
        code = one(codes(study), choose)
        if choose(2):
            rename_code(study, code, f"code {choose(9)}", reason="clearer")
        else:
            recolour_code(study, code, f"#00000{choose(9)}")


@verb
def redefine_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook import Definition, redefine_code

    if codes(study):
        redefine_code(study, one(codes(study), choose), Definition(definition=f"what {choose(4)}", codable=bool(choose(2))))


@verb
def move_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook import move_code, show_also_under

    if codes(study):
        code, parent = one(codes(study), choose), one(codes(study), choose)
        if choose(2):
            move_code(study, code, parent=parent if choose(3) else None, position=choose(3))
        else:
            show_also_under(study, code, parent, remove=not choose(3))


@verb
def merge_codes(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_merging import merge_codes

    if codes(study):
        merge_codes(study, [one(codes(study), choose)], one(codes(study), choose))


@verb
def split_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_merging import Share, split_code

    if codings(study):
        coding = one(codings(study), choose)
        split_code(study, coding.code, [Share(f"code {choose(9)}", (coding.id,))])


@verb
def retire_code(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook import restore_code, retire_code

    if codes(study):
        (retire_code if choose(3) else restore_code)(study, one(codes(study), choose), with_sub_codes=bool(choose(2)))


@verb
def save_version(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_versions import save_codebook_version

    save_codebook_version(study, f"version {choose(9)}")


@verb
def sample(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.sampling import sample_sources

    sample_sources(study, coder=one(study.coders.all(), choose).name, share="0.5", seed=choose(3))


@verb
def finish(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.double_coding import close_round, finish_sources, reopen_sources

    sources = [source.name for source in study.sources.all()]
    if sources:
        picked = [one(sources, choose)]
        done = choose(5)
        if done < 3:
            finish_sources(study, picked)
        elif done == 3:
            reopen_sources(study, picked, reason="a passage was missed")
        else:
            close_round(study, reason="enough")


@verb
def add_memo(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    sources = study.sources.all()
    if sources:
        text = study.sources.text(one(sources, choose).id)
        start = choose(len(text.text) - 9)
        about = Attachment(MemoTarget.SOURCE, text.source.guid, text.revision, Span(start, start + 1 + choose(8)))
        with study.unit_of_work("add_memo") as work:
            work.memos.add(kind=MemoKind.ANALYTIC, text="Who else?", author=study.viewer.id, attachments=[about])


@verb
def import_quotes(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.quotations import import_quotes

    sources, book = study.sources.all(), study.codes.codebook()
    if sources and codes(study):
        rows = []
        for number in range(1, 2 + choose(2)):
            text = study.sources.text(one(sources, choose).id)
            talk = one([turn for turn in text.turns if turn.speaker != text.turns[0].speaker] or text.turns, choose).span
            path = book.path_text(one(codes(study), choose))
            rows.append(f'1,{number},{text.source.name},{talk.start},{talk.end},"[Someone] …",ID,"{path}"')
        file = folder / "quotes.csv"
        file.write_text("table,row,source,start,end,printed,tag,theme\n" + "\n".join(rows) + "\n", encoding="utf-8")
        import_quotes(study, file)


@verb
def correct_turn(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.correcting import correct_turn

    sources = study.sources.all()
    if sources:
        text = study.sources.text(one(sources, choose).id)
        turn = one(text.turns, choose)
        words = turn.span.words_of(text.text).split(" ")
        place = choose(len(words))
        words[place : place + 1 + choose(2)] = [["", "Featherstone", "no job, \U0001f642", "I"][choose(4)]]
        correct_turn(study, text.source.id, turn.number, " ".join(words), reason="misheard")


@verb
def correct_text(study: OpenStudy, choose: Callable[[int], int], _folder: Path) -> None:
    from qualcode.services.correcting import correct_text

    sources = study.sources.all()
    if sources:
        text = study.sources.text(one(sources, choose).id)
        words = text.text.split(" ")
        for _ in range(1 + choose(3)):
            place = choose(len(words))
            words[place : place + choose(3)] = [["", "well", "It came back. Twice."][choose(3)]]
        correct_text(study, text.source.id, " ".join(words), reason="")


@verb
def settle_reviews(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.correcting import list_reviews, settle_reviews

    listed = list_reviews(study)
    if listed:
        settle_reviews(study, [one(listed, choose).review.number])


@verb
def move_ends(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.coding_ends import move_ends

    if codings(study):
        coding = one(codings(study), choose)
        start = max(0, coding.span.start - 2 + choose(5))
        move_ends(study, coding.id, Span(start, max(start + 1, coding.span.end - 2 + choose(5))))


@verb
def code_anew(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.coding_anew import apply_new_code, code_in_vivo, recode_to_new

    sources = study.sources.all()
    if sources:
        text = study.sources.text(one(sources, choose).id)
        start = one(text.turns, choose).span.start + choose(4)
        segment = Span(start, start + 1 + choose(9))
        way = choose(3)
        if way == 0:
            code_in_vivo(study, source=text.source.id, span=segment)
        elif way == 1 and codings(study):
            recode_to_new(study, one(codings(study), choose).id, f"code {choose(9)}")
        else:
            apply_new_code(study, f"code {choose(9)}", source=text.source.id, span=segment)


@verb
def allow_printed(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.names_allowing import allow_combination

    attributes = study.cases.attributes()
    if attributes:
        shared = {one(attributes, choose).name: ["nurse", "doctor"][choose(2)]}
        allow_combination(study, shared, output=["", "Table 1"][choose(2)], reason="Both agreed to it.")


@verb
def deidentify_source(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.edits import Replacement
    from qualcode.services.correcting import replace_words

    sources = study.sources.all()
    if sources:
        text = study.sources.text(one(sources, choose).id)
        turn = one(text.turns, choose)
        start = turn.span.start + choose(6)
        replace_words(study, text.source.id, [Replacement(start, start + 1 + choose(12), "[a name]")], what="replaced a name")


@verb
def disallow_printed(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.names_allowing import disallow

    allowed = study.identification.all()
    if allowed:
        disallow(study, one(allowed, choose).id)


@verb
def replace_names_in_quotations(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.names import confirm_names
    from qualcode.services.names_quotations import replace_in_quotations

    if study.path is not None and study.quotes.all():
        confirm_names(study, [["home", "job"][choose(2)]])
        replace_in_quotations(study)


@verb
def replace_names_in_summaries(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.names import confirm_names
    from qualcode.services.names_summaries import replace_in_summaries

    if study.path is not None and study.summaries.all():
        confirm_names(study, [["home", "job"][choose(2)]])
        replace_in_summaries(study)
