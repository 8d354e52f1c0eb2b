"""Write the reference of the handbook, `docs/<language>/reference/`, from what the program says of itself.

Commands come from their help, problem codes from the rules' manuals, formats from the schemas, calls from their
docstrings. Run by `make schemas`.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final

import typer.main

import trata_cli
from trata_cli import i18n
from trata_cli.i18n import _
from trata_cli.method.comparison import Comparison, Move
from trata_cli.method.rules import EXAMPLES_IN_WORDS, MAY_STAND, SUBJECTS
from trata_cli.method.rules.rule import Rule
from trata_cli.method.totals import Totals
from trata_cli.views.schema import assessment_schema, plan_schema

DOCS = Path(__file__).resolve().parents[1] / "docs"
LANGUAGES: Final = ("es", "en")
_WIDE: Final = 10_000
"""Columns with which no help is cut."""
_NO_TEXT: Final = re.compile(r"[\\`*_\[\]|]")

# What only these pages say. It is not shown by the program, and so not in its catalogues.
_WORDS: Final[dict[str, dict[str, str]]] = {
    "es": {
        "made": "*Esta página se genera del propio programa.*",
        "commands": "Órdenes",
        "commands-text": "La misma ayuda que da `trata ORDEN --help`. Todas aceptan `--lang`. "
        "Códigos de salida: 0 sin errores, 1 al menos un error en un archivo, 2 uso incorrecto, "
        "3 un fallo del programa, 130 interrumpido (las respuestas se conservan).",
        "problems": "Códigos de problemas",
        "problems-text": "Lo que `trata validate` puede encontrar. Un *error* impide el informe; un *aviso* pide una "
        "segunda mirada. Lo mismo se lee en la terminal con `trata explain CÓDIGO`.",
        "wrong": "Mal:",
        "right": "Bien:",
        "stands": "Si está bien como está, diga por qué en la línea de la clave:",
        "why-stands": "por qué puede quedar así",
        "formats": "Formatos de archivo",
        "formats-text": "Los dos formatos son YAML. Las claves van en inglés; los textos, en la lengua del país. "
        "Un editor los completa y revisa con `trata schema assessment`.",
        "assessment": "Una autoevaluación: `trata/assessment/1`",
        "plan": "Un plan: `trata/plan/1`",
        "key": "clave",
        "holds": "contiene",
        "means": "qué es",
        "required": "obligatoria",
        "text": "texto",
        "number": "número",
        "yes-no": "sí o no",
        "date": "fecha",
        "list": "lista de {}",
        "by-name": "por nombre: {}",
        "or": " o ",
        "library": "Llamadas de Python",
        "library-text": "Para un cuaderno o un script. Los textos que siguen son los del código, en inglés.",
    },
    "en": {
        "made": "*This page is made from the program itself.*",
        "commands": "Commands",
        "commands-text": "The help that `trata COMMAND --help` gives. All of them take `--lang`. "
        "Exit codes: 0 no error, 1 at least one error in a file, 2 wrong use, 3 a bug, "
        "130 interrupted (answers are kept).",
        "problems": "Problem codes",
        "problems-text": "What `trata validate` can find. An *error* stops the report; a *warning* asks for a second "
        "look. On the terminal `trata explain CODE` says the same.",
        "wrong": "Wrong:",
        "right": "Right:",
        "stands": "If it may stand as it is, say why, on the line of the key:",
        "why-stands": "why it may stand",
        "formats": "File formats",
        "formats-text": "Both formats are YAML. Keys are English; texts are in the country's language. "
        "An editor completes and checks them by `trata schema assessment`.",
        "assessment": "An assessment: `trata/assessment/1`",
        "plan": "A plan: `trata/plan/1`",
        "key": "key",
        "holds": "holds",
        "means": "what it is",
        "required": "required",
        "text": "text",
        "number": "number",
        "yes-no": "yes or no",
        "date": "date",
        "list": "list of {}",
        "by-name": "by name: {}",
        "or": " or ",
        "library": "Calls from Python",
        "library-text": "For a notebook or a script. The texts below are those of the code.",
    },
}


def documents() -> dict[str, str]:
    """Every generated page by its path in `docs/`."""
    before, found = i18n.language(), {}
    for language in LANGUAGES:
        i18n.activate(language)
        words = _WORDS[language]
        pages = {
            "commands": _helps(language),
            "problems": _problems(words),
            "formats": _formats(words),
            "library": _library(),
        }
        for name, body in pages.items():
            head = f"# {words[name]}\n\n{words[f'{name}-text']}\n\n{words['made']}\n\n"
            found[f"{language}/reference/{name}.md"] = head + body.strip() + "\n"
    i18n.activate(before)
    return found


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(_NO_TEXT.sub(r"\\\g<0>", text).split())


def _code(text: str) -> str:
    """A text as code in a table's cell: between backticks no sign for `|` suits GitHub and Python-Markdown both."""
    return f"<code>{_plain(text)}</code>"


def _block(text: str, language: str = "yaml") -> str:
    return f"```{language}\n{text.strip()}\n```\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *rows))


# Commands


def _helps(language: str) -> str:
    """The helps in a language; in a process of its own, because they freeze when the commands are declared."""
    code = "import sys; from tools.handbook import helps; sys.stdout.buffer.write(helps().encode())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=DOCS.parent,
        env={**os.environ, "TRATA_LANG": language},
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.decode()


