"""`trata merge` from outside: what it writes, leaves alone and refuses, and that nothing is lost."""

from __future__ import annotations

import os
import tempfile
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from tests import merges
from tests.editing import load, told
from tests.support import GARDEN, GARDEN_FILE, trata
from trata_cli.commands import Stop
from trata_cli.commands import merge as command
from trata_cli.method.checks import slug
from trata_cli.method.merging import statement
from trata_cli.model.assessment import Answer, Assessment, Statement

HEAD = "format: trata/assessment/1\nplan: {id: huerto, version: 1}\ncountry: XPE\nyear: 2026\n"
WHOLE, ONE, TWO = "XPE-2026.yaml", "XPE-2026.salon-3.yaml", "XPE-2026.salon-4.yaml"
PLAN = ("--plan", GARDEN_FILE)
OF_ONE = f"""\
{HEAD}institution: Consejo escolar
status: draft
part: {{institution: Salón 3, ids: [suelo]}}
answers:
  S-1:
    level: 1
    note: Se regó.
    internal_note: Falta el acta.
    evidence:
      - {{title: Cuaderno, type: internal-document, date: 2026-05}}
    answered: 2026-10-01
    target: {{level: 2, by: 2027}}
  S-2: {{level: 0, note: Se preguntó a todos.}}
"""
OF_TWO = f"""\
{HEAD}status: draft
part: {{institution: Salón 4, ids: [S-1, S-2, agua]}}
answers:
  S-1:
    level: 1
    note: Se midió.
    evidence:
      - {{title: Cuaderno, type: internal-document, date: 2026-05, issuer: Escuela}}
  S-2: {{level: 2, note: Está escrito.}}
  agua_uno: {{level: no-information, reason: Nadie lo midió.}}
"""
MERGED = """\
  S-1:
    level: 1
    note: |-
      Se regó.
      Se midió.
    internal_note: Falta el acta.
    evidence:
      - title: Cuaderno
        type: internal-document
        date: 2026-05
        issuer: Escuela
    answered: 2026-10-01
    target:
      level: 2
      by: 2027
    statements:
      - by: Salón 3
        role: institution
        level: 1
        note: Se regó.
        internal_note: Falta el acta.
        evidence:
          - title: Cuaderno
            type: internal-document
            date: 2026-05
        date: 2026-10-01
        target:
          level: 2
          by: 2027
      - by: Salón 4
        role: institution
        level: 1
        note: Se midió.
        evidence:
          - title: Cuaderno
            type: internal-document
            date: 2026-05
            issuer: Escuela
  S-2:
    statements:
      - by: Salón 3
        role: institution
        level: 0
        note: Se preguntó a todos.
      - by: Salón 4
        role: institution
        level: 2
        note: Está escrito.
  agua_uno:
    level: no-information
    reason: Nadie lo midió.
    statements:
      - by: Salón 4
        role: institution
        level: no-information
        reason: Nadie lo midió.
"""
NEW = f"""\
{HEAD}institution: Consejo escolar
status: draft
assignments:
  Salón 3:
    - suelo
  Salón 4:
    - S-1
    - S-2
    - agua
answers:
{MERGED}"""
TOLD = f"""\
{WHOLE} · parts: 2 · indicators answered: 3 · answers changed: 3
To be decided, as the institutions differ (1):
  S-2  Salón 3: 0 · Salón 4: 2
To decide: trata assess {WHOLE} --undecided --plan {GARDEN_FILE}
Internal: institutions agree on 1 of 2 shared indicators (50.0 %)
Two levels or more apart: S-2
"""


