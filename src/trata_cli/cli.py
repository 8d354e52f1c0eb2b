"""Every command's signature and help. Each body imports its command, so that help and completion stay quick."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TextIO, get_args

import typer

from trata_cli import __version__, cli_data, cli_parts, i18n
from trata_cli.cli_form import form_app
from trata_cli.cli_migrate import migrate
from trata_cli.cli_plan import plan_app
from trata_cli.commands import Stop
from trata_cli.help import Command, Group, lean, prepare_completion, wrong_use
from trata_cli.i18n import _
from trata_cli.options import (
    File,
    Index,
    Lang,
    Only,
    Output,
    Pillar,
    Plain,
    Plans,
    Previous,
    Quiet,
    Template,
    TextOrJson,
    one_of,
)

_Problems = Literal["auto", "text", "json", "github", "sarif", "junit"]
_PROBLEMS: Final[tuple[_Problems, ...]] = get_args(_Problems)
_TEXT_OR_JSON: Final[tuple[Literal["text", "json"], ...]] = ("text", "json")
_REPORTS: Final[tuple[Literal["md", "html", "docx"], ...]] = ("md", "html", "docx")
_COMPARISONS: Final[tuple[Literal["text", "md", "html", "json"], ...]] = ("text", "md", "html", "json")
_SCHEMAS: Final[tuple[Literal["plan", "assessment"], ...]] = ("plan", "assessment")
_AUDIENCES: Final[tuple[Literal["public", "internal"], ...]] = ("public", "internal")

WRONG_USE: Final = 2
BUG: Final = 3
INTERRUPTED: Final = 130
_OBJECTS_BEFORE_COLLECTION: Final = 100_000
"""Reading makes many objects and hardly a cycle: by default Python would look for cycles a tenth of the time."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"trata {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="trata",
    cls=Group,
    help=_("A country's yearly self-assessment against the OAS work plan against trafficking in persons."),
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
template_app = typer.Typer(cls=Group, help=_("Layouts of one's own."), rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def _main(
    lang: Lang = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show the version and exit.")),
    ] = False,
) -> None:
    pass


@app.command(cls=Command, help=_("Begin an assessment in a new file."))
def init(
    country: Annotated[str, typer.Argument(metavar=_("COUNTRY"), help=_("Three letters of ISO 3166-1, such as PRY."))],
    year: Annotated[str, typer.Argument(metavar=_("YEAR"), help=_("The year that is assessed."))],
    institution: Annotated[
        str | None,
        typer.Option("--institution", metavar=_("NAME"), help=_("Who assesses, such as the committee.")),
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", metavar=_("INSTITUTION"), help=_("Begin one institution's part."))
    ] = None,
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import init as command

    return command.run(country, year, institution=institution, part=part, output=output, plans=plan or (), quiet=quiet)


@app.command(cls=Command, help=_("Answer the indicators in an interview."))
def assess(
    file: Annotated[
        str | None,
        typer.Argument(metavar=_("FILE"), help=_("An assessment; without it, the draft in assessments/.")),
    ] = None,
    previous: Previous = None,
    only: Only = None,
    pillar: Pillar = None,
    pending: Annotated[bool, typer.Option("--pending", help=_("Ask only what is open."))] = False,
    undecided: Annotated[
        bool, typer.Option("--undecided", help=_("Ask only what institutions differ on, and who says what."))
    ] = False,
    reports: Annotated[
        str | None,
        typer.Option("--reports", metavar=_("FOLDER"), help=_("Write both reports there at the end.")),
    ] = None,
    plain: Plain = False,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import assess as command

    return command.run(
        file,
        previous=previous,
        only=only or (),
        pillar=pillar,
        pending=pending,
        undecided=undecided,
        reports=reports,
        plain=plain,
        plans=plan or (),
        quiet=quiet,
    )


@app.command("set", cls=Command, help=_("Give or clear one answer."))
def set_(
    file: File,
    id: Annotated[str, typer.Argument(metavar=_("ID"), help=_("An indicator, such as D02a or 2a."))],  # noqa: A002
    level: Annotated[
        str | None,
        typer.Option("--level", metavar=_("LEVEL"), help=_("A level, not-applicable or no-information.")),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar=_("TEXT"), help=_("The note, public."))] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar=_("TEXT"), help=_("The reason; the two words need one."))
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help=_("Take the answer out."))] = False,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import set as command

    return command.run(file, id, level=level, note=note, reason=reason, clear=clear, plans=plan or (), quiet=quiet)


