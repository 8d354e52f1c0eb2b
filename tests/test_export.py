"""`trata export`: whole tables, who may see what, what a spreadsheet would run, a folder that is whole or not there."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report_samples import garden
from tests.support import GARDEN, GARDEN_FILE, NAMES, PLAN, ROOT, trata
from tests.test_public import FULL, KEY, PUBLIC, leaves, marks_of
from tests.test_synthesis import FILES, folder, text
from trata_cli import i18n
from trata_cli.files import many
from trata_cli.files.folders import foreign, replaced
from trata_cli.files.many import spread
from trata_cli.files.plans import Shelf
from trata_cli.model.assessment import Audience
from trata_cli.views.tables import TABLES, codebook, datapackage
from trata_cli.views.tidy import OBS_STATUS, escaped, file_name, header, lines, rows

WITH_PLAN = ("--plan", GARDEN_FILE)
OURS = {"answers.csv", "evidence.csv", "statements.csv", "totals.csv", "datapackage.json", "codebook.md"}
FULLEST = text(
    "XPA",
    2026,
    """
  S-1:
    level: 2
    note: "=1+1"
    internal_note: Interna
    evidence:
      - {title: Cuaderno, type: internal-document, date: 2026-03, covers: [2025, 2026], issuer: Escuela, reference: C 3}
      - {title: Lista, type: statement, audience: internal, file: a.txt}
      - {title: Visita, type: third-party, url: "https://visita.example/"}
    answered: 2026-11-20
    wording: w-93121b48
    target: {level: 2, by: 2027-12, lead: Consejo, action: "-Seguir"}
  S-2: {level: not-applicable, reason: No cierra.}
  R2b: {level: no-information, reason: Se perdió.}
  agua_uno:
    statements:
      - {by: Salud, role: institution, level: 1, note: Sí}
      - {by: Agua, role: institution, level: 0, reason: No}
      - by: Escuela Técnica
        role: reviewer
        level: no-information
        reason: No se vio.
        internal_note: Volver
        date: 2026-10
        evidence: [{title: Acta, type: official-act}]