def lay(folder: Path, **files: str) -> None:
    """Files in a folder, by name: `one`, `two` and `whole` are those of these tests."""
    names = {"one": ONE, "two": TWO, "whole": WHOLE}
    for name, text in files.items():
        (folder / names[name]).write_bytes(text.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lay(tmp_path, one=OF_ONE, two=OF_TWO)
    return tmp_path


def merge(folder: Path, *arguments: str | Path) -> Any:
    return trata("merge", *arguments, *PLAN, cwd=folder)


def written(folder: Path) -> str:
    return (folder / WHOLE).read_bytes().decode()


@pytest.mark.parametrize("parts", [[ONE, TWO], [TWO, ONE], [ONE, TWO, ONE, f"./{TWO}"]])
def test_a_new_whole(folder: Path, parts: list[str]) -> None:
    done = merge(folder, *parts, "-o", WHOLE)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", TOLD)
    assert written(folder) == f"# yaml-language-server: $schema=schemas/assessment.en.json\n{NEW}"
    assert trata("validate", WHOLE, *PLAN, cwd=folder).returncode == 0


def test_to_standard_output(folder: Path) -> None:
    done = merge(folder, ONE, TWO, "-o", "-", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, NEW, "")


def test_one_part_that_nobody_contradicts(folder: Path) -> None:
    done = merge(folder, ONE, "-o", WHOLE)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{WHOLE} · parts: 1 · indicators answered: 2 · answers changed: 2\n"


BEFORE = f"""\
# Arriba.
{HEAD}status: draft  # todavía
assignments: {{Salón 3: [suelo]}}

answers:
  # De los demás.
  agua_dos: {{level: 1}}   # queda
  R2b:
    level: 2


    note: "así"
"""


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_into_a_whole_that_is_there_the_rest_stays_byte_for_byte(folder: Path, eol: str) -> None:
    lay(folder, whole=BEFORE.replace("\n", eol))
    assert merge(folder, ONE, TWO, "-o", WHOLE).returncode == 1
    after = BEFORE.replace("{Salón 3: [suelo]}", "{Salón 3: [suelo], Salón 4: [S-1, S-2, agua]}")
    after = after.replace("status: draft", "institution: Consejo escolar\nstatus: draft")
    assert written(folder) == (after + MERGED).replace("\n", eol)


def test_twice_is_once_whatever_the_order(folder: Path) -> None:
    merge(folder, ONE, TWO, "-o", WHOLE)
    before = written(folder)
    for parts in ([ONE, TWO], [TWO], [TWO, ONE]):
        done = merge(folder, *parts, "-o", WHOLE)
        assert done.returncode == 1
        assert "answers changed: 0\n" in done.stderr
        assert written(folder) == before


def test_one_after_the_other_is_both_at_once(folder: Path) -> None:
    for part in (TWO, ONE):
        merge(folder, part, "-o", WHOLE)
    assert load(written(folder)) == load(NEW)


def test_decided_it_stays_so_and_a_change_of_mind_is_told(folder: Path) -> None:
    merge(folder, ONE, TWO, "-o", WHOLE)
    asked = trata("assess", WHOLE, "--undecided", *PLAN, cwd=folder, typed="1\n\nSe acordó en la reunión.\n\n")
    assert "Salón 3: level 0 — «Se preguntó a todos.»\nSalón 4: level 2 — «Está escrito.»\n" in asked.stdout
    assert "S-2 · The institutions differ (0, 2). Why 1?\n" in asked.stdout
    (answer,) = [each for id_, each in load(written(folder))["answers"].items() if id_ == "S-2"]
    assert (answer["level"], answer["reason"], answer["decided"]) == (
        "1",
        "Se acordó en la reunión.",
        answer["answered"],
    )
    decided = written(folder)
    assert merge(folder, ONE, TWO, "-o", WHOLE).returncode == 0
    assert written(folder) == decided
    lay(folder, two=OF_TWO.replace("S-2: {level: 2", "S-2: {level: not-applicable, reason: No hay"))
    done = merge(folder, TWO, "-o", WHOLE)
    assert done.returncode == 0
    assert "Decided before, and left so, though institutions state another level: S-2 (1)\n" in done.stderr
    assert written(folder) == decided.replace(
        "level: 2\n        note: Está escrito.",
        "level: not-applicable\n        reason: No hay\n        note: Está escrito.",
    )
    again = trata("assess", WHOLE, "--undecided", *PLAN, cwd=folder)
    assert "Nothing is undecided here.\n" in again.stdout


def test_a_level_of_the_whole_is_kept_and_named(folder: Path) -> None:
    lay(folder, whole=f"{HEAD}status: draft\nanswers:\n  S-2: {{level: 1, note: De la Mesa.}}\n")
    done = merge(folder, ONE, "-o", WHOLE)
    assert done.returncode == 1
    assert "  S-2  Salón 3: 0 · here: 1\n" in done.stderr
    assert "S-2: {level: 1, note: De la Mesa., statements: [{by: Salón 3, " in written(folder)
    checked = trata("validate", WHOLE, *PLAN, cwd=folder)
    assert "decision-unexplained" in checked.stdout


def test_what_the_part_says_now_takes_the_place_of_what_it_said(folder: Path) -> None:
    merge(folder, ONE, "-o", WHOLE)
    lay(
        folder,
        one=OF_ONE.replace("  S-1:\n    level: 1", "  S-1:\n    level: 2").replace(
            "  S-2: {level: 0, note: Se preguntó a todos.}\n", ""
        ),
    )
    done = merge(folder, ONE, "-o", WHOLE)
    assert done.returncode == 0
    assert "Institutions that say something else than before: S-1 (Salón 3)\n" in done.stderr
    assert "Another level than before: S-1 (1 → 2)\n" in done.stderr
    said = " ".join(done.stderr.split())
    assert said.endswith(f"{ONE} does not answer S-2; what {WHOLE} has of its institution stays there")


# What stays in the part, and is told.


def test_comments_stay_in_the_part_and_those_that_let_something_stand_go_with_it(folder: Path) -> None:
    noted = "Línea nacional: +595 21 555 0100"
    lay(
        folder,
        one=f"""\
# yaml-language-server: $schema=schemas/assessment.en.json
{HEAD}status: draft
part: {{institution: Salón 3, ids: [suelo]}}
# Falta la firma.
answers:
  S-1:
    level: 2  # trata: ignore=evidence-missing el acta es reservada
    note: "{noted}"  # trata: ignore=personal-data-phone línea pública
    evidence:  # revisar # dos veces
      - {{title: Acta, type: statement}}
""",
        two=f"""\
{HEAD}status: draft
part: {{institution: Salón 4, ids: [suelo]}}
answers:
  S-1: {{level: 2, note: Se regó., internal_note: "Tel. +595 21 555 0199"}}
""",
    )
    before = trata("validate", ONE, *PLAN, cwd=folder)
    assert before.stdout == "1 file, 0 errors, 0 warnings\n"
    done = merge(folder, ONE, TWO, "-o", WHOLE)
    assert done.returncode == 0
    assert f"{ONE}: comments stay there alone, in line 8, 13\n" in done.stderr
    text = written(folder)
    assert "    level: 2  # trata: ignore=evidence-missing el acta es reservada\n" in text
    assert text.count("# trata: ignore=personal-data-phone línea pública\n") == 2  # the answer's note, the statement's
    checked = trata("validate", WHOLE, *PLAN, cwd=folder).stdout
    assert [line.split()[1:3] for line in checked.splitlines() if line.startswith(WHOLE)] == [
        ["warning", "personal-data-phone:"]
    ] * 2  # the other's internal note, in the answer and in the statement


def test_a_doubtful_note_is_not_covered_by_what_was_said_of_another(folder: Path) -> None:
    lay(
        folder,
        one=f"""\
{HEAD}status: draft
part: {{institution: Salón 3, ids: [suelo]}}
answers:
  S-1:
    level: 1
    note: "Línea nacional: +595 21 555 0100"  # trata: ignore=personal-data-phone línea pública
""",
        two=f"""\
{HEAD}status: draft
part: {{institution: Salón 4, ids: [suelo]}}
answers:
  S-1: {{level: 1, note: "Llamar al +595 21 555 0199"}}
""",
    )
    for part in (ONE, TWO):
        assert merge(folder, part, "-o", WHOLE).returncode == 0
    answer = load(written(folder))["answers"]["S-1"]
    assert answer["note"] == "Línea nacional: +595 21 555 0100"
    assert [each["note"] for each in answer["statements"]] == [
        "Línea nacional: +595 21 555 0100",
        "Llamar al +595 21 555 0199",
    ]


def test_a_comment_speaks_of_what_stood_there_and_not_of_what_stands_there_now(folder: Path) -> None:
    head = f"{HEAD}status: draft\npart: {{institution: Salón 3, ids: [suelo]}}\nanswers:\n  S-1:\n    level: 1\n"
    lay(folder, one=f'{head}    note: "+595 21 555 0100"  # trata: ignore=personal-data-phone línea pública\n')
    assert merge(folder, ONE, "-o", WHOLE).returncode == 0
    assert written(folder).count("línea pública") == 2
    lay(folder, one=f'{head}    note: "+595 21 555 0199"\n')
    assert merge(folder, ONE, "-o", WHOLE).returncode == 0
    assert "línea pública" not in written(folder)
    assert written(folder).count("note: +595 21 555 0199\n") == 2
    checked = trata("validate", WHOLE, *PLAN, cwd=folder).stdout
    assert checked.count("warning personal-data-phone") == 2


def test_what_the_whole_calls_otherwise_is_told(folder: Path) -> None:
    lay(folder, whole=f"{HEAD}institution: Otro consejo\nstatus: draft\nanswers: {{}}\n")
    done = merge(folder, ONE, "-o", WHOLE)
    text = f"{ONE}: not taken over, as {WHOLE} says otherwise or other parts do: institution"
    assert " ".join(done.stderr.split()).endswith(text)


def test_a_signed_part_is_merged_and_its_signature_stays_in_it(folder: Path) -> None:
    lay(folder, one=OF_ONE.replace("[suelo]", "[S-1, S-2]"))
    for step in ((), ("--by", "Salón 3")):
        assert trata("finalize", ONE, *step, *PLAN, cwd=folder).returncode == 0
    assert merge(folder, ONE, "-o", WHOLE).returncode == 0
    assert load(written(folder))["status"] == "draft"
    assert "final" not in load(written(folder))


def test_documents_are_named_from_the_folder_of_the_whole(tmp_path: Path) -> None:
    (tmp_path / "partes" / "actas").mkdir(parents=True)
    (tmp_path / "partes" / "actas" / "3.txt").write_text("x")
    said = "  S-1: {level: 1, evidence: [{title: Acta 3, type: internal-document, file: actas/3.txt}]}\n"
    head = f"{HEAD}status: draft\npart: {{institution: Salón 3, ids: [suelo]}}\nanswers:\n"
    (tmp_path / "partes" / ONE).write_text(head + said, "utf-8")
    assert merge(tmp_path, f"partes/{ONE}", "-o", WHOLE).returncode == 0
    found = load(written(tmp_path))["answers"]["S-1"]
    assert [found["evidence"][0]["file"], found["statements"][0]["evidence"][0]["file"]] == ["partes/actas/3.txt"] * 2
    done = merge(tmp_path, f"partes/{ONE}", "-o", f"otra/{WHOLE}")
    assert (done.returncode, done.stderr) == (
        1,
        f"trata: partes/{ONE} names the document actas/3.txt, which does not lie in the folder of otra/{WHOLE}.\n",
    )
    assert not (tmp_path / "otra").exists()


# What is refused.

GOOD = f"{HEAD}status: draft\npart: {{institution: Salón 3, ids: [suelo]}}\nanswers: {{S-1: {{level: 1}}}}\n"


@pytest.mark.parametrize(
    ("two", "says"),
    [
        (OF_TWO.replace("XPE", "XPA"), f"{TWO} is of XPA, and {ONE} of XPE: another country."),
        (OF_TWO.replace("2026\n", "2025\n", 1), f"{TWO} is of 2025, and {ONE} of 2026: another year."),
        (
            OF_TWO.replace("{id: huerto", "{id: oea-trata").partition("answers:")[0].replace("S-1, S-2, agua", "D01"),
            f"{TWO} answers oea-trata-1, and {ONE} huerto-1: another plan, or another edition of it.",
        ),
        (
            OF_TWO.replace("[S-1, S-2, agua]", "[S-1]"),
            f"{TWO} answers what is not its own: S-2, agua_uno. Add it to the ids of the part, or take it out.",
        ),
        (
            OF_TWO.replace("Salón 4", "Salón 3"),
            f"{TWO} and {ONE} are both the part of Salón 3, and differ: name one of them.",
        ),
        (
            OF_TWO.replace("part: {institution: Salón 4, ids: [S-1, S-2, agua]}\n", ""),
            f"{TWO} is no institution's part: it has no “part” that says whose it is.",
        ),
    ],
)
def test_parts_that_do_not_belong_together(folder: Path, two: str, says: str) -> None:
    lay(folder, two=f"{two}answers: {{}}\n" if "answers" not in two else two)
    done = merge(folder, ONE, TWO, "-o", WHOLE)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"trata: {says}\n")
    assert sorted(os.listdir(folder)) == [ONE, TWO]  # noqa: PTH208 - the names


