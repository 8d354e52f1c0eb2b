"""Institutions' parts into a whole: what each says stays as its statement, and what they agree on is the answer.

A second merge is a three-way one. What a person has made of an answer in the meantime is told apart from what an
earlier merge made of it by deriving it once more from the statements of before; only the latter follows the parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from trata_cli.method import ids, totals
from trata_cli.model.assessment import Answer, Assessment, Evidence, Level, Statement
from trata_cli.model.plan import Plan

_TEXTS: Final = ("note", "internal_note", "reason")
_SCALARS: Final = ("level", "answered", "wording", "decided", "target")
_OF_THE_HEAD: Final = ("country_name", "institution")
_NOTHING: Final = Answer()


def institution_of(part: Assessment) -> str:
    """Whose part a file is; nothing for a whole."""
    return part.part.institution if part.part else ""


def merged(
    answers: Mapping[str, Answer], parts: Iterable[Assessment], doubtful: Collection[str] = frozenset()
) -> dict[str, Answer]:
    """The answers of a whole of which parts say something new, by id, each as it is then.

    In which order parts come does not matter, nor that one comes twice. Where all institutions that give a level give
    the same, the answer has it, with their texts and evidence; where they differ it has none. A level that a person
    gave since the last merge stays, and so does what it rests on, whatever parts say now: that is in the statements.

    `doubtful` are texts that look like personal data and that nobody has called public: none is joined with another,
    of which somebody may have said so.
    """
    said = sorted(parts, key=institution_of)
    news = {}
    for id_ in dict.fromkeys(id_ for part in said for id_ in part.answers):
        old = answers.get(id_, _NOTHING)
        given = [(institution_of(part), part.answers[id_]) for part in said if id_ in part.answers]
        new = _merged(old, given, doubtful)
        if new != old:
            news[id_] = new
    return news


def _merged(old: Answer, given: Sequence[tuple[str, Answer]], doubtful: Collection[str]) -> Answer:
    statements = _with_statements(old.statements, given)
    if statements == old.statements:
        return old
    before, now = _agreeing(old.statements), _agreeing(statements)
    new = _followed(old, _joined(before, doubtful), _joined(now, doubtful))
    if new is not old:
        texts = {field: _text(field, old, before, now, doubtful) for field in _TEXTS}
        new = new.model_copy(update={**texts, "evidence": _evidence(old.evidence, before, now)})
    return new.model_copy(update={"statements": statements})


# The statements.


def _with_statements(there: Sequence[Statement], given: Sequence[tuple[str, Answer]]) -> tuple[Statement, ...]:
    """The statements of a whole with those that parts bring: an institution's own takes the place of its last."""
    found = list(there)
    for by, answer in given:
        own = statement(by, answer)
        if own == Statement(by=by, role="institution") or own in found:
            continue
        earlier = [n for n, each in enumerate(found) if (each.by, each.role) == (by, "institution")]
        if earlier:
            found[earlier[-1]] = own
        else:
            _insert(found, own)
    for _, answer in given:
        for each in answer.statements:
            if each not in found:
                _insert(found, each)
    return tuple(found)


def statement(by: str, answer: Answer) -> Statement:
    """An answer of an institution's part as the statement that a whole keeps of it."""
    shared = {field: getattr(answer, field) for field in Statement.model_fields if field in Answer.model_fields}
    return Statement(by=by, role="institution", date=answer.answered, **shared)


def _insert(found: list[Statement], new: Statement) -> None:
    """Put a statement where it comes by its author, and behind earlier ones of the same: of several the last counts."""
    order = [_order(each) for each in found]
    is_sorted = order == sorted(order)
    later = (n for n, each in enumerate(order) if each > _order(new) and (is_sorted or each[:2] == (new.role, new.by)))
    found.insert(next(later, len(found)), new)


def _order(said: Statement) -> tuple[str, str, str, str]:
    """Of two of one day the order is arbitrary, and the same whichever comes first."""
    return said.role, said.by, said.date or "", said.model_dump_json()


# What they agree on.


