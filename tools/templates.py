"""Write `docs/templates.md`: all that a report's template may show, from the types of its view.

Run by `make schemas`.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from trata_cli.views import report
from trata_cli.views.report import ReportView

FILE = Path(__file__).resolve().parents[1] / "docs" / "templates.md"
_LEAVES: Final = {str: "text", int: "number", bool: "yes or no"}

_HEAD: Final = """\
# A layout of one's own

`trata template export DIR` writes the templates of the report into a new folder, with their styles and this page.
Change them, and name yours:

```sh
trata report assessments/XPE-2026.yaml --template DIR/report.html.j2 -o own.html
```

A template is [Jinja](https://jinja.palletsprojects.com/en/stable/templates/). `--format`, else the name of the output,
else the name of the template says whether it writes HTML or Markdown (a Word document has no template).

A short one, for Markdown:

```jinja
# {{ view.country }} {{ view.year }}

{{ view.whole.sentence }}. {{ view.whole.range }}
{% for pillar in view.pillars %}
- {{ pillar.title }}: {{ pillar.headline.fulfilled }} / {{ pillar.headline.applicable }}
{% endfor %}
```

## What there is

- `view`: the report, a [ReportView](#reportview). What is internal is not in the view of a public report: no template
  can print it.
- `style`: in HTML, the style sheets: `report.css` and `change.css` beside the template, else the shipped ones.
- `{{ value }}`: escaped for the format, wherever it comes from. In Markdown it stands on one line.
- `{{ value | prose }}`: a text of several paragraphs, such as a note.
- `{{ url | address }}`: a web address as the goal of a link.
- `{{ value | css }}`: a text as the inside of a string in a style sheet.
- `{{ _("Contents") }}`, `{% trans %}`: the words of the shipped templates in the report's language; others stay as they
  are.
- `{% include "report.md.j2" %}`, `{% from … import … %}`: a template beside this one, else a shipped one.

## What happens

- A mistake (an unknown name, a slip of syntax) is named with the file and its line, exit code 2, and no report is
  written.
- The template runs in Jinja's sandbox, which keeps it from Python's insides. What its `range`s count, and how long the
  report gets, is bounded. That is a fence against mistakes: templates are code, use none of which you don't know who
  wrote it.
- The report carries a manifest, whatever the template: a comment at its end, by which `trata verify REPORT FILE
  --template DIR/report.html.j2` makes it again. The SHA-256 in it covers the template, those that it names, and the
  styles.

## The view

Every field is read-only. A list keeps the plan's order unless it says otherwise.
"""


def document() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_section(each) for each in _views())])


def _views() -> list[type[Any]]:
    """The view and all that stands in it, each after the first in which it stands."""
    found, waiting = [], [ReportView]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found.append(each)
            waiting[:0] = [part for hint in _hints(each).values() for part in _parts(hint)]
    return found


def _hints(view: type[Any]) -> dict[str, Any]:
    """The types of a view's fields; what the report imports may itself name views of the report."""
    return get_type_hints(view, localns=vars(report))


def _parts(hint: Any) -> Iterator[type[Any]]:
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for each in get_args(hint):
        yield from _parts(each)


def _section(view: type[Any]) -> str:
    hints, remarks = _hints(view), _remarks(view)
    said = {each.name: _said(hints[each.name]) for each in fields(view)}
    rows = [f"| `{name}` | {': '.join(filter(None, (holds, remarks.get(name))))} |" for name, holds in said.items()]
    text = _folded(view.__doc__ or "")
    return "\n".join([f"### {view.__name__}", "", text, "", "| field | holds |", "| --- | --- |", *rows, ""])


def _said(hint: Any) -> str:
    """A type in words."""
    if get_origin(hint) in (Union, UnionType):
        return " or ".join("nothing" if each is NoneType else _said(each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        each = _said(get_args(hint)[0])
        return f"list of ({each})" if " or " in each else f"list of {each}"
    return _LEAVES[hint] if hint in _LEAVES else f"[{hint.__name__}](#{hint.__name__.lower()})"


def _remarks(view: type[Any]) -> dict[str, str]:
    """What the source says below a field."""
    found = next(each for each in ast.parse(inspect.getsource(view)).body if isinstance(each, ast.ClassDef))
    said = {}
    for field, below in zip(found.body, found.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            said[ast.unparse(field.target)] = _folded(str(below.value.value))
    return said


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def main() -> int:
    """Write it."""
    FILE.write_bytes(document().encode())
    print(f"docs/{FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
