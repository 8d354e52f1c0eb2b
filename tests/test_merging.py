"""What institutions say, put together: what they agree on, what stays theirs, and what a person's decision is worth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import merges
from tests.support import GARDEN, assessment
from trata_cli.method import merging, totals
from trata_cli.model.assessment import Answer, Assessment, Evidence, Level, Part, Statement, Target

ID = "R2b"
DEED = Evidence(title="Acta 3", type="internal-document", date="2026-05", reference="Archivo")
LAW = Evidence(title="Decreto 4", type="official-act", date="2026-03-01", issuer="Gobierno", url="https://x.example/4")


def part(institution: str, *ids: str, **answers: Answer) -> Assessment:
    return assessment(GARDEN, answers, part=Part(institution=institution, ids=ids))


def says(institution: str, answer: Answer) -> Assessment:
    return part(institution, **{ID: answer})


def merged(*parts: Assessment, old: Answer | None = None, doubtful: Sequence[str] = ()) -> Answer:
    """The one answer of a whole with some parts in it."""
    before = {} if old is None else {ID: old}
    return {**before, **merging.merged(before, parts, doubtful)}[ID]


def own(answer: Answer) -> Answer:
    return answer.model_copy(update={"statements": ()})


def stated(answer: Answer) -> list[tuple[str, Level | None]]:
    return [(each.by, each.level) for each in answer.statements]


FULL = Answer(
    level=2,
    reason="Bajó la lluvia.",
    note="Se regó.",
    internal_note="Falta el acta.",
    evidence=(DEED,),
    answered="2026-10-01",
    wording="w-01234567",
    decided="2026-10-02",
    target=Target(level=2, by="2027", lead="Escuela", action="Seguir."),
)


def test_an_indicator_answered_once_is_taken_and_its_source_stays() -> None:
    found = merged(says("Uno", FULL))
    assert own(found) == FULL
    assert found.statements == (
        Statement(
            by="Uno",
            role="institution",
            level=2,
            reason="Bajó la lluvia.",
            note="Se regó.",
            internal_note="Falta el acta.",
            evidence=(DEED,),
            date="2026-10-01",
            wording="w-01234567",
            decided="2026-10-02",
            target=Target(level=2, by="2027", lead="Escuela", action="Seguir."),
        ),
    )


def test_equal_levels_join_what_they_say() -> None:
    one = Answer(
        level=1, note="Se regó.", internal_note="a", evidence=(DEED, LAW), answered="2026-10-03", wording="w-00000000"
    )
    two = Answer(level=1, note="Se midió.\nDos veces.", internal_note="a", evidence=(LAW,), answered="2026-09-01")
    silent = Answer(note="No es cosa nuestra.")
    found = merged(says("Dos", two), says("Uno", one), says("Tres", silent))
    assert own(found) == Answer(
        level=1,
        note="Se midió.\nDos veces.\nSe regó.",
        internal_note="a",
        evidence=(LAW, DEED),
        answered="2026-10-03",
        wording="w-00000000",
    )
    assert stated(found) == [("Dos", 1), ("Tres", None), ("Uno", 1)]


@pytest.mark.parametrize("word", ["not-applicable", "no-information"])
def test_a_word_is_an_answer_like_a_level(word: Any) -> None:
    found = merged(says("Uno", Answer(level=word, reason="x")), says("Dos", Answer(level=word, reason="y")))
    assert own(found) == Answer(level=word, reason="y\nx")
    found = merged(says("Uno", Answer(level=word, reason="x")), says("Dos", Answer(level=2)))
    assert (own(found), stated(found)) == (Answer(), [("Dos", 2), ("Uno", word)])
    assert totals.state(found, GARDEN) == totals.UNDECIDED


def test_levels_that_differ_all_stay_and_none_is_taken() -> None:
    found = merged(says("Uno", FULL), says("Dos", Answer(level=0, note="Seco.")), says("Tres", FULL))
    assert (own(found), stated(found)) == (Answer(), [("Dos", 0), ("Tres", 2), ("Uno", 2)])


def test_what_nobody_gives_a_level_is_still_work_that_was_done() -> None:
    found = merged(says("Uno", Answer(note="Por medir.")), says("Dos", Answer(evidence=(LAW,))))
    assert own(found) == Answer(note="Por medir.", evidence=(LAW,))


def test_targets_that_differ_stay_with_whoever_set_them() -> None:
    one, two = Target(level=2, by="2027"), Target(level=2, by="2028")
    found = merged(says("Uno", Answer(level=1, target=one)), says("Dos", Answer(level=1, target=two)))
    assert (found.target, [each.target for each in found.statements]) == (None, [two, one])
    assert merging.targets_differ(found)
    agreed = merged(says("Uno", Answer(level=1, target=one)), says("Dos", Answer(level=1, target=one)))
    assert (agreed.target, merging.targets_differ(agreed)) == (one, False)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, [{}]),
        ({"issuer": "Gobierno"}, {"covers": (2026,)}, [{"issuer": "Gobierno", "covers": (2026,)}]),
        ({"audience": "internal"}, {"issuer": "Gobierno"}, [{"audience": "internal", "issuer": "Gobierno"}]),
        ({}, {"audience": "internal"}, [{"audience": "internal"}]),
        ({"issuer": "Gobierno"}, {"issuer": "Alcaldía"}, [{"issuer": "Gobierno"}, {"issuer": "Alcaldía"}]),
        ({}, {"type": "statement"}, [{}, {"type": "statement"}]),
        ({}, {"date": "2026"}, [{}, {"date": "2026"}]),
        ({}, {"url": "https://x.example/"}, [{}, {"url": "https://x.example/"}]),
        ({}, {"title": "Acta 33"}, [{}, {"title": "Acta 33"}]),
    ],
)
def test_no_document_twice(one: dict[str, Any], other: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    def document(changes: dict[str, Any]) -> Evidence:
        return DEED.model_copy(update=changes)

    found = merged(
        says("A", Answer(level=1, evidence=(document(one),))), says("B", Answer(level=1, evidence=(document(other),)))
    )
    assert list(found.evidence) == [document(each) for each in expected]


def test_reviewers_of_a_part_go_with_it_and_the_last_word_stays_the_last() -> None:
    early = Statement(by="Universidad", role="reviewer", level=1, date="2026-09-01")
    late = Statement(by="Universidad", role="reviewer", level=2, date="2026-11-01")
    office = Statement(by="Dirección de Riego", role="institution", level=1)
    old = Answer(level=1, statements=(late,))
    found = merged(says("Uno", Answer(level=1, statements=(early, office))), old=old)
    assert [(each.by, each.level) for each in found.statements if each.role == "reviewer"] == [
        ("Universidad", 1),
        ("Universidad", 2),
    ]
    assert office in found.statements


# A second merge.


def test_the_same_part_again_changes_nothing_whatever_a_person_did_meanwhile() -> None:
    first = merged(says("Uno", FULL))
    edited = first.model_copy(update={"level": 1, "note": None, "evidence": (), "answered": "2026-11-01"})
    assert merging.merged({ID: edited}, [says("Uno", FULL)]) == {}


def test_a_part_that_changed_is_followed_where_nobody_decided() -> None:
    first = merged(says("Uno", Answer(level=1, note="Poco.", evidence=(DEED,))))
    found = merged(says("Uno", Answer(level=2, note="Más.", evidence=(LAW,))), old=first)
    assert found == merged(says("Uno", Answer(level=2, note="Más.", evidence=(LAW,))))


def test_what_was_undecided_is_taken_once_they_agree_and_the_other_way_round() -> None:
    apart = merged(says("Uno", Answer(level=1)), says("Dos", Answer(level=2, note="n")))
    agreed = merged(says("Uno", Answer(level=2)), old=apart)
    assert own(agreed) == Answer(level=2, note="n")
    assert merged(says("Uno", Answer(level=1)), old=agreed) == apart


DECIDED = {"level": 1, "reason": "Se revisó.", "answered": "2026-11-20", "decided": "2026-11-20"}


@pytest.mark.parametrize("level", [0, 2])
def test_a_decision_stays_whatever_is_said_later(level: int) -> None:
    apart = merged(says("Uno", Answer(level=1)), says("Dos", Answer(level=2, note="n")))
    decided = apart.model_copy(update=DECIDED)
    found = merged(says("Uno", Answer(level=level, note="Otra cosa.")), says("Tres", Answer(level=0)), old=decided)
    assert own(found) == Answer(**DECIDED)
    assert stated(found) == [("Dos", 2), ("Tres", 0), ("Uno", level)]


def test_a_decision_stays_when_all_come_round_to_it_and_leave_it_again() -> None:
    decided = merged(says("Uno", Answer(level=1)), says("Dos", Answer(level=2))).model_copy(update=DECIDED)
    round_ = merged(says("Dos", Answer(level=1, note="Es 1.")), old=decided)
    assert own(round_) == Answer(**DECIDED, note="Es 1.")
    again = merged(says("Dos", Answer(level=0)), old=round_)
    assert (again.level, again.reason, again.decided) == (1, "Se revisó.", "2026-11-20")


def test_a_level_that_the_whole_has_of_its_own_stays_and_has_to_be_explained() -> None:
    typed = Answer(level=2, note="De la Mesa.", answered="2026-10-01")
    found = merged(says("Uno", Answer(level=0, note="Seco.", evidence=(DEED,))), old=typed)
    assert (own(found), stated(found)) == (typed, [("Uno", 0)])
    assert totals.needs_decision(found, GARDEN)
    assert merging.disputes({ID: found}, GARDEN) == {ID: [("Uno", 0)]}


def test_a_part_that_agrees_with_the_whole_joins_it() -> None:
    typed = Answer(level=1, note="De la Mesa.", evidence=(DEED,), answered="2026-10-01", target=Target(level=2))
    said = Answer(level=1, note="Se regó.", evidence=(DEED, LAW), answered="2026-11-01", target=Target(level=1))
    found = merged(says("Uno", said), old=typed)
    assert own(found) == typed.model_copy(update={"note": "De la Mesa.\nSe regó.", "evidence": (DEED, LAW)})
    assert not totals.needs_decision(found, GARDEN)


def test_what_a_person_added_or_took_out_stays_so() -> None:
    first = merged(says("Uno", Answer(level=1, note="Se regó.", evidence=(DEED,))))
    third = DEED.model_copy(update={"title": "Acta 5"})
    edited = first.model_copy(update={"note": "Se regó mucho.", "evidence": (third,), "target": Target(level=2)})
    changed = Answer(level=1, note="Se regó.", internal_note="Ver.", evidence=(DEED, LAW))
    found = merged(says("Uno", changed), old=edited)
    assert own(found) == Answer(
        level=1, note="Se regó mucho.", internal_note="Ver.", evidence=(third, LAW), target=Target(level=2)
    )


def test_a_doubtful_text_is_not_joined_with_another_and_stays_with_its_source() -> None:
    doubtful = ["Llamar a la directora."]
    one, two = Answer(level=1, note=doubtful[0]), Answer(level=1, note="Se regó.")
    alone = merged(says("Uno", one), doubtful=doubtful)
    assert alone.note == doubtful[0]
    both = merged(says("Dos", two), old=alone, doubtful=doubtful)
    assert (both.note, [each.note for each in both.statements]) == ("Se regó.", ["Se regó.", doubtful[0]])
    typed = Answer(level=1, note="De la Mesa.", answered="2026-10-01")
    assert merged(says("Uno", one), old=typed, doubtful=doubtful).note == "De la Mesa."
    reasons = [Answer(level="not-applicable", reason=each) for each in ("Uno llama.", "Otro llama.")]
    found = merged(says("A", reasons[0]), says("B", reasons[1]), doubtful=["Uno llama.", "Otro llama."])
    assert found.reason == "Uno llama."  # the word needs one


# The head, and what is told.


def test_the_head_takes_what_the_parts_agree_on() -> None:
    whole = assessment(GARDEN, {})
    one = part("Uno", "suelo").model_copy(update={"institution": "Consejo", "country_name": "País Ejemplo"})
    two = part("Dos", "S-1", "agua").model_copy(update={"institution": "Dos"})
    every = part("Tres", "suelo", "agua")
    assert merging.head(whole, [one, two, every], GARDEN) == {
        "country_name": "País Ejemplo",
        "institution": "Consejo",
        "assignments": {"Dos": ("S-1", "agua"), "Uno": ("suelo",)},
    }
    assert [merging.left_out(whole, each) for each in (one, two, every)] == [["country_name", "institution"], [], []]


def test_the_head_of_a_whole_stays_as_it_is() -> None:
    whole = assessment(GARDEN, {}, institution="Consejo", country_name="Ejemplo", assignments={"Uno": ("agua",)})
    one = part("Uno", "suelo").model_copy(update={"institution": "Otro", "country_name": "País"})
    assert merging.head(whole, [one], GARDEN) == {}
    assert merging.left_out(whole, one) == ["country_name", "institution"]
    asks = part("Dos").model_copy(update={"assignments": {"Uno": ("suelo",), "Tres": ("S-1",)}})
    found = merging.head(whole, [asks], GARDEN)
    assert found == {"assignments": {"Tres": ("S-1",), "Uno": ("agua",)}}
    assert merging.left_out(whole.model_copy(update=found), asks) == ["assignments"]


def test_what_a_part_no_longer_answers_is_named() -> None:
    first = merging.merged({}, [part("Uno", "suelo", **{"S-1": Answer(level=1), "S-2": Answer(level=1)})])
    now = part("Uno", "suelo", **{"S-2": Answer(level=1)})
    assert merging.no_longer_answered(first, now, GARDEN) == ["S-1"]
    assert merging.no_longer_answered(first, part("Dos", "suelo"), GARDEN) == []


def test_what_is_not_its_own() -> None:
    answers = {"S-1": Answer(level=1), "agua_uno": Answer(level=1), "agua_dos": Answer(level=1)}
    assert merging.not_its_own(part("Uno", "suelo", "agua_dos", **answers), GARDEN) == ["agua_uno"]
    assert merging.not_its_own(part("Uno", **answers), GARDEN) == []  # without ids all are


# Laws.


def as_parts(drawn: dict[str, dict[str, Any]]) -> list[Assessment]:
    return [part(who, **{id_: merges.answer(each) for id_, each in said.items()}) for who, said in drawn.items()]


@settings(deadline=None, max_examples=50)
@given(merges.PARTS)
def test_every_value_is_found_again(drawn: dict[str, dict[str, Any]]) -> None:
    parts = as_parts(drawn)
    found = merging.merged({}, parts)
    for each in parts:
        for id_, answer in each.answers.items():
            statements = found[id_].statements
            ours = [said for said in statements if said.by == merging.institution_of(each)]
            assert own(answer) == Answer() or told(answer) in map(told, ours)
            assert set(map(repr, answer.statements)) <= set(map(repr, statements))


def told(said: Answer | Statement) -> dict[str, Any]:
    """All that an answer says of itself, or the statement that was made of it."""
    fields = said.model_dump(exclude={"statements", "by", "role"})
    fields["date"] = fields.pop("answered", None) or fields.get("date")
    return fields


@settings(deadline=None, max_examples=50)
@given(merges.PARTS)
def test_the_order_does_not_matter_nor_how_often(drawn: dict[str, dict[str, Any]]) -> None:
    parts = as_parts(drawn)
    at_once = merging.merged({}, parts)
    assert merging.merged(at_once, parts) == {}
    for order in permutations(parts):
        assert merging.merged({}, [*order, order[0]]) == at_once
        one_by_one: dict[str, Answer] = {}
        for each in order:
            one_by_one |= merging.merged(one_by_one, [each])
        assert one_by_one == at_once


@settings(deadline=None, max_examples=50)
@given(merges.PARTS, merges.PARTS)
def test_a_part_that_changed_leaves_what_merging_it_now_would_make(
    before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]
) -> None:
    old, new = as_parts(without_others(before)), as_parts(without_others(now))
    found = merging.merged({}, old)
    found |= merging.merged(found, new)
    latest = {(merging.institution_of(p), id_): answer for p in [*old, *new] for id_, answer in p.answers.items()}
    people = dict.fromkeys(who for who, _ in latest)
    parts = [part(who, **{id_: each for (by, id_), each in latest.items() if by == who}) for who in people]
    assert found == merging.merged({}, parts)


def without_others(drawn: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Parts without the statements of others: those of before stay beside those of now."""
    return {
        who: {id_: {k: v for k, v in each.items() if k != "statements"} | {"note": "x"} for id_, each in said.items()}
        for who, said in drawn.items()
    }


@settings(deadline=None, max_examples=50)
@given(merges.PARTS, merges.PARTS, st.integers(0, 2))
def test_a_decision_is_never_overwritten(
    before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]], level: int
) -> None:
    decision = {"level": level, "reason": "Se decidió.", "answered": "2026-12-24", "decided": "2026-12-24"}
    found = {id_: each.model_copy(update=decision) for id_, each in merging.merged({}, as_parts(before)).items()}
    for id_, each in merging.merged(found, as_parts(now)).items():
        if id_ in found:
            assert {field: getattr(each, field) for field in decision if field != "reason"} == {
                field: value for field, value in decision.items() if field != "reason"
            }
            assert (each.reason or "").startswith("Se decidió.")