def _agreeing(statements: Iterable[Statement]) -> list[Statement]:
    """The institutions' statements that an answer comes from: none where levels differ.

    Who gives no level is heard where nobody does.
    """
    said = [each for each in statements if each.role == "institution"]
    with_level = [each for each in said if each.level is not None]
    return [] if len({each.level for each in with_level}) > 1 else with_level or said


def _joined(said: Sequence[Statement], doubtful: Collection[str]) -> Answer:
    """The answer that statements which agree give together."""
    days = [each.date for each in said if each.date and len(each.date) == len("2026-03-01")]
    return Answer(
        level=said[0].level if said else None,
        reason=_as_text(_pieces("reason", said), doubtful),
        note=_as_text(_pieces("note", said), doubtful),
        internal_note=_as_text(_pieces("internal_note", said), doubtful),
        evidence=_documents(said),
        answered=max(days, default=None),
        wording=_only(each.wording for each in said),
        decided=max((each.decided for each in said if each.decided), default=None),
        target=_only(each.target for each in said),
    )


def targets_differ(answer: Answer) -> bool:
    """Whether institutions that agree on a level want different things next, and the answer takes up none of it."""
    targets = {each.target for each in _agreeing(answer.statements) if each.target}
    return answer.level is not None and answer.target is None and len(targets) > 1


def _only(values: Iterable[Any]) -> Any:
    """The value that all give that give one; nothing where they give different ones."""
    found = list(dict.fromkeys(each for each in values if each is not None))
    return found[0] if len(found) == 1 else None


def _pieces(field: str, said: Iterable[Statement]) -> list[str]:
    """The different texts that statements have in a field."""
    return list(dict.fromkeys(text for each in said if (text := getattr(each, field))))


def _as_text(pieces: Sequence[str], doubtful: Collection[str]) -> str | None:
    """Texts as one, each on lines of its own."""
    kept = [each for each in pieces if each not in doubtful] if len(pieces) > 1 else []
    return "\n".join(kept or pieces[:1]) or None


def _documents(said: Iterable[Statement]) -> tuple[Evidence, ...]:
    """The evidence of statements, each document once."""
    found: list[Evidence] = []
    for each in said:
        for document in each.evidence:
            _add(found, document)
    return tuple(found)


def _add(found: list[Evidence], new: Evidence) -> None:
    for n, each in enumerate(found):
        if (document := _as_one(each, new)) is not None:
            found[n] = document
            return
    found.append(new)


def _as_one(one: Evidence, other: Evidence) -> Evidence | None:
    """Two pieces as one if they are the same document, with what either says of it; nothing if they are not.

    They are, with the same title, date and place, where nothing else contradicts. What one calls internal is.
    """
    if (one.title, one.date, one.where) != (other.title, other.date, other.where):
        return None
    ours, theirs = (each.model_dump(exclude={"audience"}, exclude_none=True) for each in (one, other))
    if any(ours[field] != theirs[field] for field in ours.keys() & theirs.keys()):
        return None
    audience = "internal" if "internal" in (one.audience, other.audience) else "public"
    return one.model_copy(update={**theirs, "audience": audience})


# What follows, and what stays.


def _followed(old: Answer, before: Answer, now: Answer) -> Answer:
    """The answer with its level, and what belongs to it, as the parts have them now; itself where a person's stays."""
    follows = old.level is None or all(
        getattr(old, field) == getattr(before, field) for field in ("level", "answered", "decided")
    )
    if not follows and old.level != now.level:
        return old
    fields = [field for field in _SCALARS if getattr(old, field) == getattr(before, field)]
    return old.model_copy(update={field: getattr(now, field) for field in fields})


def _text(
    field: str, old: Answer, before: Sequence[Statement], now: Sequence[Statement], doubtful: Collection[str]
) -> str | None:
    """A text as it is joined now; behind one that a person has written only what is new."""
    own, was, new = getattr(old, field), _pieces(field, before), _pieces(field, now)
    if own == _as_text(was, doubtful):
        return _as_text(new, doubtful)
    fresh = [each for each in new if each not in was and each not in doubtful and each not in (own or "")]
    return "\n".join([own, *fresh] if own else fresh) or None