app.command(cls=Command, help=_("Merge institutions' parts; where they differ, all of them stay."))(cli_parts.merge)


@app.command(cls=Command, help=_("Review what is answered: agree, or state another level and why."))
def review(
    file: File,
    by: Annotated[
        str, typer.Option("--by", metavar=_("INSTITUTION"), help=_("Who reviews: an institution, never a person."))
    ],
    only: Only = None,
    pillar: Pillar = None,
    plain: Plain = False,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import review as command

    return command.run(file, by=by, only=only or (), pillar=pillar, plans=plan or (), plain=plain, quiet=quiet)


@app.command(cls=Command, help=_("Take a file a step further. Draft, reviewed, final; or open it again."))
def finalize(
    file: File,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar=_("NAME"), help=_("Who signs it as final; else the file's institution.")),
    ] = None,
    reopen: Annotated[
        str | None,
        typer.Option("--reopen", metavar=_("REASON"), help=_("Make it a draft again; the reason stays in the file.")),
    ] = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import finalize as command

    return command.run(file, by=by, reopen=reopen, plans=plan or (), quiet=quiet)


@app.command(cls=Command, help=_("Show the totals and what is open."))
def status(
    file: File,
    index: Index = False,
    format: TextOrJson = "text",  # noqa: A002
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import status as command

    format_ = one_of(format, "--format", _TEXT_OR_JSON)
    return command.run(file, plans=plan or (), format=format_, with_index=index, output=output, quiet=quiet)


@app.command(cls=Command, help=_("Check files and folders; every problem at its line."))
def validate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("PATH"), help=_("Files and folders; without any, assessments/; - is standard input.")),
    ] = None,
    format: Annotated[  # noqa: A002
        str,
        typer.Option(
            "--format",
            metavar="|".join(_PROBLEMS),
            show_default=False,
            help=_("Form of the result; auto is github in GitHub Actions, else text."),
        ),
    ] = "auto",
    strict: Annotated[bool, typer.Option("--strict", help=_("Exit 1 for warnings too."))] = False,
    jobs: Annotated[
        str | None,
        typer.Option("--jobs", metavar=_("N"), help=_("Processes for many files; without it, one a processor.")),
    ] = None,
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import validate as command

    return command.run(
        paths or (),
        plans=plan or (),
        format=one_of(format, "--format", _PROBLEMS),
        strict=strict,
        jobs=jobs,
        output=output,
        quiet=quiet,
    )


@app.command(cls=Command, help=_("Explain a problem: why it matters, with examples."))
def explain(
    code: Annotated[
        str | None,
        typer.Argument(metavar=_("CODE"), help=_("A problem's code, such as reason-missing; without it, all codes.")),
    ] = None,
    lang: Lang = None,  # noqa: ARG001
) -> int:
    from trata_cli.commands import explain as command

    return command.run(code)


@app.command(cls=Command, help=_("Write the report: Markdown, HTML or Word."))
def report(
    file: Annotated[
        str, typer.Argument(metavar=_("FILE|FOLDER"), help=_("An assessment, or a folder of them with -o FOLDER."))
    ],
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option("--format", metavar="|".join(_REPORTS), help=_("Form of the report; else by the name of -o.")),
    ] = None,
    previous: Previous = None,
    audience: Annotated[
        str,
        typer.Option(
            "--audience",
            metavar="public|internal",
            show_default=False,
            help=_("Internal shows what is not public."),
        ),
    ] = "public",
    template: Template = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar=_("DATE"), help=_("Date to print, such as 2026-11-30."))
    ] = None,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar=_("FOLDER"), help=_("Show all years that lie in this folder, too.")),
    ] = None,
    index: Index = False,
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import report as command

    return command.run(
        file,
        format=None if format is None else one_of(format, "--format", _REPORTS),
        previous=previous,
        audience=one_of(audience, "--audience", _AUDIENCES),
        template=template,
        date=date,
        history=history,
        with_index=index,
        output=output,
        plans=plan or (),
        quiet=quiet,
    )