def test_every_reason_is_told_at_once(folder: Path) -> None:
    lay(folder, whole=f"{HEAD}status: draft\nanswers: {{}}\n".replace("XPE", "XPB"))
    done = merge(folder, ONE, TWO, "-o", WHOLE)
    assert done.stderr == "".join(
        f"trata: {part} is of XPE, and {WHOLE} of XPB: another country.\n" for part in (ONE, TWO)
    )


@pytest.mark.parametrize(
    ("whole", "says"),
    [
        (OF_ONE.replace("Salón 3", "Salón 5"), f"trata: {WHOLE} is an institution's part, not a whole.\n"),
        (f"{HEAD}status: final\ninstitution: M\nanswers: {{}}\n", "final-open"),
        (f"{HEAD}status: draft\nanswers: {{S-1: {{level: 9}}}}\n", "level-outside-plan"),
        ("a: [\n", "not-yaml"),
    ],
)
def test_a_whole_into_which_nothing_can_be_merged(folder: Path, whole: str, says: str) -> None:
    lay(folder, whole=whole)
    done = merge(folder, ONE, "-o", WHOLE)
    assert done.returncode == 1
    assert says in done.stderr
    assert written(folder) == whole


def test_a_final_whole(folder: Path) -> None:
    every = "".join(f"  {id_}: {{level: 1}}\n" for id_ in GARDEN.places)
    lay(folder, whole=f"{HEAD}status: draft\ninstitution: M\nanswers:\n{every}")
    for _ in range(2):
        assert trata("finalize", WHOLE, *PLAN, cwd=folder).returncode == 0
    before = written(folder)
    done = merge(folder, ONE, "-o", WHOLE)
    assert (done.returncode, done.stderr) == (1, f"trata: {WHOLE} is final and is not changed.\n")
    assert written(folder) == before


