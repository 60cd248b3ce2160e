"""The outer edge: whatever goes wrong becomes one sentence and an exit code."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line; exit code 0 done, 1 failure, 2 wrong use, 130 stopped by the user."""
    # A command makes many objects once and ends: looking for cycles among them as often as usual costs a tenth of it.
    gc.set_threshold(200_000, 50, 50)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:  # noqa: PLR0911 (one return for each way a command ends)
    """Run one command line and return its exit code; never a traceback, unless QUALCODE_DEBUG is set."""
    import click

    from qualcode.cli.main import cli
    from qualcode.errors import QualcodeError, fault_of_ours

    try:
        result = cli.main(args=arguments, prog_name="qualcode", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except QualcodeError as error:
        from qualcode.domain.text import drawn

        click.echo(drawn(f"{error.message} {error.hint}".strip()), err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped; what was confirmed before stays.", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("QUALCODE_DEBUG"):
            raise
        click.echo(fault_of_ours(error), err=True)
        return 1
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