@app.command(cls=Command, help=_("Check that a report is still what its files give. Byte for byte."))
def verify(
    report: Annotated[str, typer.Argument(metavar=_("REPORT"), help=_("A report that trata wrote."))],
    file: File,
    previous: Previous = None,
    template: Template = None,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar=_("FOLDER"), help=_("The folder with the years of the report's history.")),
    ] = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import verify as command

    return command.run(
        report, file, previous=previous, template=template, history=history, plans=plan or (), quiet=quiet
    )


@app.command(cls=Command, help=_("Compare two years, or a file with its version in git."))
def compare(
    old: Annotated[str, typer.Argument(metavar=_("OLD"), help=_("The earlier year's file; with --since, the file."))],
    new: Annotated[
        str | None, typer.Argument(metavar=_("NEW"), help=_("The later year's file; not with --since."))
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar=_("REVISION"), help=_("What changed in the file since then in git.")),
    ] = None,
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option("--format", metavar="|".join(_COMPARISONS), help=_("Form of the result; else by the name of -o.")),
    ] = None,
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import compare as command

    format_ = None if format is None else one_of(format, "--format", _COMPARISONS)
    return command.run(old, new, since=since, format=format_, output=output, plans=plan or (), quiet=quiet)


app.command(cls=Command, help=_("Count many countries and years together."))(cli_data.synthesis)
app.command(cls=Command, help=_("Write tidy tables for R, pandas, DuckDB and spreadsheets."))(cli_data.export)
app.add_typer(plan_app, name="plan")
app.add_typer(form_app, name="form")
app.command(cls=Command, help=_("Carry an assessment over to a newer edition of its plan."))(migrate)


@template_app.command(
    "export", cls=Command, help=_("Write the report's templates and styles into a folder, as a start.")
)
def template_export(
    folder: Annotated[str, typer.Argument(metavar=_("FOLDER"), help=_("A new folder, or an empty one."))],
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import template as command

    return command.export(folder, quiet=quiet)


app.add_typer(template_app, name="template")


@app.command(cls=Command, help=_("Print a format as JSON Schema. By it editors check and complete."))
def schema(
    kind: Annotated[str, typer.Argument(metavar="plan|assessment", help=_("The format."))],
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import schema as command

    return command.run(one_of(kind, "schema", _SCHEMAS), plans=plan or (), output=output, quiet=quiet)


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - before and after any command, beside its result


def _complain(error: Any) -> int:
    """Say what was wrong with a command line, and where its help is."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.message)  # noqa: T201 - the help that was asked for by saying nothing
        return WRONG_USE
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "trata"
    _say(_("trata: {text}").format(text=wrong_use(error)))
    _say(_("Help: {command}").format(command=f"{path} --help"))
    return WRONG_USE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit code: the one place where exceptions become codes."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    _prepare_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = _nowhere()  # what is left in the old one is not tried again at exit
        if isinstance(error, BrokenPipeError):  # nobody reads on, as `head` does not: no sentence, and Typer's code
            return 1
        from trata_cli.commands.common import output_failed

        _say(_("trata: {text}").format(text=output_failed(error)))
        return WRONG_USE
    return code


def _prepare_streams() -> None:
    """Streams that take whatever is written: closed ones are none, and a code page without "ó" ends no sentence."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, _nowhere())
        elif hasattr(stream := getattr(sys, name), "reconfigure"):
            stream.reconfigure(errors=i18n.NEAREST)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    asked = app if prepare_completion() else lean(app, words)
    try:
        code: int | None = asked(args=arguments, prog_name="trata", standalone_mode=False)
    except Stop as stop:
        return stop.code
    except typer.TyperException as error:
        return _complain(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # a bug: a person gets a sentence, not a traceback
        if isinstance(error, OSError) and error.filename is None:
            raise  # the output's: a command puts what happens to files into words
        return _report_bug()
    return code or 0


def _report_bug() -> int:
    import traceback

    last = traceback.extract_tb(sys.exc_info()[2])[-1]
    kind = type(sys.exc_info()[1]).__name__
    # Not the message: it may repeat what a file says.
    text = _("trata: a bug ({what}). Nothing was lost. Please report this line, the command and trata {version}.")
    _say(text.format(what=f"{kind}, {last.name}:{last.lineno}", version=__version__))
    return BUG


if __name__ == "__main__":
    sys.exit(main())
