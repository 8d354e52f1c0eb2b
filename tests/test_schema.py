"""The JSON Schemas: fresh, complete, understood by editors, and of one mind with `validate`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import schemas

from tests import test_cases
from tests.support import GARDEN, GARDEN_FILE, LIBRARY_FILES, PLAN, PLAN_FILE, ROOT, environment, trata
from tests.test_cases import PLAN_CASES, expected
from trata_cli import i18n
from trata_cli.model import assessment, comparability, plan
from trata_cli.model.values import Value
from trata_cli.views.schema import DESCRIPTIONS, assessment_schema, plan_schema

Place = tuple[str, ...]
DOCUMENTS = sorted(schemas.documents())


def in_english(made: Callable[..., str], *arguments: Any) -> str:
    before = i18n.language()
    i18n.activate("en")
    text = made(*arguments)
    i18n.activate(before)
    return text


# The committed files.


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_schemas_are_fresh(name: str) -> None:
    assert (ROOT / "schemas" / name).read_text("utf-8") == schemas.documents()[name]


def test_nothing_else_is_committed() -> None:
    assert sorted(path.name for path in (ROOT / "schemas").iterdir()) == DOCUMENTS


def test_writing_them_leaves_the_language_as_it_was() -> None:
    before = i18n.language()
    schemas.documents()
    assert i18n.language() == before


def test_every_field_of_every_model_is_described_and_nothing_else() -> None:
    formats = [module.__name__ for module in (assessment, comparability, plan)]
    models = [model for model in Value.__subclasses__() if model.__module__ in formats]
    assert {model: list(DESCRIPTIONS[model]) for model in DESCRIPTIONS} == {
        model: list(model.model_fields) for model in models
    }


# What older readers and every dialect of patterns understand.

_DRAFT_7 = {
    *("$schema", "$id", "$ref", "title", "description", "type", "enum", "const", "if", "then", "allOf", "format"),
    *("properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties", "items"),
    *("pattern", "minLength", "maxLength", "minimum", "maximum"),
}
_MAPS = ("properties", "$defs")
_NESTED = ("additionalProperties", "propertyNames", "items", "if", "then")


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if isinstance(schema, dict):
        yield schema
        inner = [each for word in _MAPS for each in schema.get(word, {}).values()]
        inner += [schema[word] for word in _NESTED if word in schema]
        for each in [*inner, *schema.get("allOf", ())]:
            yield from parts(each)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_editors_with_an_older_reader_understand_them(name: str) -> None:
    every = list(parts(json.loads(schemas.documents()[name])))
    assert {word for part in every for word in part} - {"$defs"} <= _DRAFT_7
    assert all(re.compile(part["pattern"]) for part in every if "pattern" in part)


def test_every_reference_leads_somewhere() -> None:
    for text in schemas.documents().values():
        read = json.loads(text)
        named = {part["$ref"] for part in parts(read) if "$ref" in part}
        assert named == {f"#/$defs/{name}" for name in read["$defs"]}


def test_they_name_themselves() -> None:
    heads = {name: (read["$schema"], read["$id"]) for name, read in _read_all().items()}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    assert heads == {name: (dialect, f"urn:trata:schema:{name.split('.')[0]}:1") for name in DOCUMENTS}


def _read_all() -> dict[str, dict[str, Any]]:
    return {name: json.loads(text) for name, text in schemas.documents().items()}


# What an editor shows and completes.


def test_the_ids_of_a_plan_are_completed_and_explained() -> None:
    [condition] = json.loads(assessment_schema([GARDEN]))["allOf"][1:]
    edition = {"id": {"const": "huerto"}, "version": {"const": 1}}
    assert condition["if"] == {
        "properties": {"plan": {"type": "object", "properties": edition, "required": ["id", "version"]}},
        "required": ["plan"],
    }
    answers = condition["then"]["properties"]["answers"]
    assert list(answers["properties"]) == list(GARDEN.places)
    assert answers["additionalProperties"] is False
    assert answers["properties"]["S-1"] == {
        "description": "Compost elaborado y aplicado.\n0 · Nada hecho en el año"
        "\n1 · Compost elaborado y aplicado en el año\n2 · Todo el compost del huerto es de la escuela",
        "$ref": "#/$defs/huerto-1",
    }
    names = ["suelo", "agua", *GARDEN.places]
    assert condition["then"]["properties"]["assignments"] == {"additionalProperties": {"items": {"enum": names}}}


def test_levels_are_those_of_the_plan() -> None:
    judged = {
        "level": {"enum": [0, 1, 2, "not-applicable", "no-information", None]},
        "target": {"properties": {"level": {"enum": [0, 1, 2]}}},
    }
    assert json.loads(assessment_schema([PLAN, GARDEN]))["$defs"]["huerto-1"] == {
        "properties": {**judged, "statements": {"items": {"properties": judged}}}
    }


# The command.


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_command_prints_what_is_committed(name: str, tmp_path: Path) -> None:
    kind, language, _ = name.split(".")
    done = trata("schema", kind, "--lang", language, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, (ROOT / "schemas" / name).read_text("utf-8"), "")


def test_into_a_file_with_the_plans_that_are_named(tmp_path: Path) -> None:
    done = trata("schema", "assessment", "--plan", GARDEN_FILE, "-o", "schema.json", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "schema.json").read_text("utf-8") == in_english(assessment_schema, [GARDEN, PLAN])


def test_of_two_files_with_one_edition_the_first_counts(tmp_path: Path) -> None:
    text = GARDEN.places["S-1"].indicator.text
    for name in ("uno", "dos"):
        changed = GARDEN_FILE.read_text("utf-8").replace(text, f"Indicador {name}.", 1)
        (tmp_path / f"{name}.yaml").write_text(changed, encoding="utf-8")
    done = trata("schema", "assessment", "--plan", "uno.yaml", "--plan", "dos.yaml", cwd=tmp_path)
    assert "Indicador uno." in done.stdout
    assert "Indicador dos." not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "trata: plan|assessment is missing."),
        (["report"], 2, "trata: schema takes one of: plan, assessment; not “report”."),
        (["plan", "--plan", "no.yaml"], 2, "no.yaml can't be opened: it does not exist."),
        (["plan", "--plan", "bad.yaml"], 1, "bad.yaml:1:1: error missing-field"),
        (["plan", "-o", "no/schema.json"], 2, "no/schema.json can't be written: it does not exist."),
    ],
)
def test_what_is_refused(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("format: trata/plan/1\n", encoding="utf-8")
    done = trata("schema", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


# Of one mind with `validate`: over every case file, place by place.

SPELLING = "a schema sees the number, not how it is spelled: 2.0, +1, 0o7, 02026, or a key in quotes"
CHARACTERS = "a parser hands on the text, whatever characters it took for good ones"
NEIGHBOURS = "what stands elsewhere in the file: a schema compares no values with each other"
OUTSIDE = "what lies outside of the file: other files, and the plans that there are"
INEXPRESSIBLE = {
    "anchor": "a parser hands on the value, without the anchor before it",
    "bad-edition-before": NEIGHBOURS,
    "bad-level": SPELLING,
    "bad-threshold": NEIGHBOURS,
    "bad-was": NEIGHBOURS,
    "bad-year": SPELLING,
    "change-missing": NEIGHBOURS,
    "change-unexplained": NEIGHBOURS,
    "claimed-twice": NEIGHBOURS,
    "content-changed": "a fingerprint is computed",
    "control-character": CHARACTERS,
    "double-id": NEIGHBOURS,
    "edition-changed": "a fingerprint is computed, and compared with those of what was shipped",
    "file-changed": OUTSIDE,
    "file-missing": OUTSIDE,
    "final-open": "which indicators are asked and open is counted over parts, pillars and statements",
    "id-reused": NEIGHBOURS,
    "indicator-lost": OUTSIDE,
    "level-map-falls": NEIGHBOURS,
    "level-map-missing": NEIGHBOURS,
    "level-map-needless": NEIGHBOURS,
    "line-separator": CHARACTERS,
    "missing-descriptor": NEIGHBOURS,
    "not-a-number": SPELLING,
    "not-rescaled": OUTSIDE,
    "not-the-same": OUTSIDE,
    "personal-data-document": "a check digit is computed",
    "split-alone": NEIGHBOURS,
    "too-deep": "a schema says what stands in what, not how deep",
    "unknown-kind": NEIGHBOURS,
    "unknown-level": NEIGHBOURS,
    "unknown-old-indicator": OUTSIDE,
    "unknown-old-level": OUTSIDE,
    "unknown-plan": OUTSIDE,
}
"""Errors of `validate` that a schema does not see, and why. Whatever it does see has to be in its place."""

CASES = [case for case in test_cases.CASES if not case.stem.startswith("translation-")]
"""All but those that have no schema: a translation is made by a tool."""
BREAKS_THE_OTHER = {"not-yaml-surrogate"}
"""Files at which check-jsonschema itself breaks off, with all files behind them."""

HEAD = "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
EVIDENCE = "answers: {D01: {evidence: [{title: a, type: statement, %s}]}}\n"
SAMPLES: dict[str, tuple[str, set[str]]] = {
    "a key that says nothing is not there": (
        HEAD + "part:\nassignments: {Salud: }\nanswers: {D01: , D03: {level: , note: '', evidence: , target: }}\n",
        set(),
    ),
    "nor is an empty text where a text may stand": (
        HEAD
        + "answers: {D01: {answered: '', wording: ' ', evidence: [{title: a, type: statement, date: '', url: ''}]}}\n",
        set(),
    ),
    "elsewhere it is a misfit, of which validate only warns": (
        HEAD + "answers: {D01: {level: '', target: ''}}\n",
        {"answers.D01.level", "answers.D01.target"},
    ),
    "what is required says something": (HEAD.replace("XPE", ""), {"country"}),
    "an unknown plan is not refused": (
        HEAD.replace("oea-trata", "otro") + "answers: {X1: {level: 9, target: {level: 12}}}\n",
        set(),
    ),
    "nor another edition": (HEAD.replace("version: 1", "version: 2") + "answers: {X1: {level: 9}}\n", set()),
    "a level that is none of any plan": (
        HEAD.replace("oea-trata", "otro") + "answers: {X1: {level: no}, X2: {level: '1'}}\n",
        {"answers.X1.level", "answers.X2.level"},
    ),
    "each plan has its own levels": (
        HEAD.replace("oea-trata", "huerto") + "answers: {S-1: {level: 3}, S-2: {level: 2, target: {level: 4}}}\n",
        {"answers.S-1.level", "answers.S-2.target.level"},
    ),
    "and its own ids": (HEAD.replace("oea-trata", "huerto") + "answers: {D01: {level: 1}}\n", {"answers"}),
    "a statement needs its reason too": (
        HEAD + "answers: {D01: {statements: [{by: a, role: reviewer, level: no-information}]}}\n",
        {"answers.D01.statements.0"},
    ),
    "a reason says something": (
        HEAD + "answers: {D01: {level: not-applicable, reason: ' '}}\n",
        {"answers.D01.reason"},
    ),
    "a final file names its institution": (HEAD.replace("draft", "final"), {""}),
    "a leap day": (HEAD + EVIDENCE % "date: 2028-02-29", set()),
    "a day that the calendar lacks": (HEAD + EVIDENCE % "date: 2100-02-29", {"answers.D01.evidence.0.date"}),
    "the first and the last year": (HEAD + EVIDENCE % "date: 1900, covers: [2999, '1900']", set()),
    "years too early and too late": (
        HEAD + EVIDENCE % "date: 1899, covers: [3000, '1899']",
        {"answers.D01.evidence.0.date", "answers.D01.evidence.0.covers.0", "answers.D01.evidence.0.covers.1"},
    ),
    "capitals in an address": (HEAD + EVIDENCE % "url: HTTPS://a.example", set()),
    "dots that lead nowhere": (HEAD + EVIDENCE % "file: docs/acta..7.pdf", set()),
    "digits that other readers take for a number": (HEAD + EVIDENCE % f"sha256: {'1' * 64}", set()),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schemas that know both plans of the tests, in English."""
    made = tmp_path_factory.mktemp("schemas")
    (made / "assessment.json").write_text(in_english(assessment_schema, [PLAN, GARDEN]), encoding="utf-8")
    (made / "plan.json").write_text(in_english(plan_schema), encoding="utf-8")
    return made


