"""Two editions of a plan: what can be compared, what `plan check` finds between them, and `plan diff`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.support import GARDEN, GARDEN_FILE, LIBRARY_FILES, PLAN, load, trata
from trata_cli import i18n
from trata_cli.files.plans import Shelf, check_plan, read_plan
from trata_cli.method import fingerprints
from trata_cli.method.comparability import Origin, Step, differences, origins, steps
from trata_cli.model.plan import Plan
from trata_cli.views.plan_diff import build, plan_diff_lines, plan_diff_markdown, word_by_word
from trata_cli.views.terminal import Look

OLD_FILE, NEW_FILE = LIBRARY_FILES
OLD, NEW = map(load, LIBRARY_FILES)
OLD_TEXT, NEW_TEXT = (path.read_text("utf-8") for path in LIBRARY_FILES)
AS_IT_WAS = {0: 0, 1: 1, 2: 2, 3: 3}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def written(path: Path, text: str, *changes: tuple[str, str]) -> Path:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def second(folder: Path, *changes: tuple[str, str]) -> Plan:
    """The second edition, changed."""
    plan = read_plan(written(folder / "changed.yaml", NEW_TEXT, *changes)).plan
    assert plan is not None
    return plan


def without_comparability(text: str) -> str:
    return text[: text.index("comparability:")]


# What can be compared.


def test_what_was_kept_reworded_or_rescaled_has_an_origin_and_nothing_else() -> None:
    assert origins(NEW, OLD) == {
        "L1": Origin("L1", AS_IT_WAS),
        "L3": Origin("L3", AS_IT_WAS),
        "H1": Origin("L4", AS_IT_WAS),
        "L8": Origin("L8", {0: 0, 1: 1, 2: 2, 3: 2}),
    }
    assert list(origins(NEW, OLD) or ()) == ["L1", "L3", "H1", "L8"]


def test_within_one_edition_each_indicator_was_itself() -> None:
    levels = {level: level for level in range(5)}
    assert origins(PLAN, PLAN) == {id_: Origin(id_, levels) for id_ in PLAN.places}


@pytest.mark.parametrize(("new", "old"), [(OLD, NEW), (GARDEN, OLD), (PLAN, GARDEN)])
def test_editions_that_say_nothing_of_each_other(new: Plan, old: Plan) -> None:
    assert origins(new, old) is None


def test_a_version_is_compared_with_the_one_that_it_names_alone(tmp_path: Path) -> None:
    third = second(tmp_path, ("version: 2\n", "version: 3\n"), ("before: 1", "before: 2"))

    assert origins(third, OLD) is None
    assert origins(second(tmp_path, ("version: 2\n", "version: 5\n")), OLD) == origins(NEW, OLD)


def test_an_old_level_without_a_counterpart_is_not_in_the_map(tmp_path: Path) -> None:
    found = origins(second(tmp_path, ("{0: 0, 1: 1, 2: 2, 3: 2}", "{0: 0, 3: 2}")), OLD)

    assert found is not None
    assert found["L8"] == Origin("L8", {0: 0, 3: 2})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fulfilled_from: 2", "fulfilled_from: 3"),
        ("was: [L4]", "was: [L44]"),
    ],
)
def test_what_plan_check_refuses_is_not_compared(tmp_path: Path, old: str, new: str) -> None:
    """Whoever says “same” of other levels, or names an id that never was, gets no false comparison."""
    found = origins(second(tmp_path, (old, new)), OLD)

    assert found is not None
    assert "H1" not in found
    assert "L8" in found


# What differs.


def told(id_: str, old_id: str, new: Plan = NEW, old: Plan = OLD) -> list[tuple[str, int | None, str, str]]:
    return [(each.part, each.level, each.old, each.new) for each in differences(new, id_, old, old_id)]


def test_every_text_and_value_that_differs_in_the_order_of_reading(tmp_path: Path) -> None:
    changed = second(
        tmp_path,
        ("text: Préstamo a escuelas en servicio., kind: servicio", "text: Se presta., kind: acuerdo, guidance: Sí."),
        ("Abrir la biblioteca", "Abrirla"),
    )

    assert told("L7b", "L7", changed) == [
        ("directive", None, "Abrir la biblioteca a todo el barrio.", "Abrirla a todo el barrio."),
        ("text", None, "Préstamo a domicilio y préstamo a escuelas en servicio.", "Se presta."),
        ("guidance", None, "", "Sí."),
        ("kind", None, "servicio", "acuerdo"),
        ("renewal", None, "yearly", "standing"),
        ("descriptor", 0, "Nada en el año.", "Sin acuerdo."),
        ("short", 0, "Nada en el año", "Sin acuerdo"),
        ("descriptor", 1, "Previsto o iniciado en el año.", "Acuerdo en borrador."),
        ("short", 1, "Previsto o iniciado", "En borrador"),
        ("descriptor", 2, "Prestado en el año.", "Acuerdo escrito y vigente."),
        ("short", 2, "Prestado en el año", "Vigente"),
        ("proof", 2, "Registro del año", "Acta publicada"),
        ("descriptor", 3, "Prestado dos años seguidos y evaluado.", "Acuerdo vigente y revisado en el año."),
        ("short", 3, "Prestado dos años seguidos", "Vigente y revisado"),
    ]


def test_an_indicator_that_moved_to_another_pillar(tmp_path: Path) -> None:
    moved = second(tmp_path, ("  - id: fondo\n", "  - id: libros\n"))

    assert told("L1", "L1", moved) == [("pillar", None, "fondo", "libros")]


def test_how_an_accent_is_written_is_no_difference(tmp_path: Path) -> None:
    assert told("H1", "L4", second(tmp_path, ("sábados", "sa\u0301bados"))) == [("proof", 2, "Acta", "Acta publicada")]


@pytest.mark.parametrize(("id_", "old_id"), [("L1", "L1"), ("L3", "L3"), ("H1", "L4"), ("L8", "L8")])
def test_to_be_read_again_is_what_the_fingerprint_says(id_: str, old_id: str) -> None:
    (step,) = (step for step in steps(NEW, OLD) if step.id == id_)
    then, now = fingerprints.wording(OLD, OLD.places[old_id]), fingerprints.wording(NEW, NEW.places[id_])

    assert step.read_again == (then != now)


def seen(found: list[Step]) -> list[tuple[str | None, tuple[str, ...], str, bool, bool]]:
    return [(step.id, step.was, step.change, step.declared, step.comparable) for step in found]


def test_what_became_of_each_in_the_new_order_and_the_retired_last() -> None:
    assert seen(steps(NEW, OLD)) == [
        ("L1", ("L1",), "same", True, True),
        ("L3", ("L3",), "reworded", True, True),
        ("H1", ("L4",), "same", True, True),
        ("L9", ("L5", "L6"), "merged", True, False),
        ("L7a", ("L7",), "split", True, False),
        ("L7b", ("L7",), "split", True, False),
        ("L8", ("L8",), "rescaled", True, True),
        ("L10", (), "new", True, False),
        (None, ("L2",), "retired", True, False),
    ]


def test_what_is_not_declared_is_told_from_the_texts(tmp_path: Path) -> None:
    changed = second(
        tmp_path,
        ("    L2: {change: retired, reason: El catálogo ya no se lleva en papel.}\n", ""),
        ("L3: {change: reworded, reason: Registrar sin ordenar no servía a los lectores.}", "L3: {change: same}"),
    )
    silent = read_plan(written(tmp_path / "silent.yaml", without_comparability(NEW_TEXT))).plan
    assert silent is not None

    assert [each for each in seen(steps(changed, OLD)) if not each[3]] == [
        ("L3", ("L3",), "reworded", False, True),
        (None, ("L2",), "retired", False, False),
    ]
    assert seen(steps(silent, OLD)) == [
        ("L1", ("L1",), "same", True, False),
        ("L3", ("L3",), "reworded", False, False),
        ("H1", (), "new", False, False),
        ("L9", (), "new", False, False),
        ("L7a", (), "new", False, False),
        ("L7b", (), "new", False, False),
        ("L8", ("L8",), "reworded", False, False),
        ("L10", (), "new", False, False),
        *((None, (id_,), "retired", False, False) for id_ in ("L2", "L4", "L5", "L6", "L7")),
    ]


def test_another_scale_that_nobody_speaks_of(tmp_path: Path) -> None:
    text = without_comparability(NEW_TEXT).replace("fulfilled_from: 2", "fulfilled_from: 1")
    plan = read_plan(written(tmp_path / "silent.yaml", text)).plan
    assert plan is not None

    assert seen(steps(plan, OLD))[0] == ("L1", ("L1",), "rescaled", False, False)


# `plan check`.


def test_the_second_edition_holds_together_beside_the_first(tmp_path: Path) -> None:
    done = trata("plan", "check", NEW_FILE, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("biblioteca, version 2, holds together: 2 pillars, 2 directives, 8 indicators, ")


def test_an_id_that_neither_edition_has_is_an_error_at_its_key(tmp_path: Path) -> None:
    written(
        tmp_path / "new.yaml", NEW_TEXT, ("    L1: {change: same}", "    L1: {change: same}\n    Z9: {change: same}")
    )
    line = NEW_TEXT[: NEW_TEXT.index("    L1: {change")].count("\n") + 2
    done = trata("plan", "check", "new.yaml", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(
        f"new.yaml:{line}:5: error unknown-indicator: “Z9” is not an indicator of this plan\n"
    )


FALSE = ("L3: {change: reworded, reason: Registrar sin ordenar no servía a los lectores.}", "L3: {change: same}")
FOUND = [("error", "not-the-same", "comparability.indicators.L3.change")]


def found_by(folder: Path, *arguments: str, typed: str = "") -> list[tuple[str, str, str]]:
    done = trata("plan", "check", *arguments, "--format", "json", cwd=folder, typed=typed)
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == any(each["severity"] == "error" for each in problems)
    return [(each["severity"], each["code"], each["pointer"]) for each in problems]


@pytest.mark.parametrize("place", ["biblioteca-1.yaml", "plans/biblioteca-1.yaml"])
def test_the_edition_before_is_found_beside_the_plan(tmp_path: Path, place: str) -> None:
    written(tmp_path / place, OLD_TEXT)
    new = written(tmp_path / "new.yaml", NEW_TEXT, FALSE)

    assert found_by(tmp_path, "new.yaml") == FOUND
    assert found_by(tmp_path, "-", typed=new.read_text("utf-8")) == FOUND


def test_the_edition_before_is_named(tmp_path: Path) -> None:
    written(tmp_path / "new.yaml", NEW_TEXT, FALSE)

    assert found_by(tmp_path, "new.yaml", "--plan", str(GARDEN_FILE), "--plan", str(OLD_FILE)) == FOUND
    assert found_by(tmp_path, "new.yaml") == [("warning", "edition-before-missing", "comparability.before")]


def test_the_shipped_plan_is_an_edition_before(tmp_path: Path) -> None:
    entries = "".join(f"    {id_}: {{change: same}}\n" for id_ in PLAN.places if id_ != "D43")
    text = (Path(__file__).parents[1] / "data" / "plan.yaml").read_text("utf-8")
    text = text.replace("\nversion: 1\n", "\nversion: 2\n") + f"\ncomparability:\n  before: 1\n  indicators:\n{entries}"
    written(tmp_path / "next.yaml", text + "    D43: {change: reworded, reason: Más claro.}\n")

    assert found_by(tmp_path, "next.yaml") == [("warning", "nothing-changed", "comparability.indicators.D43.change")]


def test_an_edition_before_with_errors_is_said(tmp_path: Path) -> None:
    written(tmp_path / "biblioteca-1.yaml", OLD_TEXT, ("fulfilled_from: 2", "fulfilled_from: 7"))
    written(tmp_path / "new.yaml", NEW_TEXT)

    assert found_by(tmp_path, "new.yaml") == [
        ("warning", "edition-before-missing", "comparability.before"),
        ("error", "bad-threshold", "fulfilled_from"),
    ]


def test_a_warning_between_editions_may_stand_and_is_idle_nowhere(tmp_path: Path) -> None:
    """Elsewhere nobody looks for it: a comment that lets it stand does nothing wrong there."""
    why = "version: 2  # trata: ignore=comparability-missing La primera se perdió."
    path = written(tmp_path / "new.yaml", without_comparability(NEW_TEXT), ("version: 2", why))

    assert found_by(tmp_path, "new.yaml") == []
    assert read_plan(path).problems == ()
    document = read_plan(written(tmp_path / "first.yaml", OLD_TEXT, ("version: 1", why.replace("2", "1", 1)))).document
    assert [problem.code for problem in check_plan(document, Shelf()).problems] == ["ignore-unused"]


def test_answers_to_the_edition_before_are_to_be_read_again(tmp_path: Path) -> None:
    """Whoever takes a file over to the second edition is told of each indicator whose words are others."""
    words: Mapping[str, str] = {id_: fingerprints.wording(OLD, OLD.places[id_]) for id_ in ("L1", "L3", "L8")}
    answers = "".join(f"  {id_}: {{level: 1, wording: {words[id_]}}}\n" for id_ in words)
    head = "format: trata/assessment/1\nplan: {id: biblioteca, version: 2}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
    written(tmp_path / "XPE-2026.yaml", f"{head}answers:\n{answers}")
    written(tmp_path / "plans" / "biblioteca-2.yaml", NEW_TEXT)
    done = trata("validate", "XPE-2026.yaml", "--format", "json", cwd=tmp_path)
    found = [(each["code"], each["pointer"]) for each in json.loads(done.stdout)["problems"]]

    assert done.returncode == 0
    assert found == [("re-read", "answers.L3.wording"), ("re-read", "answers.L8.wording")]


# `plan diff`.


def diff(*arguments: str | Path, cwd: Path, code: int = 0) -> str:
    done = trata("plan", "diff", *arguments, cwd=cwd)
    assert (done.returncode, done.stderr) == (code, "")
    return done.stdout


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            OLD,
            OLD,
            [
                "biblioteca, version 1 → biblioteca, version 1",
                "  same  8",
                "Comparable: 8 of 8.",
                "8 indicators are as they were and are not listed.",
                "Both call themselves the same edition: indicators are paired by their ids.",
            ],
        ),
        (
            GARDEN,
            OLD,
            [
                "huerto, version 1 → biblioteca, version 1",
                "  new      8",
                "  retired  6",
                "Comparable: 0 of 8.",
                "These are two plans and not two editions of one: indicators are only paired by their ids.",
            ],
        ),
        (
            NEW,
            OLD,
            [
                "biblioteca, version 2 → biblioteca, version 1",
                "  same      1",
                "  reworded  2",
                "  new       5",
                "  retired   5",
                "Comparable: 0 of 8.",
                "1 indicator is as it was and is not listed.",
                "The second one does not say how it compares with the first (comparability): indicators are paired by "
                "their ids, and no years are compared.",
            ],
        ),
    ],
)
def test_its_first_lines_say_how_much_can_be_compared(old: Plan, new: Plan, sentences: list[str]) -> None:
    lines = [line.text for line in plan_diff_lines(build(old, new), Look(width=1000))]

    assert lines[: len(sentences)] == sentences
    assert lines[len(sentences) :][:1] in ([], [""])


def test_what_is_not_declared_is_named_so(tmp_path: Path) -> None:
    written(tmp_path / "new.yaml", NEW_TEXT, FALSE)
    shown = diff(OLD_FILE, "new.yaml", cwd=tmp_path)

    assert "\nL3 · reworded, undeclared\n" in shown
    assert shown.count("undeclared") == 1


def test_a_level_without_a_counterpart_is_said(tmp_path: Path) -> None:
    written(tmp_path / "new.yaml", NEW_TEXT, ("{0: 0, 1: 1, 2: 2, 3: 2}", "{0: 0, 3: 2}"))

    assert "  Levels: 0 → 0, 1 → none, 2 → none, 3 → 2\n" in diff(OLD_FILE, "new.yaml", cwd=tmp_path)


def test_editions_by_their_names(tmp_path: Path) -> None:
    written(tmp_path / "plans" / "biblioteca-1.yaml", OLD_TEXT)
    written(tmp_path / "assessments" / "plans" / "biblioteca-2.yaml", NEW_TEXT)

    assert diff("biblioteca-1", "biblioteca-2", cwd=tmp_path) == diff(OLD_FILE, NEW_FILE, cwd=tmp_path)
    assert diff("oea-trata-1", "oea-trata-1", cwd=tmp_path).splitlines()[1:3] == ["  same  53", "Comparable: 53 of 53."]


@pytest.mark.parametrize(
    ("name", "begins"),
    [("diff.json", "{\n"), ("diff.MD", "# biblioteca, version 1 → biblioteca, version 2\n"), ("diff", "biblioteca, ")],
)
def test_it_goes_by_the_name_of_its_output(tmp_path: Path, name: str, begins: str) -> None:
    assert diff(OLD_FILE, NEW_FILE, "-o", name, cwd=tmp_path) == ""
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_a_format_that_is_named_goes_before(tmp_path: Path) -> None:
    diff(OLD_FILE, NEW_FILE, "-o", "diff.md", "--format", "json", cwd=tmp_path)

    assert json.loads((tmp_path / "diff.md").read_text("utf-8"))["version"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.yaml", NEW_FILE], "trata: none.yaml can't be opened: it does not exist.\n"),
        (
            ["biblioteca-7", NEW_FILE],
            "trata: biblioteca-7 is neither a file nor an edition in plans/, in assessments/plans/ or among those that "
            "came with trata.\n",
        ),
        ([OLD_FILE], "trata: NEW is missing.\nHelp: trata plan diff --help\n"),
        (
            [OLD_FILE, NEW_FILE, "--format", "html"],
            "trata: --format takes one of: text, md, json; not “html”.\nHelp: trata plan diff --help\n",
        ),
    ],
)
def test_wrong_use_of_plan_diff(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = trata("plan", "diff", *arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("named", ["biblioteca-1.yaml", "biblioteca-1"])
def test_a_plan_with_errors_is_refused_with_its_problems(tmp_path: Path, named: str) -> None:
    folder = tmp_path if "." in named else tmp_path / "plans"
    written(folder / "biblioteca-1.yaml", OLD_TEXT, ("fulfilled_from: 2", "fulfilled_from: 7"))
    done = trata("plan", "diff", named, NEW_FILE, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert re.match(r"trata: \S*biblioteca-1\.yaml:\d+:17: error bad-threshold: ", done.stderr)


HOSTILE = "**no** ~~x~~ <b>y</b> | `z` \u202e # 1. - + [l](javascript:a) {+p+} [-q-] a@example.org"


def test_users_texts_are_no_markdown(tmp_path: Path) -> None:
    text = NEW_TEXT.replace("Donaciones registradas y ordenadas en los estantes.", json.dumps(HOSTILE))
    plan = read_plan(written(tmp_path / "new.yaml", text)).plan
    assert plan is not None
    reader = MarkdownIt("gfm-like")
    reader.linkify.set({"fuzzy_link": False})  # GitHub makes no link of an address without a protocol
    html = reader.render(plan_diff_markdown(build(OLD, plan)))

    said = HOSTILE.replace("\u202e", "⟨U+202E⟩").replace("<", "&lt;").replace(">", "&gt;")
    (line,) = (line for line in html.splitlines() if line.startswith("<li>Text: ") and "javascript" in line)
    assert (
        line.replace("<span>@</span>", "@") == f"<li>Text: <s>Donaciones registradas.</s> <strong>{said}</strong></li>"
    )


def test_on_a_terminal_no_text_moves_the_cursor(tmp_path: Path) -> None:
    text = NEW_TEXT.replace("Donaciones registradas y ordenadas en los estantes.", json.dumps(HOSTILE))
    plan = read_plan(written(tmp_path / "new.yaml", text)).plan
    assert plan is not None

    assert all(line.text.isprintable() for line in plan_diff_lines(build(OLD, plan), Look(width=60)))


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line.text) for line in plan_diff_lines(build(OLD, NEW), Look(width=width))) <= width


@pytest.mark.parametrize(
    ("old", "new", "segments"),
    [
        ("", "", []),
        ("a b", "a  b\n", [("=", "a b")]),
        ("", "a b", [("+", "a b")]),
        ("a b", "", [("-", "a b")]),
        ("a b c", "a x c", [("=", "a"), ("-", "b"), ("+", "x"), ("=", "c")]),
        ("a c", "a b c", [("=", "a"), ("+", "b"), ("=", "c")]),
    ],
)
def test_word_by_word(old: str, new: str, segments: list[tuple[str, str]]) -> None:
    assert list(word_by_word(old, new)) == segments


@pytest.mark.parametrize(
    ("old", "new", "segments"),
    [
        ("x", "y", [("-", "x"), ("+", "y")]),
        ("x", "", [("-", "x")]),
        ("", "y", [("+", "y")]),
        ("x k z", "y k", [("-", "x k z"), ("+", "y k")]),
        ("", "", []),
    ],
)
def test_of_a_very_long_text_only_its_ends_are_compared(old: str, new: str, segments: list[tuple[str, str]]) -> None:
    """A plan may have a text of a million words: comparing each with each would take days."""
    head, tail = "a " * 200_000, " b" * 200_000
    found = list(word_by_word(f"{head}{old}{tail}", f"{head}{new}{tail}"))

    if segments:
        assert found == [("=", head.strip()), *segments, ("=", tail.strip())]
    else:
        assert found == [("=", head.strip() + tail)]