def test_a_part_with_errors(folder: Path) -> None:
    lay(folder, two=OF_TWO.replace("level: 2", "level: 7"))
    done = merge(folder, ONE, TWO, "-o", WHOLE)
    assert done.returncode == 1
    assert f"{TWO}:13:16: error level-outside-plan" in done.stderr
    assert not (folder / WHOLE).exists()


def test_what_was_typed(folder: Path) -> None:
    done = trata("merge", "-o", WHOLE, *PLAN, cwd=folder)
    assert done.returncode == 2
    done = merge(folder, ONE, TWO)
    command = f"trata merge {ONE} {TWO} -o {WHOLE} --plan {GARDEN_FILE}"
    assert (done.returncode, done.stderr) == (2, f"trata: Say with -o into which file, such as: {command}\n")
    (folder / "link.yaml").symlink_to(ONE)
    for output in (ONE, f"./{ONE}", "link.yaml"):
        done = merge(folder, ONE, TWO, "-o", output)
        text = f"trata: {output} is itself among the parts; name another file with -o.\n"
        assert (done.returncode, done.stderr) == (2, text)
    done = merge(folder, ONE, "no.yaml", "-o", WHOLE)
    assert (done.returncode, done.stderr) == (2, "trata: no.yaml can't be opened: it does not exist.\n")
    (folder / "ro").mkdir(mode=0o500)
    done = merge(folder, ONE, "-o", f"ro/{WHOLE}")
    assert done.returncode == 2
    assert not (folder / WHOLE).exists()


