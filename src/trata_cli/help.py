"""Help that speaks the language in force: what Typer has in English in its code."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from typing import Any, Final

import typer
import typer.core

from trata_cli.i18n import N_, _

_WITHOUT_BRACES: Final = str.maketrans("", "", "{}")  # so Typer marks what is required, also before `...`
_TYPE: Final = re.compile(r" <[^<>]*>$")  # `<str>` says nothing to the people who read this help


def _usage(self: Any, ctx: Any, formatter: Any) -> None:
    """Typer's own usage line, and the headings and remarks that follow it, in the language in force."""
    section, write_dl = formatter.section, formatter.write_dl
    words = {"[OPTIONS]": _("[OPTIONS]"), "COMMAND": _("COMMAND"), "[ARGS]...": _("[ARGUMENTS]...")}
    required = _("[required]")

    def translated_rows(rows: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        plain = [(_TYPE.sub("", name), text.replace("[required]", required)) for name, text in rows]
        write_dl(plain, *args, **kwargs)

    formatter.section = lambda name: section(_(name))
    formatter.write_dl = translated_rows
    pieces = [
        words.get(piece, piece.translate(_WITHOUT_BRACES))
        for each in self.collect_usage_pieces(ctx)
        for piece in each.split(" ")
    ]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage:") + " ")


_HEADINGS: Final = (N_("Arguments"), N_("Options"), N_("Commands"))


class Command(typer.core.TyperCommand):
    """A command whose help speaks the language in force."""

    format_usage = _usage

    def get_help_option(self, ctx: Any) -> Any:
        """As Typer makes it, with our own words."""
        return _translated(super().get_help_option(ctx))


class Group(typer.core.TyperGroup):
    """A group of commands whose help speaks the language in force."""

    format_usage = _usage

    def get_help_option(self, ctx: Any) -> Any:
        """As Typer makes it, with our own words."""
        return _translated(super().get_help_option(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """In the order in which a year's work needs them, which is that of their declaration."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does it, with our own sentence where there is no such command."""
        try:
            return super().resolve_command(ctx, args)
        except typer.TyperException:
            from difflib import get_close_matches  # slow to load, and only for a slip

            near = get_close_matches(args[0], self.commands, n=1)
            text = _("there is no command “{name}”.").format(name=args[0])
            more = " " + _("Did you mean “{suggestion}”?").format(suggestion=near[0]) if near else ""
            raise typer.BadParameter(text + more, ctx=ctx) from None


def _translated(help_option: Any) -> Any:
    if help_option is not None:
        help_option.help = _("Show this help and exit.")
    return help_option


def lean(app: typer.Typer, words: Collection[str]) -> typer.Typer:
    """The app in which only commands that are among some words have their arguments and options.

    Typer looks at the signature of every command, whichever is called, which takes as long as all the rest: the others
    keep their names and their help.
    """
    made = copy(app)
    made.registered_commands = [each if each.name in words else _without_signature(each) for each in _named(app)]
    made.registered_groups = [copy(group) for group in app.registered_groups]
    for group in made.registered_groups:
        if group.typer_instance:
            group.typer_instance = lean(group.typer_instance, words if group.name in words else ())
    return made


def _named(app: typer.Typer) -> Iterator[Any]:
    """The commands of an app, each under the name that Typer would give it."""
    for each in app.registered_commands:
        named = copy(each)
        named.name = each.name or str(getattr(each.callback, "__name__", "")).lower().replace("_", "-")
        yield named


def _without_signature(command: Any) -> Any:
    command.callback = lambda: None
    return command


def prepare_completion() -> bool:
    """Where a shell asks what may follow, have Typer answer, without its two options, which speak English alone.

    Whether one asks.
    """
    if not os.environ.get("_TRATA_COMPLETE"):
        return False
    from typer.completion import get_completion_inspect_parameters

    get_completion_inspect_parameters()  # registers all shells, PowerShell too
    return True


# What Typer says of wrong use is in English in its code; the sentence is chosen by the error's class.
_WRONG_USE: Final = {
    "NoSuchOption": N_("there is no option {name}."),
    "MissingParameter": N_("{name} is missing."),
    "BadOptionUsage": N_("option {name} needs a value."),
}


def wrong_use(error: Any) -> str:
    """What was wrong with a command line, in the language in force."""
    kind = type(error).__name__
    param = getattr(error, "param", None)
    name = getattr(error, "option_name", None) or (_name_of(param) if param is not None else "")
    if kind in _WRONG_USE and name:
        return _(_WRONG_USE[kind]).format(name=name)
    message = str(getattr(error, "message", "") or error)
    if extra := re.match(r"Got unexpected extra argument.*? \((.*)\)", message):
        return _("too many arguments: {extra}.").format(extra=extra[1])
    return message


def _name_of(param: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    typed: str = param.opts[0]
    return typed if typed.startswith("-") else param.metavar or param.name