""",
    "country_name: País Ejemplo\n",
)
HEAD = "huerto/XPA-2026,huerto,1,XPA,País Ejemplo,2026,,draft,0"


NOT_EXPORTED = {"institution", "assignments", "final"}
"""What no table has: it is of a file and not of an answer."""


def written(at: Path, name: str = "out") -> set[str]:
    return {path.name for path in (at / name).iterdir()}


def table(at: Path, name: str) -> list[dict[str, str]]:
    with (at / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exported(at: Path, *options: str | Path) -> tuple[int, str]:
    """The exit code and what was said; nothing goes to standard output."""
    done = trata("export", "in", "-o", "out", *WITH_PLAN, *options, cwd=at)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.fixture
def full(tmp_path: Path) -> Path:
    at = folder(tmp_path, {"XPA-2026.yaml": FULLEST})
    (at / "in" / "a.txt").write_text("", "utf-8")
    return at


def test_what_is_public(full: Path) -> None:
    code, said = exported(full)
    assert (code, said) == (0, f"1 file, in the tables of out\n{NAMES}")
    assert written(full) == OURS
    assert (full / "out" / "answers.csv").read_text("utf-8") == (
        "file,plan,version,country,country_name,year,part,status,errors,pillar,directive,indicator,level,state,"
        "obs_status,fulfilled,reason,note,decided,target_level,target_by,target_lead,target_action\n"
        f"{HEAD},suelo,1,S-1,2,level,A,1,,'=1+1,,2,2027-12,Consejo,'-Seguir\n"
        f"{HEAD},suelo,1,S-2,,not-applicable,M,,No cierra.,,,,,,\n"
        f"{HEAD},suelo,2,R2b,,no-information,L,,Se perdió.,,,,,,\n"
        f"{HEAD},agua,3,agua_uno,,undecided,O,,,,,,,,\n"
        f"{HEAD},agua,3,agua_dos,,unanswered,O,,,,,,,,\n"
        f"{HEAD},agua,4,V-2026-x,,unanswered,O,,,,,,,,\n"
    )
    assert (full / "out" / "evidence.csv").read_text("utf-8") == (
        "file,plan,version,country,country_name,year,part,status,errors,indicator,statement,number,title,type,date,"
        "covers,issuer,url,reference\n"
        f"{HEAD},S-1,0,1,Cuaderno,internal-document,2026-03,2025;2026,Escuela,,C 3\n"
        f"{HEAD},S-1,0,2,Visita,third-party,,,,https://visita.example/,\n"
        f"{HEAD},agua_uno,1,1,Acta,official-act,,,,,\n"
    )
    assert (full / "out" / "statements.csv").read_text("utf-8") == (
        "file,plan,version,country,country_name,year,part,status,errors,indicator,number,by,role,level,state,reason,"
        "note,date,target_level,target_by,target_lead,target_action\n"
        f"{HEAD},agua_uno,1,Escuela Técnica,reviewer,,no-information,No se vio.,,2026-10,,,,\n"
    )
    assert (full / "out" / "totals.csv").read_text("utf-8") == (
        "file,plan,version,country,country_name,year,part,status,errors,pillar,indicators,applicable,answered,"
        "fulfilled,open,fulfilled_low,fulfilled_high,not_applicable,no_information,unanswered,undecided\n"
        f"{HEAD},*,6,5,1,1,4,1,5,1,1,2,1\n"
        f"{HEAD},suelo,3,2,1,1,1,1,2,1,1,0,0\n"
        f"{HEAD},agua,3,3,0,0,3,0,3,0,0,2,1\n"
    )


def test_what_is_internal_comes_behind_it(full: Path) -> None:
    exported(full)
    public = {each.name: header(each, "public").rstrip("\n") for each in TABLES}
    code, _ = exported(full, "--audience", "internal", "--raw")
    assert code == 0
    assert {name: table_header(full, name) for name in public} == {
        "answers": public["answers"] + ",internal_note,answered,wording",
        "evidence": public["evidence"] + ",audience,path,sha256",
        "statements": public["statements"] + ",internal_note,decided,wording",
        "totals": public["totals"],
    }
    first = table(full, "answers")[0]
    assert (first["internal_note"], first["answered"], first["wording"]) == ("Interna", "2026-11-20", "w-93121b48")
    assert first["note"] == "=1+1", "as it is"
    assert [
        (each["indicator"], each["statement"], each["number"], each["title"]) for each in table(full, "evidence")
    ] == [
        ("S-1", "0", "1", "Cuaderno"),
        ("S-1", "0", "2", "Lista"),
        ("S-1", "0", "3", "Visita"),
        ("agua_uno", "3", "1", "Acta"),
    ]
    assert [(each["by"], each["role"], each["level"], each["state"]) for each in table(full, "statements")] == [
        ("Salud", "institution", "1", "level"),
        ("Agua", "institution", "0", "level"),
        ("Escuela Técnica", "reviewer", "", "no-information"),
    ]


def table_header(at: Path, name: str) -> str:
    return (at / "out" / f"{name}.csv").read_text("utf-8").split("\n", 1)[0]


def test_of_the_real_plan_a_whole_has_53_rows(tmp_path: Path) -> None:
    done = trata("export", ROOT / "tests" / "golden", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0
    found = table(tmp_path, "answers")
    assert [each["indicator"] for each in found] == [*PLAN.places] * 2
    assert len(PLAN.places) == 53


# A part, a file with errors, a file twice.


def test_a_part_has_rows_for_its_own_and_for_what_it_answers_besides(tmp_path: Path) -> None:
    answers = "{S-1: {level: 1}, agua_uno: {level: 0}}"
    part = text("XPA", 2026, answers, "part: {institution: Salud Pública, ids: [S-1, S-2]}\n")
    exported(folder(tmp_path, {"XPA-2026.salud-publica.yaml": part, "XPA-2026.yaml": text("XPA", 2026, "{}")}))
    own = [each for each in table(tmp_path, "answers") if each["part"]]
    counts = [each for each in table(tmp_path, "totals") if each["part"]]

    assert {each["file"] for each in own} == {"huerto/XPA-2026.salud-publica"}
    assert [(each["indicator"], each["state"]) for each in own] == [
        ("S-1", "level"),
        ("S-2", "unanswered"),
        ("agua_uno", "level"),
    ]
    assert [(each["pillar"], each["indicators"], each["fulfilled"]) for each in counts] == [
        ("*", "3", "1"),
        ("suelo", "2", "1"),
        ("agua", "1", "0"),
    ]


def test_a_part_without_ids_or_of_whole_pillars(tmp_path: Path) -> None:
    more = {
        "XPA-2026.a.yaml": text("XPA", 2026, "{}", "part: {institution: A}\n"),
        "XPA-2026.b.yaml": text("XPA", 2026, "{}", "part: {institution: B, ids: [agua]}\n"),
    }
    exported(folder(tmp_path, more))
    found = table(tmp_path, "answers")
    assert [each["indicator"] for each in found if each["part"] == "A"] == [*GARDEN.places]
    assert [each["indicator"] for each in found if each["part"] == "B"] == ["agua_uno", "agua_dos", "V-2026-x"]


def test_of_a_file_with_errors_what_reads(tmp_path: Path) -> None:
    given_ = {
        "XPA-2026.yaml": text("XPA", 2026, "{S-1: {level: two, note: Nota}, S-2: {level: 1}, S-9: {level: 1}}"),
        "XPB-2026.yaml": "a: [",
        "XPC-2026.yaml": text("XPC", 2026, "{S-1: {level: 1}}"),
    }
    code, said = exported(folder(tmp_path, given_))
    within = Path("in")
    found = [each for each in table(tmp_path, "answers") if each["country"] == "XPA"]

    assert code == 1
    assert said == (
        f"trata: 2 errors, 1 warning. See them with: trata validate {within / 'XPA-2026.yaml'}\n"
        f"trata: 1 error, 0 warnings. See them with: trata validate {within / 'XPB-2026.yaml'}\n"
        f"trata: {within / 'XPB-2026.yaml'} is left out: nothing of it can be read as an assessment.\n"
        f"2 files, in the tables of out\n{NAMES}"
    )
    assert {each["errors"] for each in found} == {"2"}
    assert [(each["indicator"], each["level"], each["state"], each["note"]) for each in found[:2]] == [
        ("S-1", "", "unanswered", "Nota"),
        ("S-2", "1", "level", ""),
    ]
    assert len(found) == len(GARDEN.places), "an indicator that the plan lacks has no row"


def test_of_two_files_of_one_year_the_first_counts(tmp_path: Path) -> None:
    again = {"copia.yaml": FILES["XPB-2026.yaml"].replace("level: 1", "level: 2")}
    code, said = exported(folder(tmp_path, FILES | again))
    within = Path("in")
    assert code == 1
    assert said.startswith(
        f"trata: {within / 'copia.yaml'} is left out: {within / 'XPB-2026.yaml'} has the same country, year, plan "
        "and institution.\n"
    )
    keys = [(each["file"], each["indicator"]) for each in table(tmp_path, "answers")]
    assert len(keys) == len(set(keys)) == 3 * len(GARDEN.places)


# Do no harm.


def test_a_text_with_personal_data_is_withheld_and_named(tmp_path: Path) -> None:
    given_ = text("XPA", 2026, "{S-1: {level: 1, note: Llamar al 0981 555 777, reason: Así}}")
    at = folder(tmp_path, {"XPA-2026.yaml": given_})
    code, said = exported(at)
    assert code == 1
    assert said.startswith("trata: 1 text is withheld until somebody decides about it:\n")
    assert table(at, "answers")[0]["note"] == "note withheld: to be reviewed"
    assert not [path for path in (at / "out").iterdir() if "555" in path.read_text("utf-8")]

    assert exported(at, "--audience", "internal")[0] == 0
    assert table(at, "answers")[0]["note"] == "Llamar al 0981 555 777"


def test_an_identity_document_is_withheld_although_it_is_an_error(tmp_path: Path) -> None:
    note = (ROOT / "tests" / "cases" / "personal-data-document.yaml").read_text("utf-8")
    (number,) = re.findall(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", note)[:1]
    at = folder(tmp_path, {"XPA-2026.yaml": text("XPA", 2026, f"{{S-1: {{level: 1, note: 'CPF {number}'}}}}")})
    code, _ = exported(at)
    assert code == 1
    assert table(at, "answers")[0]["note"] == "note withheld: to be reviewed"
    assert table(at, "answers")[0]["errors"] == "1"


def test_a_part_whose_institution_looks_like_personal_data_is_left_out(tmp_path: Path) -> None:
    part = text("XPA", 2026, "{}", "part: {institution: Escribir a a.b@c.example}\n")
    at = folder(tmp_path, FILES | {"XPA-2026.x.yaml": part})
    code, said = exported(at)
    assert code == 1
    assert "the name of its institution looks like personal data" in said
    assert not [path for path in (at / "out").iterdir() if "a.b" in path.read_text("utf-8")]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_every_field_goes_where_it_may(audience: Audience) -> None:
    """Each field of the format bears a mark of its own: see `tests.test_public`."""
    i18n.activate("en")
    plan = garden()
    made = rows(FULL, plan, 0, audience)
    out = "".join(lines(each, made[each.name], audience, raw=True) for each in TABLES)
    for path, kind, value in leaves(FULL):
        marks = marks_of(path, value)
        if path[0] in NOT_EXPORTED or path == ("part", "ids"):
            assert not any(mark in out for mark in marks), path
        elif marks and kind != KEY:
            may = kind == PUBLIC or audience == "internal"
            assert any(mark in out for mark in marks) == may, (path, kind)


# What a spreadsheet would run.


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("=1+1", "'=1+1"),
        ("+54 11", "'+54 11"),
        ("-1", "'-1"),
        ("@suma", "'@suma"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("'así'", "'así'"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("", ""),
    ],
)
def test_what_begins_as_a_formula(given_: str, wanted: str) -> None:
    assert escaped(given_) == wanted


@given(st.text(alphabet="'=+-@\t\n a", max_size=6))
def test_an_escaped_text_runs_nowhere_and_comes_back(found: str) -> None:
    text_ = escaped(found)
    assert text_[:1] not in tuple("=+-@\t\n")
    assert re.sub(r"^'('*[=+\-@\t\r\n])", r"\1", text_) == found


@pytest.mark.parametrize("raw", [True, False])
@given(note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back_from_its_cell(raw: bool, note: str) -> None:
    """But for line ends, which are LF."""
    answers = next(each for each in TABLES if each.name == "answers")
    text_ = lines(answers, [{"note": note, "level": -1}], "public", raw=raw)
    (cells,) = csv.reader(io.StringIO(text_, newline=""))
    names = [column.name for column in answers.shown("public")]
    found = dict(zip(names, cells, strict=True))
    plain = note.replace("\r\n", "\n").replace("\r", "\n")
    assert found["note"] == (plain if raw else escaped(plain))
    assert found["level"] == "-1", "a number is no formula"
    assert "\r" not in text_


# The description.


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_schema_and_codebook_have_every_column(audience: Audience, language: str) -> None:
    i18n.activate(language)
    package = json.loads(datapackage(audience, raw=False, version="1.2.3"))
    book = codebook([PLAN, GARDEN], audience, raw=False, version="1.2.3")
    columns = {each.name: header(each, audience).strip().split(",") for each in TABLES}

    assert {each["name"]: [f["name"] for f in each["schema"]["fields"]] for each in package["resources"]} == columns
    assert {each.name: [column.name for column in each.columns] for each in book.tables} == columns
    assert [(each.id, len(each.indicators)) for each in book.plans] == [("huerto", 6), ("oea-trata", 53)]
    assert package["trata"] == {
        "version": 1,
        "audience": audience,
        "escaped": True,
        "program": "1.2.3",
        "language": language,
    }
    for each in TABLES:
        names = {column.name for column in each.shown("public")}
        assert {*each.key} <= names
        assert all({*key} <= names for key in each.foreign.values())


@pytest.mark.parametrize("raw", [True, False])
def test_the_description_says_whether_texts_are_escaped(full: Path, raw: bool) -> None:
    exported(full, *(["--raw"] if raw else []))
    package = json.loads((full / "out" / "datapackage.json").read_text("utf-8"))
    book = (full / "out" / "codebook.md").read_text("utf-8")
    said = "so that no spreadsheet runs it"
    assert package["trata"]["escaped"] is not raw
    assert all((said in each["description"]) is not raw for each in package["resources"])
    assert (said in book) is not raw
    assert "| S-1 | suelo | 1 | Compost elaborado y aplicado. |" in book


def test_every_state_has_its_code() -> None:
    """SDMX: M, data cannot exist; L, data exist but were not collected; O, nothing said of why."""
    assert OBS_STATUS == {
        "level": "A",
        "not-applicable": "M",
        "no-information": "L",
        "undecided": "O",
        "unanswered": "O",
    }
    answers = next(each for each in TABLES if each.name == "answers")
    values = {column.name: {*column.values} for column in answers.columns}
    assert values["state"] == {*OBS_STATUS}
    assert values["obs_status"] == {*OBS_STATUS.values()}


# The folder.


def test_the_same_bytes_for_the_same_files_in_any_world(full: Path) -> None:
    worlds: list[dict[str, str]] = [{"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "4242", "LC_ALL": "C"}]
    found = []
    for world in worlds:
        trata("export", "in", "-o", "out", *WITH_PLAN, cwd=full, **world)
        found.append({path.name: path.read_bytes() for path in (full / "out").iterdir()})
    assert found[0] == found[1]


def test_an_older_export_is_replaced_and_nothing_else(full: Path) -> None:
    (full / "out").mkdir()
    assert exported(full)[0] == 0, "an empty folder is as good as none"
    (full / "out" / "answers.csv").write_text("old", "utf-8")
    assert exported(full)[0] == 0
    assert (full / "out" / "answers.csv").read_text("utf-8").startswith("file,")
    assert {path.name for path in full.iterdir()} == {"in", "out"}, "nothing is left lying about"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"notas.txt": "mías"}, "notas.txt"),
        ({"datapackage.json": '{"name": "trata-export"}', "x.csv": "mía"}, "x.csv"),
        ({"answers.csv": "mía"}, "datapackage.json"),
        ({"datapackage.json": '{"name": "otra"}', "answers.csv": "mía"}, "datapackage.json"),
        ({"datapackage.json": "[]"}, "datapackage.json"),
        ({"datapackage.json": "{"}, "datapackage.json"),
    ],
)
def test_a_folder_of_somebody_elses_is_refused(full: Path, files: Mapping[str, str], name: str) -> None:
    (full / "out").mkdir()
    for each, content in files.items():
        (full / "out" / each).write_text(content, "utf-8")
    code, said = exported(full)
    assert (code, said) == (
        2,
        f"trata: out is not an export of trata: {name} in it is something else. Name another folder.\n",
    )
    assert {each: (full / "out" / each).read_text("utf-8") for each in files} == files
    assert written(full) == {*files}


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["in", "-o", "-"], 2, "trata: the tables go into a folder: name one with -o.\n"),
        (["in", "-o", "file"], 2, "trata: file can't be opened: part of its path is not a folder.\n"),
        (["in", "-o", "file/x"], 2, "trata: file/x can't be opened: part of its path is not a folder.\n"),
        (["in", "-o", "closed/x"], 2, "trata: closed/x can't be written: no permission.\n"),
        (
            ["in", "-o", "."],
            2,
            "trata: . is the folder in which you are, or one around it: an export takes the place of its folder.\n",
        ),
        (["in"], 2, "trata: --output is missing.\nHelp: trata export --help\n"),
        (["nada", "-o", "x"], 2, "trata: nada can't be opened: it does not exist.\n"),
        (["plans", "-o", "x"], 2, "trata: there is no assessment among these files.\n"),
        (["in", "-o", "x", "--audience", "all"], 2, None),
    ],
)
def test_wrong_use_writes_nothing(full: Path, options: list[str], code: int, said: str | None) -> None:
    (full / "file").write_text("mío", "utf-8")
    (full / "closed").mkdir(mode=0o555)
    (full / "plans").mkdir()
    shutil.copy(GARDEN_FILE, full / "plans")
    done = trata("export", *options, *WITH_PLAN, cwd=full)
    assert (done.returncode, done.stdout) == (code, "")
    assert said is None or done.stderr == said
    assert {path.name for path in full.iterdir()} == {"in", "file", "closed", "plans"}
    assert not any((full / "closed").iterdir())


def test_where_nothing_reads_nothing_is_written(tmp_path: Path) -> None:
    code, said = exported(folder(tmp_path, {"XPA-2026.yaml": "a: ["}))
    assert code == 1
    assert said.endswith("is left out: nothing of it can be read as an assessment.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


def test_what_fails_on_the_way_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").write_text("old", "utf-8")
    with pytest.raises(KeyboardInterrupt), replaced(target) as new:
        (new / "half").write_text("half", "utf-8")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in target.iterdir()] == ["old"]


def test_a_move_that_fails_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").write_text("old", "utf-8")
    real, moved = Path.rename, []

    def rename(self: Path, to: Path) -> Path:
        moved.append(self)
        if len(moved) == 2:
            raise PermissionError(13, "held open")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(PermissionError), replaced(target) as new:
        (new / "new").write_text("new", "utf-8")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in target.iterdir()] == ["old"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_new_folder_has_the_mode_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    with replaced(tmp_path / "deep" / "out"):
        pass
    assert (tmp_path / "deep" / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_to_a_folder_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real", target_is_directory=True)
    with replaced(tmp_path / "out") as new:
        (new / "x").write_text("x", "utf-8")
    assert (tmp_path / "out").is_symlink()
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["x"]


def test_what_is_foreign(tmp_path: Path) -> None:
    assert foreign(tmp_path / "none", {"a"}) is None
    for name in ("a", "c", "b"):
        (tmp_path / name).write_text("", "utf-8")
    assert foreign(tmp_path, {"a"}) == "b"
    assert foreign(tmp_path, {"a", "b", "c"}) is None


# Many files.


def lengths(path: str, shelf: Shelf) -> tuple[int, str, str]:
    """What another process does in this test, with what it needs of this one."""
    return len(Path(path).read_text("utf-8")), i18n.language(), ",".join(shelf.named)


@pytest.mark.parametrize("start", ["fork", "spawn"] if sys.platform == "linux" else ["spawn"])
def test_the_same_by_one_process_and_by_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    paths = [str(tmp_path / f"{number}.yaml") for number in range(3 * many.FEWEST)]
    for number, path in enumerate(paths):
        Path(path).write_text("x" * number, "utf-8")
    monkeypatch.setattr(many, "START", start)
    i18n.activate("es")
    shelf = Shelf([str(GARDEN_FILE)])
    several = list(spread(lengths, paths, shelf, 2))
    assert several == list(spread(lengths, paths, shelf, 1))
    assert several == [(number, "es", str(GARDEN_FILE)) for number in range(len(paths))]


def test_more_files_than_one_process_reads(tmp_path: Path) -> None:
    given_ = {
        f"XA{letter}-{year}.yaml": text(f"XA{letter}", year, "{S-1: {level: 1}}")
        for letter in "ABCDEFGHIJKLM"
        for year in range(2010, 2020)
    }
    assert exported(folder(tmp_path, given_)) == (0, f"130 files, in the tables of out\n{NAMES}")
    found = table(tmp_path, "totals")
    assert [each["file"] for each in found if each["pillar"] == "*"] == [
        f"huerto/{name[:-5]}" for name in sorted(given_)
    ]


def test_names_of_files() -> None:
    assert file_name(FULL) == "garden/XPE-2026.zq1partinstitutionzq"
