"""A file as it was in git. No shell is asked: names and revisions may hold whatever they like."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Literal

from trata_cli.files.document import MOST_BYTES, Document, from_bytes

Absence = Literal["no-git", "no-repository", "unknown-revision", "not-there-then"]
"""Why there is no earlier version."""


class NotInGit(Exception):
    """There is no such version of a file, and why."""

    def __init__(self, absence: Absence) -> None:
        """Keep the reason as a word: a command puts it into a sentence."""
        super().__init__(absence)
        self.absence: Absence = absence


def version_of(path: str, revision: str) -> Document:
    """A file of the working tree as it was at a revision: a commit, branch or tag.

    The document has the name of the file today, so that its plan is found where that of today is. Raises NotInGit.
    """
    git = shutil.which("git")
    if git is None:
        raise NotInGit("no-git")
    folder, name = os.path.split(os.path.realpath(path))
    if not _said(git, folder, "rev-parse", "--git-dir"):
        raise NotInGit("no-repository")
    # No revision begins with a hyphen; what does would be taken for an option.
    is_option = revision.startswith("-") or "\0" in revision
    commit = b"" if is_option else _said(git, folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not commit:
        raise NotInGit("unknown-revision")
    at = f"{commit.decode('ascii').strip()}:./{name}"
    if _said(git, folder, "cat-file", "-t", at).strip() != b"blob":
        raise NotInGit("not-there-then")
    return from_bytes(path, _said(git, folder, "cat-file", "blob", at))


def _said(git: str, folder: str, *arguments: str) -> bytes:
    """What git says, as far as a file may be long; nothing where it refuses."""
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen([git, *arguments], cwd=folder, stdin=nothing, stdout=pipe, stderr=nothing) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        said = process.stdout.read(MOST_BYTES + 1)
    return said if process.returncode == 0 or len(said) > MOST_BYTES else b""
