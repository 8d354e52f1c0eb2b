"""Parts of a few institutions, as a generator makes them: every field, few documents, so that some are the same."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from tests.support import GARDEN
from trata_cli.model.assessment import Answer

INSTITUTIONS: Final = ("Consejo Escolar", "Salón 3", "Ñandú: riego # y más")
TEXTS: Final = st.sampled_from(("Se regó.", "Se midió.")) | st.builds(
    "{}x{}".format, *[st.text("abñ é:#-'\"|>{}[],&*!%?~\n\\", max_size=12)] * 2
)
DAYS: Final = st.sampled_from(("2026-03-01", "2026-10-15"))
_DATES: Final = DAYS | st.sampled_from(("2026", "2026-05"))


def _fields(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


EVIDENCE: Final = _fields(
    {
        "title": st.sampled_from(("Acta 3", "Decreto 4")),
        "type": st.sampled_from(("official-act", "internal-document", "third-party", "statement")),
    },
    {
        "date": _DATES,
        "covers": st.sampled_from((2026, [2025, 2026])),
        "issuer": TEXTS,
        "url": st.just("https://x.example/a?b=c#d"),
        "reference": TEXTS,
        "audience": st.just("internal"),
    },
)
_TARGET: Final = _fields({"level": st.integers(0, 2)}, {"by": _DATES, "lead": TEXTS, "action": TEXTS})
_SAID: Final = {
    "level": st.integers(0, 2) | st.sampled_from(("not-applicable", "no-information")),
    "reason": TEXTS,
    "note": TEXTS,
    "internal_note": TEXTS,
    "evidence": st.lists(EVIDENCE, min_size=1, max_size=3),
    "wording": st.sampled_from(("w-01234567", "w-89abcdef")),
    "decided": DAYS,
    "target": _TARGET,
}


def _with_reason(said: dict[str, Any]) -> dict[str, Any]:
    return {"reason": "Porque sí.", **said} if isinstance(said.get("level"), str) else said


OTHERS: Final = _fields(
    {"by": st.sampled_from(("Universidad", "Oficina de Agua")), "role": st.sampled_from(("reviewer", "institution"))},
    {**_SAID, "date": _DATES},
).map(_with_reason)
ANSWERS: Final = _fields(
    {}, {**_SAID, "answered": DAYS, "statements": st.lists(OTHERS, min_size=1, max_size=2)}
).filter(bool)
PARTS: Final = st.dictionaries(
    st.sampled_from(INSTITUTIONS),
    st.dictionaries(st.sampled_from(list(GARDEN.places)), ANSWERS.map(_with_reason), max_size=3),
    min_size=1,
)
"""What each institution says, by indicator, as it stands in a file."""


def answer(fields: dict[str, Any]) -> Answer:
    """An answer of such fields."""
    return Answer.model_validate(_tuples(fields))


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(each) for key, each in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
