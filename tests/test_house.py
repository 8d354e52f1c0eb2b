"""Which room may know which: read from the syntax tree, so that no import can hide in a function."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

PACKAGE = ROOT / "src" / "trata_cli"
EVERYWHERE = {"i18n", "resources", "__version__"}
ROOMS = {
    "model": {"model"},
    "method": {"method", "model", "i18n"},
    "files": {"files", "method", "model"} | EVERYWHERE,
    "views": {"views", "method", "model"} | EVERYWHERE,
    "commands": {"commands", "views", "files", "method", "model"} | EVERYWHERE,
    "cli": {"cli", "cli_data", "cli_form", "cli_migrate", "cli_parts", "cli_plan", "help", "options", "commands"}
    | EVERYWHERE,
    "cli_form": {"help", "options", "commands"} | EVERYWHERE,
    "cli_migrate": {"options", "commands"} | EVERYWHERE,
    "cli_parts": {"options", "commands"} | EVERYWHERE,
    "cli_plan": {"help", "options", "commands"} | EVERYWHERE,
    "cli_data": {"options", "commands"} | EVERYWHERE,
    "help": EVERYWHERE,
    "options": EVERYWHERE,
    "__main__": {"cli"},
    "__init__": {"views", "files", "method", "model"} | EVERYWHERE,
    "i18n": set(),
    "resources": set(),
}
LIBRARIES = {
    "model": {"pydantic", "pydantic_core"},
    "method": {"stdnum"},
    "files": {"yaml"},
    "files/sheets/reading.py": {"openpyxl"},
    "files/sheets/writing.py": {"xlsxwriter"},
    "views": {"jinja2", "markupsafe", "rich"},
    "views/docx.py": {"docx"},
    "cli": {"typer"},
    "cli_parts": {"typer"},
    "cli_form": {"typer"},
    "cli_migrate": {"typer"},
    "cli_plan": {"typer"},
    "cli_data": {"typer"},
    "help": {"typer"},
    "options": {"typer"},
}
"""By room; a library that is an extra, by the one module that may know it."""
PURE = {"open", "print", "input", "exit", "breakpoint"}
IMPURE_MODULES = {"os", "sys", "pathlib", "time", "subprocess", "socket", "tempfile", "shutil", "random"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_room_knows_only_what_it_may(path: Path) -> None:
    room = room_of(path)
    for name in imports(path):
        top, *rest = name.split(".")
        if top == "trata_cli":
            assert rest[0] in ROOMS[room], f"{room} imports {name}"
        elif top not in sys.stdlib_module_names:
            own = LIBRARIES.get(path.relative_to(PACKAGE).as_posix(), set())
            assert top in LIBRARIES.get(room, set()) | own, f"{room} imports {name}"


@pytest.mark.parametrize(
    "path", [p for p in modules() if room_of(p) in ("model", "method")], ids=lambda path: path.stem
)
def test_the_core_is_pure(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & IMPURE_MODULES
    called = {
        n.func.id
        for n in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert not called & PURE


def test_help_loads_no_library_but_typers_own() -> None:
    code = (
        "import sys, typer; before = set(sys.modules); from trata_cli.cli import main; main(['--help']);"
        "print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"yaml", "jinja2", "rich", "pydantic", "markupsafe", "docx"} & set(done.stderr.split())


def test_modules_are_short() -> None:
    assert not [path for path in modules() if len(path.read_text("utf-8").splitlines()) > 500]
