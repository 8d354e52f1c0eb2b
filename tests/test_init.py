"""`trata init` from outside: the new file, what it never does, its exit codes."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from tests.support import GARDEN_FILE, ROOT, trata

SCHEMA = "schemas/assessment.en.json"
LINE = f"# yaml-language-server: $schema={SCHEMA}\n"
HEAD = "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\n"
REST = "status: draft\nanswers: {}\n"
BEGIN = LINE + HEAD
PLAIN = BEGIN + REST


def says(path: str, *plan: str) -> str:
    return f"New file: {path}. Go on with: {shlex.join(['trata', 'assess', path, *plan])}\n"


def part(institution: str, *ids: str) -> str:
    listed = "".join(f"    - {id_}\n" for id_ in ids)
    return f"{BEGIN}status: draft\npart:\n  institution: {institution}\n  ids:\n{listed}answers: {{}}\n"


def test_the_usual_place(tmp_path: Path) -> None:
    done = trata("init", "xpe", "2026", cwd=tmp_path)
    path = tmp_path / "assessments" / "XPE-2026.yaml"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", says("assessments/XPE-2026.yaml"))
    assert path.read_bytes() == PLAIN.encode()
    checked = trata("validate", cwd=tmp_path)
    assert checked.returncode == 0
    assert "0 errors, 0 warnings" in checked.stdout


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "assessments" / "XPE-2026.yaml"
    path.parent.mkdir()
    path.write_text("mine\n", encoding="utf-8")
    done = trata("init", "XPE", "2026", cwd=tmp_path)
    name = "assessments/XPE-2026.yaml"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"trata: {name} is there already. Go on with: trata assess {name}\n"
    assert path.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize("there", ["folder", "link"])
def test_nor_a_folder_or_a_link_to_nothing(tmp_path: Path, there: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nothing")
    assert trata("init", "XPE", "2026", "-o", there, cwd=tmp_path).returncode == 2
    assert sorted(os.listdir(tmp_path)) == ["folder", "link"]  # noqa: PTH208 - the names


@pytest.mark.parametrize("name", ["mío.yaml", "uno/dos/tres.yaml", "a b.yaml"])
def test_a_file_of_ones_own_name(tmp_path: Path, name: str) -> None:
    done = trata("init", "XPE", "2026", "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, says(name))
    assert (tmp_path / name).read_bytes() == PLAIN.encode()


def test_to_standard_output(tmp_path: Path) -> None:
    done = trata("init", "XPE", "2026", "-o", "-", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, HEAD + REST, "")
    assert not list(tmp_path.iterdir())
    assert trata("validate", "-", cwd=tmp_path, typed=done.stdout).returncode == 0


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Mesa Interinstitucional contra la Trata", "Mesa Interinstitucional contra la Trata"),
        ("Mesa: «x» # y", "'Mesa: «x» # y'"),
        ("'Mesa'", "'''Mesa'''"),
        ("- 12", "'- 12'"),
        ("2026", "'2026'"),
        ("yes", "'yes'"),
        (" Mesa\n de\ttodos\x1b ", "Mesa de todos"),
        ("日本 👩🏽‍⚖️", "日本 👩🏽‍⚖️"),
    ],
)
def test_institutions_of_all_spellings(tmp_path: Path, typed: str, written: str) -> None:
    assert trata("init", "XPE", "2026", f"--institution={typed}", "-o", "XPE-2026.yaml", cwd=tmp_path).returncode == 0
    text = (tmp_path / "XPE-2026.yaml").read_text("utf-8")
    assert text == f"{BEGIN}institution: {written}\nstatus: draft\nanswers: {{}}\n"
    assert trata("validate", "XPE-2026.yaml", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["PRYX", "2026"],
        ["P1Y", "2026"],
        ["ÑÑÑ", "2026"],
        ["", "2026"],
        ["XPE", "26"],
        ["XPE", "1899"],
        ["XPE", "3000"],
        ["XPE", "٢٠٢٦"],
        ["XPE", "2026.0"],
        ["XPE"],
        [],
        ["XPE", "2026", "more"],
        ["XPE", "2026", "--institution", " \x1b"],
        ["XPE", "2026", "--part", ""],
        ["XPE", "2026", "-o", "file/new.yaml"],
        ["XPE", "2026", "-o", "x" * 300],
        ["XPE", "2026", "--plan", "no.yaml"],
    ],
)
def test_what_was_typed_is_refused_with_2(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = trata("init", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("trata: ")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_plan_that_does_not_hold_together_is_refused_with_1(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("format: trata/plan/1\n", encoding="utf-8")
    done = trata("init", "XPE", "2026", "--plan", "plan.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "plan.yaml:1:1: error missing-field" in done.stderr


def test_another_plan(tmp_path: Path) -> None:
    plan = ["--plan", str(GARDEN_FILE)]
    done = trata("init", "XPE", "2026", "--part", "Escuela 4", *plan, cwd=tmp_path)
    name = "assessments/XPE-2026.escuela-4.yaml"
    assert (done.returncode, done.stderr) == (0, says(name, *plan))
    expected = part("Escuela 4", "suelo", "agua").replace("oea-trata", "huerto")
    assert (tmp_path / name).read_text("utf-8") == expected
    assert trata("validate", *plan, cwd=tmp_path).returncode == 0


def test_a_part_without_a_whole_has_all(tmp_path: Path) -> None:
    done = trata("init", "XPE", "2026", "--part", "Ministerio de Educación y Niñez", cwd=tmp_path)
    name = "assessments/XPE-2026.ministerio-de-educacion-y-ninez.yaml"
    assert (done.returncode, done.stderr) == (0, says(name))
    text = (tmp_path / name).read_text("utf-8")
    assert text == part("Ministerio de Educación y Niñez", "prevencion", "represion", "atencion")
    assert trata("validate", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("institution", "ids"),
    [
        ("Ministerio de Justicia", ["represion", "D35a"]),
        ("Otra", ["prevencion", "represion", "atencion"]),
        ("Nadie", ["prevencion", "represion", "atencion"]),
    ],
)
def test_a_part_takes_its_ids_from_the_whole_beside_it(tmp_path: Path, institution: str, ids: list[str]) -> None:
    whole = tmp_path / "XPE-2026.yaml"
    assignments = "assignments:\n  Ministerio de Justicia: [represion, D35a]\n  Nadie: []\n"
    whole.write_text(BEGIN + "status: draft\n" + assignments + "answers: {}\n", encoding="utf-8")
    out = ["-o", "part.yaml"]
    assert trata("init", "XPE", "2026", "--part", institution, *out, cwd=tmp_path).returncode == 0
    assert (tmp_path / "part.yaml").read_text("utf-8") == part(institution, *ids)


def test_a_whole_that_does_not_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "XPE-2026.yaml").write_bytes(b"\xff")
    (tmp_path / "XPE-2027.yaml").mkdir()
    for year in ("2026", "2027"):
        done = trata("init", "XPE", year, "--part", "M", "-o", f"{year}.yaml", cwd=tmp_path)
        assert done.returncode == 0
        assert "    - prevencion\n" in (tmp_path / f"{year}.yaml").read_text("utf-8")


def test_a_part_to_standard_output_looks_in_the_usual_place(tmp_path: Path) -> None:
    whole = tmp_path / "assessments" / "XPE-2026.yaml"
    whole.parent.mkdir()
    whole.write_text(BEGIN + "status: draft\nassignments: {M: [D31]}\nanswers: {}\n", encoding="utf-8")
    done = trata("init", "XPE", "2026", "--part", "M", "-o", "-", cwd=tmp_path)
    assert done.stdout == part("M", "D31").removeprefix(LINE)


def test_a_part_and_who_answers_it(tmp_path: Path) -> None:
    assert trata("init", "XPE", "2026", "--part", "M", "--institution", "Mesa", cwd=tmp_path).returncode == 0
    text = (tmp_path / "assessments" / "XPE-2026.m.yaml").read_text("utf-8")
    assert "institution: Mesa\nstatus: draft\npart:\n  institution: M\n" in text


def test_quiet_says_nothing_and_the_language_is_chosen(tmp_path: Path) -> None:
    done = trata("init", "XPE", "2026", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = trata("init", "XPE", "2027", "--lang", "es", cwd=tmp_path)
    assert done.stderr.startswith("Archivo nuevo: ")


def test_the_first_answer_goes_into_a_new_file(tmp_path: Path) -> None:
    assert trata("init", "XPE", "2026", "-o", "XPE-2026.yaml", cwd=tmp_path).returncode == 0
    assert trata("set", "XPE-2026.yaml", "2a", "--level", "0", cwd=tmp_path).returncode == 0
    assert (
        (tmp_path / "XPE-2026.yaml")
        .read_text("utf-8")
        .startswith(BEGIN + "status: draft\nanswers:\n  D02a:\n    level: 0\n")
    )


# The line for editors.


def line(path: str) -> str:
    return f"# yaml-language-server: $schema={path}\n"


def test_the_schema_of_the_checkout_is_named(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / SCHEMA).write_text("mine\n", encoding="utf-8")
    for name, way in (("a.yaml", ""), ("assessments/b.yaml", "../"), ("uno/dos/c.yaml", "../../")):
        assert trata("init", "XPE", "2026", "-o", name, cwd=tmp_path).returncode == 0
        assert (tmp_path / name).read_text("utf-8") == line(way + SCHEMA) + HEAD + REST
    assert [*tmp_path.rglob("*.json")] == [tmp_path / SCHEMA]
    assert (tmp_path / SCHEMA).read_text("utf-8") == "mine\n"


def test_the_nearest_one_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "uno"):
        (folder / "schemas").mkdir(parents=True)
        (folder / SCHEMA).write_text("{}\n", encoding="utf-8")
    assert trata("init", "XPE", "2026", "-o", "../uno/dos/a.yaml", cwd=tmp_path / "uno").returncode == 0
    assert (tmp_path / "uno" / "dos" / "a.yaml").read_text("utf-8").startswith(line(f"../{SCHEMA}"))


def test_where_there_is_none_a_copy_is_laid_beside_the_file(tmp_path: Path) -> None:
    assert trata("init", "XPE", "2026", "--lang", "es", cwd=tmp_path).returncode == 0
    folder = tmp_path / "assessments"
    assert (folder / "XPE-2026.yaml").read_text("utf-8") == line("schemas/assessment.es.json") + HEAD + REST
    laid = folder / "schemas" / "assessment.es.json"
    assert laid.read_bytes() == (ROOT / "schemas" / "assessment.es.json").read_bytes()
    assert trata("init", "XPE", "2027", "--lang", "es", cwd=tmp_path).returncode == 0
    assert [*tmp_path.rglob("*.json")] == [laid]


@pytest.mark.parametrize("there", ["folder", "link"])
def test_what_is_there_already_is_never_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / "schemas").mkdir()
    if there == "folder":
        (tmp_path / SCHEMA).mkdir()
    else:
        (tmp_path / SCHEMA).symlink_to("nothing.json")
    assert trata("init", "XPE", "2026", "-o", "a.yaml", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.yaml").read_text("utf-8") == PLAIN
    assert [path.name for path in (tmp_path / "schemas").iterdir()] == ["assessment.en.json"]


def test_a_schema_that_cant_be_laid_is_said(tmp_path: Path) -> None:
    (tmp_path / "schemas").write_text("mine\n", encoding="utf-8")
    done = trata("init", "XPE", "2026", "-o", "a.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "trata: The folder schemas can't be made.\n")
    assert (tmp_path / "a.yaml").read_text("utf-8") == PLAIN
    assert (tmp_path / "schemas").read_text("utf-8") == "mine\n"


def test_a_folder_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    (tmp_path / SCHEMA).write_text("{}\n", encoding="utf-8")
    (tmp_path / "here").symlink_to(tmp_path / "far" / "away")
    assert trata("init", "XPE", "2026", "-o", "here/a.yaml", cwd=tmp_path).returncode == 0
    assert (tmp_path / "here" / "a.yaml").read_text("utf-8").startswith(line(f"../{SCHEMA}"))
    assert [*tmp_path.rglob("*.json")] == [tmp_path / SCHEMA]
