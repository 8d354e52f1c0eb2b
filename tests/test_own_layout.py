"""`trata template export`, and reports through what it wrote."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tools import templates

from tests.golden_documents import GARDEN_FOLDER
from tests.support import GARDEN_FILE, NAMES, ROOT, trata
from trata_cli.views.rendering import layout_files
from trata_cli.views.report import ReportView

MANIFEST = re.compile(r"\n\n<!-- trata-manifest .+ -->\n\Z")


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A folder with this year's garden, and the layout in `own`."""
    folder = shutil.copytree(GARDEN_FOLDER, tmp_path / "garden")
    done = trata("template", "export", "own", "--quiet", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Templates: own\n", "")
    return folder


def report(folder: Path, *options: str) -> tuple[int, str, str]:
    done = trata("report", "XPE-2026.yaml", "--plan", GARDEN_FILE, *options, cwd=folder)
    return done.returncode, done.stdout, done.stderr


def test_what_is_written_is_what_is_shipped(exported: Path) -> None:
    found = {path.name: path.read_bytes() for path in (exported / "own").iterdir()}
    shipped = [*layout_files("html"), *layout_files("md"), ROOT / "docs" / "templates.md"]

    assert found.keys() == {"README.md", *(path.name for path in shipped)}
    assert {path.name: path.read_bytes() for path in shipped}.items() <= found.items()


def test_a_layout_is_its_template_what_that_names_and_its_styles(tmp_path: Path) -> None:
    text = """{% include 'part.j2' %}{%- from "report.md.j2" import x %}{% include name %}{% include "none.j2" %}"""
    (tmp_path / "own.j2").write_text(text, "utf-8")
    (tmp_path / "part.j2").write_text('{% include "own.j2" %}{% include "part.j2" %}', "utf-8")
    shipped = ROOT / "templates"

    found = layout_files("html", tmp_path / "own.j2")
    assert found[:3] == (tmp_path / "own.j2", tmp_path / "part.j2", shipped / "report.md.j2")
    assert shipped / "report.css" in found
    assert layout_files("md") == (shipped / "report.md.j2", shipped / "change.md.j2")


def test_the_readme_says_how(tmp_path: Path) -> None:
    trata("template", "export", "own", cwd=tmp_path, TRATA_LANG="en")
    text = (tmp_path / "own" / "README.md").read_text("utf-8")

    assert text.startswith("# A layout of your own for trata reports\n\n")
    assert "    trata report assessments/XPE-2026.yaml --template report.html.j2 -o informe.html\n" in text
    assert {*re.findall(r"`([\w.]+)`", text), "README.md"} == {path.name for path in (tmp_path / "own").iterdir()}


def test_what_to_do_next_is_said(tmp_path: Path) -> None:
    done = trata("template", "export", "deep/own", cwd=tmp_path)
    template = Path("deep", "own", "report.html.j2")

    assert (done.returncode, done.stdout) == (0, "Templates: deep/own\n")
    assert done.stderr == (
        f"Change them, and then: trata report assessments/XPE-2026.yaml --template {template} -o own.html\n"
    )


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()

    assert trata("template", "export", "own", cwd=tmp_path).returncode == 0


def test_nothing_is_overwritten(exported: Path) -> None:
    (exported / "own" / "report.css").write_text("mine", "utf-8")
    done = trata("template", "export", "own", cwd=exported)

    text = "trata: own is not empty, and nothing in it is overwritten: name a new folder.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", text)
    assert (exported / "own" / "report.css").read_text("utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("", "utf-8")
    done = trata("template", "export", "own", cwd=tmp_path)

    text = "trata: The folder own can't be made: a file of that name is already there.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", text)


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_exported_layout_is_the_shipped_one(exported: Path, form: str) -> None:
    own = report(exported, "--template", f"own/report.{form}.j2")
    shipped = report(exported, "--format", form)

    assert own[::2] == shipped[::2] == (0, NAMES)
    assert MANIFEST.sub("", own[1]) == MANIFEST.sub("", shipped[1])
    assert '"layout":"own"' in own[1]


def test_styles_beside_a_template_are_its_own(exported: Path) -> None:
    (exported / "own" / "report.css").write_text("p { color: teal }", "utf-8")
    code, page, _said = report(exported, "--template", "own/report.html.j2")

    assert code == 0
    assert "<style>\np { color: teal }" in page


def test_the_name_of_the_output_comes_before_that_of_the_template(exported: Path) -> None:
    assert report(exported, "--template", "own/report.html.j2", "-o", "out.md")[0] == 0
    assert '"format":"md"' in (exported / "out.md").read_text("utf-8")


BROKEN = {
    "an unknown name": ("{{ view.whole.sentence }}", "{{ view.whole.sentense }}"),
    "a slip of syntax": ("{{ view.whole.sentence }}", "{{ view.whole.sentence }"),
    "an unknown filter": ("{{ view.whole.sentence }}", "{{ view.whole.sentence | loud }}"),
    "Python's insides": ("{{ view.whole.sentence }}", "{{ ''.__class__.__mro__ }}"),
    "a range that is too long": ("{{ view.whole.sentence }}", "{% for i in range(10 ** 12) %}x{% endfor %}"),
    "ranges inside of ranges": (
        "{{ view.whole.sentence }}",
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
    ),
    "a macro without an end": ("{{ view.whole.sentence }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=list(BROKEN))
@pytest.mark.parametrize("form", ["html", "md"])
def test_a_broken_template_is_named_with_its_line(exported: Path, form: str, old: str, new: str) -> None:
    path = exported / "own" / f"report.{form}.j2"
    text = path.read_text("utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    code, out, err = report(exported, "--template", str(path))

    assert (code, out) == (2, "")
    assert err.startswith(f"trata: report.{form}.j2:{line}: the template does not work: ")


def test_a_report_without_an_end_is_stopped_at_its_line(exported: Path) -> None:
    path = exported / "own" / "long.md.j2"
    text = "\n{% set x %}{{ 'x' * 1000000 }}{% endset %}\n{% for i in range(1000) %}\n{{ x }}\n{% endfor %}\n"
    path.write_text(text, "utf-8")

    text = "trata: long.md.j2:4: the template does not work: the report would be longer than any may be\n"
    assert report(exported, "--template", str(path)) == (2, "", text)


def test_the_page_on_templates_is_fresh() -> None:
    assert templates.FILE.read_text("utf-8") == templates.document()


def test_the_short_template_of_the_page_works(exported: Path) -> None:
    (example,) = re.findall(r"```jinja\n(.+?)```", templates.document(), flags=re.DOTALL)
    (exported / "short.md.j2").write_text(example, "utf-8")
    code, text, _said = report(exported, "--template", "short.md.j2", "--lang", "es")

    assert code == 0
    assert text.startswith("# País Ejemplo 2026\n")


def test_the_page_knows_every_field_of_the_view() -> None:
    section = templates.document().split("### ReportView")[1].split("###")[0]
    fields = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)

    assert fields == list(ReportView.__dataclass_fields__)