class _Page:
    """What Typer writes a help into: here it becomes Markdown."""

    width = _WIDE

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.title = ""

    def write_usage(self, program: str, arguments: str, prefix: str = "") -> None:  # noqa: ARG002 - Typer's signature
        self.parts.append(_block(f"{program} {arguments}", "text"))

    def write_text(self, text: str) -> None:
        self.parts.append(f"{_plain(text)}\n")

    def write_paragraph(self) -> None:
        """Nothing: every part is one."""

    @contextmanager
    def indentation(self) -> Iterator[None]:
        yield

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        self.title = name
        yield

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        head = (self.title, _WORDS[i18n.language()]["means"])
        self.parts.append(_table(head, [(_code(name), _plain(text)) for name, text in rows]))


def helps() -> str:
    """Every command's help as Markdown, in the language that this process was started for."""
    from trata_cli.cli import app

    return "\n".join(_help_of(typer.main.get_command(app), "trata", None))


def _help_of(command: Any, name: str, parent: Any) -> Iterator[str]:
    context = typer.Context(command, info_name=name, parent=parent)
    page = _Page()
    command.format_help(context, page)
    yield f"## {context.command_path}\n"
    yield from page.parts
    for each in getattr(command, "commands", {}).values():
        yield from _help_of(each, each.name, context)


# Problem codes


def _problems(words: dict[str, str]) -> str:
    parts: list[str] = []
    for title, rules in SUBJECTS.items():
        parts.append(f"## {_(title)}\n")
        for rule in rules:
            parts += _rule(rule, words)
    return "\n".join(parts)


def _rule(rule: Rule, words: dict[str, str]) -> Iterator[str]:
    yield f"### {rule.code}\n"
    yield f"*{_(rule.severity)}* · {_plain(_(rule.what))}\n"
    yield f"{_plain(_(rule.why))}\n"
    for title, example in ((words["wrong"], rule.wrong), (words["right"], rule.right)):
        yield f"{title}\n"
        yield f"> {_plain(_(example))}\n" if rule.code in EXAMPLES_IN_WORDS else _block(example)
    if rule.hint:
        yield f"→ {_plain(_(rule.hint).format_map(defaultdict(lambda: '…')))}\n"
    if rule.code in MAY_STAND:
        yield f"{words['stands']} `# trata: ignore={rule.code} {words['why-stands']}`\n"


# Formats


def _formats(words: dict[str, str]) -> str:
    parts: list[str] = []
    for name, text in (("assessment", assessment_schema([])), ("plan", plan_schema())):
        schema = json.loads(text)
        parts += [f"## {words[name]}\n", f"{_plain(schema['description'])}\n", _section(schema, words)]
        for part, each in schema["$defs"].items():
            parts += [f"### {part}\n", _section(each, words)]
    return "\n".join(parts)


def _section(schema: Any, words: dict[str, str]) -> str:
    head = [words["key"], words["holds"], words["means"]]
    required = schema.get("required", ())
    rows = []
    for key, each in schema["properties"].items():
        must = f" ({words['required']})" if key in required else ""
        rows.append([f"`{key}`{must}", _holds(each, words), _plain(each["description"])])
    return _table(head, rows)


def _holds(each: Any, words: dict[str, str]) -> str:
    """What a value may be, in words."""
    if "const" in each or "enum" in each:
        allowed = each.get("enum", [each.get("const")])
        return ", ".join(f"`{value}`" for value in allowed if value is not None)
    if "$ref" in each:
        part = each["$ref"].rpartition("/")[2]
        return f"[{part}](#{part.lower()})"
    if "items" in each:
        return words["list"].format(_holds(each["items"], words))
    if isinstance(each.get("additionalProperties"), dict):
        return words["by-name"].format(_holds(each["additionalProperties"], words))
    return _kind(each, words)


def _kind(each: Any, words: dict[str, str]) -> str:
    types = each["type"]
    named = [types] if isinstance(types, str) else types
    if each.get("then", {}).get("format") == "date":
        return words["date"]
    if "string" in named:  # a text takes a plain scalar as it is written
        return words["number"] + words["or"] + words["text"] if "integer" in named else words["text"]
    return words["yes-no"] if "boolean" in named else words["number"]


# Calls


def _library() -> str:
    parts = [inspect.getdoc(trata_cli) or "", ""]
    calls = [getattr(trata_cli, name) for name in trata_cli.__all__]
    functions = [each for each in calls if inspect.isfunction(each)]
    classes = [each for each in calls if inspect.isclass(each)]
    for function in functions:
        parts += [f"## {function.__name__}\n", _block(_signature(function), "python"), f"{inspect.getdoc(function)}\n"]
    for each in (*classes, Totals, Comparison, Move):
        parts += [f"## {each.__name__}\n", f"{inspect.getdoc(each)}\n", *_members(each)]
    return "\n".join(parts)


def _signature(function: Any) -> str:
    return f"{function.__name__}{inspect.signature(function)}".replace("'", "")


def _members(each: Any) -> Iterator[str]:
    """What a value has: fields, and properties with what they say of themselves."""
    fields = [*each.__annotations__] if is_dataclass(each) or hasattr(each, "_fields") else []
    properties = {name: value for name, value in vars(each).items() if isinstance(value, property)}
    rows = [f"- `{name}`: {_plain(inspect.getdoc(value) or '')}" for name, value in properties.items()]
    if fields:
        yield f"- {', '.join(f'`{name}`' for name in fields)}"
    yield from rows
    yield ""


def main() -> int:
    """Write them all."""
    for name, text in documents().items():
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_bytes(text.encode())
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
