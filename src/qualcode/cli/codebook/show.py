"""`qualcode codebook show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.services.codebook import CodeCount

FIELDS = ("definition", "include", "exclude", "example", "central_idea")


@click.command(epilog='Example: qualcode codebook show fls "Time and capacity"')
@study_argument
@click.argument("code", required=False)
@click.option("--retired", is_flag=True, help="List retired codes too.")
@click.option("--coder", metavar="NAME", help="Count one coder's codings instead of the analysis coding.")
@as_option
@json_option
def command(study: str, code: str | None, retired: bool, coder: str | None, acting: str | None, as_json: bool) -> None:
    """Print the codebook with its kinds and counts, or one code with its definition and what is below it.

    Codings counted are those of the analysis coding, or of one coder: a code's own, and with its sub-codes, each once.
    """
    from qualcode.services.codebook import count_codings, find_code, read_codebook

    with opened(study, acting) as work:
        book = read_codebook(work)
        counts = count_codings(work, coder=coder)
        one = None if code is None else find_code(work, code, retired=retired)
    if as_json:
        inside = None if one is None else book.subtree(one.id)
        emit_json(
            [
                _as_dict(book, code, counts[code.id])
                for code in book.codes
                if (retired or not code.retired) and (inside is None or code.id in inside)
            ]
        )
        return
    if one is not None:
        _print_definition(book, one)
    _print_places(book, counts, one)
    if retired and one is None:
        _print_retired(book)


def _as_dict(book: Codebook, code: Code, count: CodeCount) -> dict[str, Any]:
    return {
        "code": book.path_text(code.id),
        "name": code.name,
        "kind": str(code.kind),
        "depth": book.depth(code.id),
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "example": code.example,
        "colour": code.colour,
        "codable": code.codable,
        "central_idea": code.central_idea,
        "state": None if code.state is None else str(code.state),
        "also_under": [book.path_text(parent.id) for parent in book.also_under(code.id)],
        "retired": code.retired,
        "merged_into": None if code.merged_into is None else book.path_text(code.merged_into),
        "codings": count.own,
        "codings_with_sub_codes": count.with_sub_codes,
    }


def _print_definition(book: Codebook, code: Code) -> None:
    from qualcode.domain.text import drawn

    traits = [str(code.kind), *([str(code.state)] if code.state else []), *(["not codable"] if not code.codable else [])]
    traits += ["retired"] if code.retired else []
    click.echo(drawn(f"{book.path_text(code.id)} ({', '.join(traits)})"))
    for field in FIELDS:
        text = getattr(code, field)
        if text:
            click.echo(f"  {field.replace('_', ' ')}: " + "\n    ".join(drawn(line) for line in text.split("\n")))
    also = [book.path_text(parent.id) for parent in book.also_under(code.id)]
    if also:
        click.echo(drawn(f"  also under: {'; '.join(also)}"))
    click.echo()


def _print_retired(book: Codebook) -> None:
    from qualcode.domain.text import drawn

    for code in book.codes:
        if code.retired:
            into = "" if code.merged_into is None else f", merged into {book.path_text(code.merged_into)}"
            click.echo(drawn(f"retired{into}: {book.path_text(code.id)}"))


def _print_places(book: Codebook, counts: Mapping[int, CodeCount], under: Code | None) -> None:
    rows: list[tuple[object, ...]] = []
    if under is not None:
        rows.append((under.name, under.kind, counts[under.id].own, counts[under.id].with_sub_codes))
    for place in book.places(None if under is None else under.id):
        code, count = place.code, counts[place.code.id]
        indent = "  " * (place.depth + (under is not None))
        if place.home:
            rows.append((f"{indent}{code.name}", code.kind, count.own, count.with_sub_codes))
        else:
            rows.append(
                (f"{indent}{code.name} (at home in {book.path_text(code.parent) if code.parent else 'the root'})", "", "", "")
            )
    print_table(["code", "kind", "codings", "with sub-codes"], rows, right=["codings", "with sub-codes"])
