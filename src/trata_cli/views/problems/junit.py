"""Problems as a JUnit report, which GitLab, Jenkins and most other CI services show as tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from trata_cli.model.problem import Problem, Severity, dotted
from trata_cli.model.text import visible
from trata_cli.views.problems.text import block
from trata_cli.views.problems.words import message

_PASSED: Final = "validate"
"""The name of the one test of a file without problems."""


def as_junit(problems: Iterable[Problem], files: Iterable[str], grave: Collection[Severity]) -> str:
    """A suite of tests for each file, a test for each problem, and one that passes for a file without.

    A problem of a grave severity is a failure; others are told in what a test that passes puts out.
    """
    # Every text is visible first: XML has no way to write a control character.
    by_file: dict[str, list[Problem]] = {visible(name): [] for name in files}
    for problem in problems:
        by_file.setdefault(visible(problem.file), []).append(problem)
    root = Element("testsuites", name="trata")
    for name, found in by_file.items():
        root.append(_suite(name, found, grave))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(file: str, problems: Sequence[Problem], grave: Collection[Severity]) -> Element:
    failures = sum(problem.severity in grave for problem in problems)
    suite = Element("testsuite", name=file, tests=str(len(problems) or 1), failures=str(failures), errors="0")
    for name, problem in zip(_names(problems), problems, strict=True):
        test = SubElement(suite, "testcase", classname=file, name=name)
        if problem.severity in grave:
            SubElement(test, "failure", type=problem.code, message=message(problem)).text = block(problem)
        else:
            SubElement(test, "system-out").text = block(problem)
    if not problems:
        SubElement(suite, "testcase", classname=file, name=_PASSED)
    return suite


def _names(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem's code and pointer, by which a CI knows it again when lines have moved; equal ones are numbered."""
    seen: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        code, pointer = problem.code, visible(dotted(problem.pointer))
        seen[code, pointer] += 1
        number = seen[code, pointer]
        numbered = f"{code}#{number}" if number > 1 else code
        yield f"{numbered} {pointer}" if pointer else numbered
