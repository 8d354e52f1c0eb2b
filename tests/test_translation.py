"""Plans in other languages: what a translation tells, what it never touches, and that the shipped ones are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import messages, translations

from tests import test_screens
from tests.support import PLAN, ROOT, load, trata
from tests.test_cli import COMMANDS
from tests.test_plan_command import MINI
from trata_cli import i18n
from trata_cli.files.plans import Shelf
from trata_cli.files.translations import all_beside
from trata_cli.method import fingerprints
from trata_cli.method.editions import digest
from trata_cli.method.rules import RULES
from trata_cli.method.translation import coverage, fingerprint, texts, translated
from trata_cli.model.plan import SHORT_LENGTH, Plan
from trata_cli.model.translation import Edition, Rendering, Translation
from trata_cli.views.interview import said
from trata_cli.views.manual import rule_lines
from trata_cli.views.terminal import Look

OTHERS = tuple(code for code in i18n.LANGUAGES if code != PLAN.language)
EXAMPLE = ROOT / "assessments" / "XPE-2026.yaml"
HEAD = "format: trata/plan-translation/1\nplan: {id: mini, version: 1}\nlanguage: pt\nstatus: unofficial\n"


def told(plan: Plan, renderings: dict[str, Rendering]) -> Plan:
    name = Edition(id=plan.id, version=plan.version)
    return translated(
        plan,
        Translation(format="trata/plan-translation/1", plan=name, language="xx", status="unofficial", texts=renderings),
    )


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(texts(PLAN))), st.tuples(st.text("ab", min_size=1), st.booleans())))
def test_each_text_is_told_or_stays_and_nothing_else_changes(found: dict[str, tuple[str, bool]]) -> None:
    """Whatever part of a plan is translated, and whatever of that is stale."""
    before = texts(PLAN)
    renderings = {
        place: Rendering(of=fingerprint(before[place] + ("" if is_fresh else " ")), text=text)
        for place, (text, is_fresh) in found.items()
    }
    plan = told(PLAN, renderings)

    fresh = {place: text for place, (text, is_fresh) in found.items() if is_fresh}
    assert texts(plan) == before | fresh
    assert plan.canonical is PLAN
    assert plan.language == "xx"
    assert digest(plan) == digest(PLAN)
    assert fingerprints.wordings(plan) == fingerprints.wordings(PLAN)
    back = told(plan, {place: Rendering(of=fingerprint(text), text=before[place]) for place, text in fresh.items()})
    assert back.canonical is PLAN
    assert back.shown_with(language=PLAN.language).model_dump() == PLAN.model_dump()


def test_the_places_of_a_small_plan(tmp_path: Path) -> None:
    """By what does not move when the plan grows."""
    (tmp_path / "mini.yaml").write_text(MINI, "utf-8")
    assert texts(load(tmp_path / "mini.yaml")) == {
        "title": "Plan mínimo",
        "source.text": "Inventado.",
        "levels.0": "Nada",
        "levels.1": "Algo",
        "reading_rules.1": "«y» exige las dos.",
        "kinds.obra.name": "Obra",
        "kinds.obra.levels.1.short": "Algo",
        "kinds.obra.levels.1.text": "Hay algo.",
        "kinds.obra.levels.1.proof": "Acta",
        "kinds.obra.levels.0.short": "Nada",
        "kinds.obra.levels.0.text": "Nada.",
        "pillars.uno.title": "Único",
        "directives.1.text": "Hacer.",
        "directives.1.erratum": "Sic.",
        "indicators.A1.text": "Hecho.",
        "indicators.A1.guidance": "Del todo.",
        "indicators.A1.not_applicable": "Si ya estaba.",
        "indicators.A2.text": "Dicho.",
        "indicators.A2.levels.1.short": "Dicho",
        "indicators.A2.levels.1.text": "Se dijo.",
    }


class TestTheShipped:
    @pytest.fixture(params=OTHERS)
    def translation(self, request: pytest.FixtureRequest) -> Translation:
        found = {each.translation.language: each for each in all_beside(translations.PLAN, PLAN) if each.translation}
        assert found[request.param].problems == ()
        whole = found[request.param].translation
        assert whole is not None
        return whole

    def test_there_is_one_for_each_language(self) -> None:
        names = {path.name for path in translations.PLAN.parent.glob("plan.*.yaml")}
        assert names == {f"plan.{code}.yaml" for code in OTHERS}

    def test_it_is_whole_and_fresh(self, translation: Translation) -> None:
        count = len(texts(PLAN))
        assert coverage(translation, PLAN) == (count, count)
        assert translation.texts.keys() == texts(PLAN).keys()

    def test_what_is_translated_is_in_another_language(self, translation: Translation) -> None:
        """Sentences of the plan are nowhere left as they were; short words may be the same in both."""
        same = {place for place, text in texts(PLAN).items() if translation.texts[place].text == text}
        assert [place for place in same if texts(PLAN)[place].count(" ") > 3] == []

    def test_short_forms_fit_their_line(self, translation: Translation) -> None:
        short = [each.text for place, each in translation.texts.items() if place.endswith(".short")]
        assert len(short) > 90
        assert [text for text in short if len(text) > SHORT_LENGTH] == []

    def test_numbers_are_those_of_the_plan(self, translation: Translation) -> None:
        """A translation may write a number as a word or the other way round, but never another number."""
        for place, text in texts(PLAN).items():
            ours, theirs = (re.findall(r"[0-9]+", each) for each in (text, translation.texts[place].text))
            assert sorted(ours) == sorted(theirs), place

    def test_the_file_is_as_its_tool_writes_it(self, translation: Translation) -> None:
        before = {place: {"of": each.of, "text": each.text} for place, each in translation.texts.items()}
        path = translations.translation_file(translation.language)
        assert translations.as_yaml(PLAN, translation.language, {}, before) == path.read_text("utf-8")


def english_left(language: str) -> set[str]:
    """Messages of some words whose translation is another text: where one is printed, it was not translated."""
    return {
        sentence
        for message in messages.updated(language)
        for sentence in ([message.id] if isinstance(message.id, str) else message.id or ())
        if sentence.count(" ") > 1 and not re.search(r"[{%]", sentence) and sentence != message.string
    }


@pytest.mark.parametrize("language", OTHERS)
def test_a_report_in_another_language_has_nothing_of_the_others(language: str, tmp_path: Path) -> None:
    """No sentence of the plan in Spanish, no message in English; what the country wrote stays as it was written."""
    command = ("report", EXAMPLE, "--index", "--history", EXAMPLE.parent, "--format", "md", "--audience", "internal")
    said = trata(*command, "--lang", language, cwd=tmp_path).stdout
    plan = Shelf(language=language).first()
    assert plan is not None
    spanish = {text for text in texts(PLAN).values() if " " in text and len(text) > 12} - {*texts(plan).values()}
    english = english_left(language)
    own = EXAMPLE.read_text("utf-8")

    assert i18n.LANGUAGES[0] == "es"
    assert [text for text in spanish if text in said and text not in own] == []
    assert language == "en" or [text for text in english if re.search(rf"\b{re.escape(text)}\b", said)] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    "command",
    [
        ("plan", "show"),
        ("plan", "show", "--format", "md"),
        ("plan", "show", "--format", "html"),
        ("status", EXAMPLE),
        ("report", EXAMPLE, "--format", "md"),
        ("report", EXAMPLE, "--format", "html"),
        ("compare", EXAMPLE.with_name("XPE-2025.yaml"), EXAMPLE),
        ("compare", EXAMPLE.with_name("XPE-2025.yaml"), EXAMPLE, "--format", "md"),
        ("compare", EXAMPLE.with_name("XPE-2025.yaml"), EXAMPLE, "--format", "html"),
    ],
    ids=lambda command: " ".join(str(each) for each in command if "/" not in str(each)),
)
def test_every_output_with_translated_texts_says_so(
    command: tuple[str | Path, ...], language: str, tmp_path: Path
) -> None:
    catalogue = {message.id: message.string for message in messages.updated(language) if message.id}
    note = "The plan's texts are an unofficial translation; the text that counts is the one in {language}."
    spoken = (
        catalogue[note].format(language=catalogue["Spanish"]) if language != "en" else note.format(language="Spanish")
    )
    said = trata(*command, "--lang", language, cwd=tmp_path, COLUMNS="80").stdout
    in_spanish = trata(*command, "--lang", "es", cwd=tmp_path, COLUMNS="80").stdout

    assert squeezed(spoken) in squeezed(said.replace("&#39;", "'"))
    assert "traducción no oficial" not in in_spanish


def squeezed(text: str) -> str:
    """A text whose lines may be broken anywhere, without the signs that Markdown and HTML put before others."""
    return re.sub(r"[\s\\]", "", text)


def test_an_answer_has_the_fingerprint_of_the_text_that_counts(tmp_path: Path) -> None:
    """Whatever the language in which it was asked."""
    found = set()
    for language in i18n.LANGUAGES:
        folder = tmp_path / language
        folder.mkdir()
        trata("init", "XPE", "2026", "-o", "XPE-2026.yaml", cwd=folder, TRATA_LANG=language)
        trata("set", "XPE-2026.yaml", "D01", "--level", "2", cwd=folder, TRATA_LANG=language)
        done = trata("validate", "XPE-2026.yaml", cwd=folder, TRATA_LANG=language)
        assert done.returncode == 0
        found |= set(re.findall(r"wording: (\S+)", (folder / "XPE-2026.yaml").read_text("utf-8")))
    assert found == {fingerprints.wording(PLAN, PLAN.places["D01"])}


def test_a_report_is_verified_with_its_translation(tmp_path: Path) -> None:
    done = trata("report", EXAMPLE, "--format", "html", "-o", "r.html", "--lang", "pt", cwd=tmp_path)
    assert done.returncode == 0
    done = trata("verify", "r.html", EXAMPLE, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"r.html is what {EXAMPLE} gives, byte for byte.\n")


class TestPlanCheck:
    def test_it_names_what_is_stale_and_how_much_there_is(self, tmp_path: Path) -> None:
        (tmp_path / "mini.yaml").write_text(MINI, "utf-8")
        fresh = fingerprint("Plan mínimo")
        (tmp_path / "mini.pt.yaml").write_text(
            f"{HEAD}texts:\n"
            f"  title: {{of: {fresh}, text: Plano mínimo}}\n"
            "  levels.0: {of: t-00000000, text: Nada}\n"
            "  levels.7: {of: t-00000000, text: Sete}\n",
            "utf-8",
        )
        (tmp_path / "mini.fr.yaml").write_text(
            f"{HEAD.replace('pt', 'fr')}texts:\n  title: {{of: {fresh}, text: Plan minimal}}\n", "utf-8"
        )
        done = trata("plan", "check", "mini.yaml", cwd=tmp_path, TRATA_LANG="en")

        now = fingerprint("Nada")
        assert (done.returncode, done.stderr) == (1, "")
        problems, _, verdict = done.stdout.partition("mini, version 1, holds together")
        assert problems == (
            "mini.pt.yaml:7:18: warning translation-stale: the plan's text is another by now than the one translated "
            "here (fingerprint t-00000000)\n"
            "     7 |   levels.0: {of: t-00000000, text: Nada}\n"
            "       |                  ^\n"
            f"       → translate it anew and write its fingerprint: {now}\n"
            "\n"
            "mini.pt.yaml:8:3: error translation-unknown: “levels.7” is no place of a text in the plan\n"
            "     8 |   levels.7: {of: t-00000000, text: Sete}\n"
            "       |   ^\n"
            "       → take it out, or spell the place as the plan's ids and numbers have it\n"
            "\n"
            "2 files, 1 error, 1 warning\n"
        )
        assert verdict.splitlines()[1:] == ["Unofficial translation into French: 1 of 20 texts."]

    def test_of_a_translation_itself(self, tmp_path: Path) -> None:
        (tmp_path / "mini.yaml").write_text(MINI.replace("id: mini", "id: otro"), "utf-8")
        (tmp_path / "mini.pt.yaml").write_text(f"{HEAD}texts: {{}}\n", "utf-8")
        done = trata("plan", "check", "mini.pt.yaml", cwd=tmp_path, TRATA_LANG="en")
        assert done.returncode == 1
        assert "mini.pt.yaml:2:7: error unknown-plan:" in done.stdout

    def test_a_folder_with_one_is_validated(self, tmp_path: Path) -> None:
        (tmp_path / "plans").mkdir()
        (tmp_path / "plans" / "mini-1.yaml").write_text(MINI, "utf-8")
        (tmp_path / "plans" / "mini-1.pt.yaml").write_text(f"{HEAD}texts: {{}}\n", "utf-8")
        done = trata("validate", ".", cwd=tmp_path, TRATA_LANG="en")
        assert (done.returncode, done.stdout) == (0, "2 files, 0 errors, 0 warnings\n")

    @pytest.mark.parametrize(
        "command",
        [("report", ".", "-o", "out"), ("synthesis", "."), ("export", ".", "-o", "out"), ("validate", ".")],
        ids=lambda command: command[0],
    )
    def test_a_folder_in_which_one_lies_is_not_disturbed(self, command: tuple[str, ...], tmp_path: Path) -> None:
        (tmp_path / "plans").mkdir()
        (tmp_path / "plans" / "mini-1.yaml").write_text(MINI, "utf-8")
        (tmp_path / "plans" / "mini-1.pt.yaml").write_text(f"{HEAD}texts: {{}}\n", "utf-8")
        (tmp_path / "XPE-2026.yaml").write_text(
            "format: trata/assessment/1\nplan: {id: mini, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
            "answers: {}\n",
            "utf-8",
        )
        done = trata(*command, cwd=tmp_path, TRATA_LANG="en")
        assert (done.returncode, "mini-1.pt" in done.stdout + done.stderr) == (0, False)

    def test_a_broken_translation_is_not_used(self, tmp_path: Path) -> None:
        (tmp_path / "mini.yaml").write_text(MINI, "utf-8")
        (tmp_path / "mini.pt.yaml").write_text("{", "utf-8")
        plan = Shelf([str(tmp_path / "mini.yaml")], "pt").first()
        assert plan is not None
        assert (plan.title, plan.language, plan.canonical is plan) == ("Plan mínimo", "es", True)


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != "en"])
def test_no_help_and_no_manual_is_in_english(language: str, tmp_path: Path) -> None:
    """Over every command's help and every problem's manual, as far as they are ours: examples are in Spanish."""
    said = [trata(*each.split(), "--help", cwd=tmp_path, TRATA_LANG=language).stdout for each in COMMANDS]
    with i18n.speaking(language):
        said += [line.text for rule in RULES.values() for line in rule_lines(rule, Look(100))]
    spoken = squeezed("\n".join(said))
    left = [text for text in english_left(language) if squeezed(text) in spoken]
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_screen_of_the_interview_fits(language: str) -> None:
    """80×24 with the first prompt, whatever was answered; and what is said below an answer on one line."""
    plan = Shelf(language=language).first()
    assert plan is not None
    missing = "{id}: level {level} without evidence other than statements; to add it: g {id}"
    with i18n.speaking(language):
        for answer in test_screens.worst(plan):
            answers = dict.fromkeys(plan.places, answer)
            for state in test_screens.states(plan, answers, answers):
                for look in test_screens.WIDE:
                    lines = test_screens.first_prompt(state, look)
                    assert len(lines) <= look.height, state.id
                    assert test_screens.too_wide(lines, look) == []
        for id_ in plan.places:
            assert len(said(i18n._(missing).format(id=id_, level=plan.top), test_screens.WIDE[0])) == 1