def _evidence(own: tuple[Evidence, ...], before: Sequence[Statement], now: Sequence[Statement]) -> tuple[Evidence, ...]:
    """The evidence as it is joined now; what a person has added stays, and what one has taken out stays out."""
    was, new = _documents(before), _documents(now)
    if own == was:
        return new
    kept = [each for each in own if each in new or each not in was]
    for each in new:
        if each not in was:
            _add(kept, each)
    return tuple(kept)


# The head of the file.


def head(whole: Assessment, parts: Sequence[Assessment], plan: Plan) -> dict[str, Any]:
    """What a whole lacks in its head and parts bring with them, by field; of `assignments` all, with the new ones.

    A name is taken where the parts that have it agree. What was asked of a part is noted as its assignment, unless
    that is all.
    """
    found: dict[str, Any] = {}
    for field in _OF_THE_HEAD:
        name = _only(_named(part, field) for part in parts)
        if name and getattr(whole, field) is None:
            found[field] = name
    asked = {who: names for part in sorted(parts, key=institution_of) for who, names in _asked(part, plan).items()}
    if any(who not in whole.assignments for who in asked):
        found["assignments"] = {**asked, **whole.assignments}
    return found


def left_out(whole: Assessment, part: Assessment) -> list[str]:
    """The fields of a part's head that say something else than the whole (as it is then), and stay in the part."""
    found = [field for field in _OF_THE_HEAD if _named(part, field) not in (None, getattr(whole, field))]
    if any(whole.assignments.get(who) != names for who, names in part.assignments.items()):
        found.append("assignments")
    return found


def _named(part: Assessment, field: str) -> str | None:
    """A name in a part's head; its own institution's is none of the whole's."""
    name: str | None = getattr(part, field)
    return None if field == "institution" and name == institution_of(part) else name


def _asked(part: Assessment, plan: Plan) -> dict[str, tuple[str, ...]]:
    own = part.part.ids if part.part else ()
    is_some = 0 < len(ids.expand(plan, own)) < len(plan.places)
    return {**part.assignments, **({institution_of(part): own} if is_some else {})}


# What is refused, and what is told.

Obstacle = Literal["no-part", "other-country", "other-year", "other-plan"]
"""Why a file can't be merged."""


def obstacle(part: Assessment, other: Assessment) -> Obstacle | None:
    """Why a file can't be merged with another one, a whole or a part, or nothing."""
    if part.part is None:
        return "no-part"
    if part.country != other.country:
        return "other-country"
    if part.year != other.year:
        return "other-year"
    return "other-plan" if part.plan != other.plan else None


def disputes(answers: Mapping[str, Answer], plan: Plan) -> dict[str, list[tuple[str, Level]]]:
    """Who states which level of each indicator that needs a decision, by id, in the plan's order."""
    return {
        id_: [(each.by, each.level) for each in answers[id_].statements if _is_heard(each) and each.level is not None]
        for id_ in plan.places
        if id_ in answers and totals.needs_decision(answers[id_], plan)
    }


def _is_heard(each: Statement) -> bool:
    return each.role == "institution"


def replaced(before: Answer, after: Answer) -> list[str]:
    """The institutions whose statement has taken the place of another one of theirs."""
    gone = {each.by for each in before.statements if _is_heard(each) and each not in after.statements}
    return [each.by for each in after.statements if _is_heard(each) and each.by in gone]


def not_its_own(part: Assessment, plan: Plan) -> list[str]:
    """Indicators that a part answers and was not asked."""
    own = ids.expand(plan, part.part.ids) if part.part else []
    return [id_ for id_ in plan.places if own and id_ in part.answers and id_ not in own]


def no_longer_answered(answers: Mapping[str, Answer], part: Assessment, plan: Plan) -> list[str]:
    """Indicators of a part that it does not answer, and of which the whole has its statement nevertheless."""
    by, own = institution_of(part), ids.expand(plan, part.part.ids if part.part else ()) or list(plan.places)
    return [
        id_
        for id_ in own
        if id_ not in part.answers
        and any(_is_heard(each) and each.by == by for each in answers.get(id_, _NOTHING).statements)
    ]