def misfits(schema: Path, files: list[Path]) -> tuple[dict[Path, set[Place]], set[Path]]:
    """The places at which check-jsonschema finds something in each file, and the files that are no YAML to it."""
    program = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), "-v", "-o", "json"]
    done = subprocess.run(
        [*program, *map(str, files)],
        env=environment(PYTHONINTMAXSTRDIGITS="0"),  # it breaks off at a number of more digits
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    report = json.loads(done.stdout)
    found: dict[Path, set[Place]] = defaultdict(set)
    for error in report["errors"]:
        found[Path(error["filename"])].add(_place(error["path"]))
    return found, {Path(error["filename"]) for error in report.get("parse_errors", ())}


def _place(path: str) -> Place:
    """A place by its JSON path: `$.answers['S-1'].evidence[0]`."""
    return tuple(a or b or c for a, b, c in re.findall(r"\.(\w+)|\['(.*?)'\]|\[(\d+)\]", path))


def errors(case: Path) -> list[tuple[str, Place]]:
    """The errors that `validate` finds in a case, by code and place; test_cases.py holds that it does."""
    found = []
    for line, _ in expected(case).problems:
        _, severity, code, *pointer = line.split()
        at = tuple(pointer[0].split(".")) if pointer else ()
        if severity == "error":
            # Seen at the word, it is the reason that is missing.
            found.append((code, (*at[:-1], "reason") if code == "reason-missing" else at))
    return found


@pytest.fixture(scope="module")
def judged(folder: Path) -> tuple[dict[Path, set[Place]], set[Path]]:
    """What check-jsonschema says of every case file, one process for each schema."""
    found, unparsed = misfits(folder / "assessment.json", [c for c in CASES if c.stem not in BREAKS_THE_OTHER])
    in_plans, unparsed_plans = misfits(folder / "plan.json", PLAN_CASES)
    return found | in_plans, unparsed | unparsed_plans


def test_what_a_schema_can_express_it_finds_where_validate_does(
    judged: tuple[dict[Path, set[Place]], set[Path]],
) -> None:
    found, unparsed = judged
    missed: dict[str, set[str]] = defaultdict(set)
    for case in [*CASES, *PLAN_CASES]:
        if case.stem in BREAKS_THE_OTHER or case in unparsed:
            continue
        for code, place in errors(case):
            if not found.get(case, set()) & {place, place[:-1]}:
                missed[code].add(f"{case.stem}: {'.'.join(place)}")
    assert {code: places for code, places in missed.items() if code not in INEXPRESSIBLE} == {}
    assert INEXPRESSIBLE.keys() - missed.keys() == set()


def test_it_refuses_nothing_that_validate_lets_pass(judged: tuple[dict[Path, set[Place]], set[Path]]) -> None:
    found, unparsed = judged
    alone = {}
    for case in [*CASES, *PLAN_CASES]:
        known = [place for _, place in errors(case)]
        if case in unparsed:
            assert known, case
        places = found.get(case, set())
        alone[case.stem] = {p for p in places if not any(p[: len(at)] == at or p == at[:-1] for at in known)}
    assert {case: places for case, places in alone.items() if places} == {}


def test_samples(folder: Path) -> None:
    samples = folder / "samples"
    samples.mkdir()
    files = {name: samples / f"{number}.yaml" for number, name in enumerate(SAMPLES)}
    for name, path in files.items():
        path.write_text(SAMPLES[name][0], encoding="utf-8")
    found, unparsed = misfits(folder / "assessment.json", [*files.values()])
    assert unparsed == set()
    assert {name: {".".join(place) for place in found.get(path, set())} for name, path in files.items()} == {
        name: places for name, (_, places) in SAMPLES.items()
    }


def test_the_plans_and_the_examples_fit(folder: Path) -> None:
    examples = sorted((ROOT / "assessments").glob("*.yaml"))
    assert misfits(folder / "assessment.json", examples) == ({}, set())
    assert misfits(folder / "plan.json", [PLAN_FILE, GARDEN_FILE, *LIBRARY_FILES]) == ({}, set())


def test_the_committed_schemas_are_schemas(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    program = [sys.executable, "-m", "check_jsonschema", "--check-metaschema"]
    done = subprocess.run([*program, *(tmp_path / "schemas").iterdir()], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")