def test_a_whole_without_a_plain_place(folder: Path) -> None:
    whole = f"{HEAD}status: draft\n? answers\n"
    lay(folder, whole=whole)
    done = merge(folder, ONE, "-o", WHOLE)
    assert done.returncode == 1
    assert written(folder) == whole


def test_a_whole_that_somebody_changes_in_the_middle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(folder, whole=BEFORE)
    let_stand = command.let_stand

    def while_another_saves(*arguments: Any) -> Any:
        lay(folder, whole=BEFORE + "# otra\n")
        return let_stand(*arguments)

    monkeypatch.setattr(command, "let_stand", while_another_saves)
    with pytest.raises(Stop) as stop:
        command.run([str(folder / ONE)], output=str(folder / WHOLE), plans=[str(GARDEN_FILE)], quiet=True)
    assert stop.value.code == 1
    assert written(folder) == BEFORE + "# otra\n"


# Nothing is lost.


def test_every_field_is_accounted_for() -> None:
    """What an answer has goes into the statement under its own name, but for these; so nothing can be forgotten."""
    assert set(Answer.model_fields) - set(Statement.model_fields) == {"answered", "statements"}
    assert set(Statement.model_fields) - set(Answer.model_fields) == {"by", "role", "date"}
    full = merges.answer(
        {
            "level": 1,
            "reason": "r",
            "note": "n",
            "internal_note": "i",
            "evidence": [{"title": "t", "type": "statement"}],
            "answered": "2026-01-01",
            "wording": "w-01234567",
            "decided": "2026-01-02",
            "target": {"level": 2},
            "statements": [{"by": "U", "role": "reviewer"}],
        }
    )
    assert full.model_fields_set == set(Answer.model_fields)
    said = statement("M", full)
    assert (said.by, said.role, said.date) == ("M", "institution", "2026-01-01")
    shared = set(Statement.model_fields) & set(Answer.model_fields)
    assert {name: getattr(said, name) for name in shared} == {name: getattr(full, name) for name in shared}
    taken_over = {"country_name", "institution", "assignments", "answers"}
    agreed_on = {"format", "plan", "country", "year"}
    of_the_part_alone = {"status", "part", "final"}
    assert set(Assessment.model_fields) == taken_over | agreed_on | of_the_part_alone


