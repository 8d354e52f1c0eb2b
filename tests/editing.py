"""What the tests of edits share: the case files, and a reading of YAML that owes nothing to the package."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "edit_cases"


@dataclass(frozen=True)
class Case:
    """A text, an edit of one answer, and the text after it, or nothing where it is refused."""

    name: str
    before: str
    edit: str
    after: str | None


def load(text: str) -> Any:
    """YAML with every scalar as the text that it is, but `None` for what is left empty or written as null."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - builds texts, lists and dicts alone


class _Loader(yaml.BaseLoader):
    """PyYAML's pure loader; the package's own is libyaml's."""


def _scalar(loader: yaml.BaseLoader, node: yaml.ScalarNode) -> str | None:
    empty = node.style is None and node.value in ("", "~", "null", "Null", "NULL")
    return None if empty else loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:str", _scalar)
_Loader.add_constructor("", _scalar)


def told(value: Any) -> Any:
    """A value with all that says nothing left out, numbers as texts."""
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := told(each)) not in (None, {}, [])}
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    return None if value is None else str(value)


def cases(folder: Path = CASES) -> list[Case]:
    return [case for path in sorted(folder.glob("*.txt")) for case in _cases_of(path)]


def _cases_of(path: Path) -> list[Case]:
    found = []
    for part in re.split(r"(?m)^### ", path.read_text(encoding="utf-8") + "\n")[1:]:
        title, _, rest = part.partition("\n")
        pieces = re.split(r"(?m)^== (\w+)\n", rest)
        sections = dict(zip(pieces[1::2], pieces[2::2], strict=True))
        last = list(sections)[-1]
        sections[last] = sections[last].removesuffix("\n")  # the blank line between cases
        texts = {name: decoded(text) for name, text in sections.items()}
        after = None if "refused" in texts else texts["after"]
        found.append(Case(f"{path.stem}: {title}", texts["before"], texts["edit"], after))
    return found


def decoded(text: str) -> str:
    text = re.sub(r"⟨([0-9A-F]+)⟩", lambda sign: chr(int(sign[1], 16)), text.replace("␍", "\r"))
    return text.removesuffix("␄\n").removesuffix("␄")


def encoded(text: str) -> str:
    """The signs for what can't be seen, for whoever writes a new case."""
    text = re.sub(r" +$|[\t\xa0\u202a-\u202e]", lambda c: "".join(f"⟨{ord(x):04X}⟩" for x in c[0]), text, flags=re.M)
    return text.replace("\r", "␍") + ("" if text.endswith("\n") else "␄\n")


def wanted(before: str, edit: str) -> tuple[str, Any]:
    """The id and the whole answer that an edit's lines ask for."""
    answers = copy.deepcopy((load(before) or {}).get("answers"))
    data: dict[str, Any] = answers if isinstance(answers, dict) else {}
    id_ = edit.partition(" ")[0].partition(".")[0]
    for line in edit.splitlines():
        way, _, value = line.partition(" = ")
        _put(data, way.split("."), json.loads(value))
    return id_, data[id_]


def _put(data: Any, way: list[str], value: Any) -> None:
    step, *rest = way
    if isinstance(data, list):
        if int(step) == len(data):
            data.append(value)
        elif rest:
            _put(data[int(step)], rest, value)
        else:
            data[int(step)] = value
    elif not rest:
        data[step] = value
    else:
        if not isinstance(data.get(step), dict | list):
            data[step] = {}
        _put(data[step], rest, value)


def load_quickly(text: str) -> Any:
    """The same for files that hold no null, with libyaml where it is."""
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - texts alone