def lose_nothing(drawn: dict[str, dict[str, Any]]) -> None:
    """Merge generated parts through files, and find every value of each again; twice, and from the other end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [_written(folder, who, answers) for who, answers in drawn.items()]
        run = {"plans": [str(GARDEN_FILE)], "quiet": True}
        command.run(paths, output=str(folder / WHOLE), **run)
        once = written(folder)
        command.run(paths[::-1], output=str(folder / WHOLE), **run)
        assert written(folder) == once
        (folder / WHOLE).unlink()
        for path in paths:
            command.run([path], output=str(folder / WHOLE), **run)
        found = load(once)["answers"] or {}
        assert told(load(written(folder))["answers"] or {}) == told(found)
        for who, answers in drawn.items():
            for id_, answer in answers.items():
                statements = [told(each) for each in found[id_].get("statements", [])]
                own = {
                    {"answered": "date"}.get(key, key): value for key, value in answer.items() if key != "statements"
                }
                wanted = [{**own, "by": who, "role": "institution"}] if own else []
                missing = [each for each in chain(wanted, answer.get("statements", [])) if told(each) not in statements]
                assert not missing


class _Dumper(yaml.SafeDumper):
    """Writes a value out each time: an assessment has no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _written(folder: Path, who: str, answers: dict[str, Any]) -> str:
    data = {
        "format": "trata/assessment/1",
        "plan": {"id": "huerto", "version": 1},
        "country": "XPE",
        "year": 2026,
        "status": "draft",
        "part": {"institution": who},
        "answers": answers,
    }
    path = folder / f"XPE-2026.{slug(who)}.yaml"
    path.write_text(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False), "utf-8")
    return str(path)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(merges.PARTS)
def test_generated_merges_lose_nothing(drawn: dict[str, dict[str, Any]]) -> None:
    lose_nothing(drawn)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(merges.PARTS)
def test_a_thousand_generated_merges_lose_nothing(drawn: dict[str, dict[str, Any]]) -> None:
    lose_nothing(drawn)
