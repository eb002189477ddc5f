"""What strangers find first (versions, description, security, decisions, hooks) is true."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.installing import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text())
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]


# --- Version --------------------------------------------------------------------------------


def test_the_version_is_the_same_wherever_it_stands() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    newest = re.search(r"^## \[(\d[\d.]+)\]", CHANGELOG, re.M)
    assert newest is not None
    assert {
        PROJECT["version"],
        PUBLIC["softwareVersion"],
        json.loads((ROOT / "package.json").read_text())["version"],
        lock["version"],
        lock["packages"][""]["version"],
        newest[1],
    } == {PROJECT["version"]}


def test_the_changelog_gives_the_day_of_each_version_newest_first() -> None:
    days = re.findall(r"^## \[\d[\d.]+\] - (\d{4}-\d\d-\d\d)$", CHANGELOG, re.M)
    assert len(days) == len(re.findall(r"^## \[\d", CHANGELOG, re.M))
    assert days == sorted(days, reverse=True)
    assert days[0] == PUBLIC["releaseDate"]


# --- publiccode.yml -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus",
        "softwareType", "description/en/shortDescription", "description/en/longDescription",
        "description/en/features", "legal/license", "maintenance/type", "maintenance/contacts",
        "localisation/localisationReady", "localisation/availableLanguages",
    ],
)  # fmt: skip
def test_publiccode_has_what_the_standard_asks(path: str) -> None:
    value = PUBLIC
    for key in path.split("/"):
        value = value[key]
    assert value not in (None, "", [])


def test_publiccode_keeps_to_the_lengths_and_our_licence() -> None:
    for text in PUBLIC["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
    assert PUBLIC["legal"]["license"] == PROJECT["license"]


def test_both_names_of_publiccode_are_one_file() -> None:
    assert (ROOT / "publiccode.yaml").resolve() == ROOT / "publiccode.yml"


# --- Hooks ----------------------------------------------------------------------------------


def test_hooks_fetch_nothing_and_run_what_the_checks_run() -> None:
    assert [repo["repo"] for repo in HOOKS] == ["local"]
    hooks = HOOKS[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    lint = (ROOT / "Makefile").read_text().partition("\nlint:")[2].partition("\nunit:")[0]
    # The tools and the way they are called, without the Makefile's silence about them.
    asked = re.findall(
        r"-m (?:ruff check|ruff format|mypy|djlint --check|djlint --lint)|lint-imports"
        r"|manage\.py \w+",
        lint,
    )
    entries = " ".join(hook["entry"] for hook in hooks)
    assert [one for one in asked if one not in entries] == []


# --- Security and decisions -----------------------------------------------------------------


def test_every_decision_is_in_the_list_with_its_title() -> None:
    table = (ROOT / "docs" / "decisions" / "README.md").read_text()
    listed = re.findall(r"^\| \[(\d+)\]\((\S+)\) \| (.+?) \|", table, re.M)
    titles = [re.match(r"# (\d+)\. (.+)\n", file.read_text()) for file in DECISIONS]
    assert [(number, path) for number, path, _title in listed] == [
        (title[1], file.name) for title, file in zip(titles, DECISIONS, strict=True) if title
    ]
    for (_number, _path, name), title in zip(listed, titles, strict=True):
        assert title is not None
        assert title[2].startswith(name)


def test_every_decision_says_why_what_and_what_it_costs() -> None:
    for file in DECISIONS:
        if not file.name.startswith("0014"):
            headings = re.findall(r"^## (.+)$", file.read_text(), re.M)
            assert headings == ["Context", "Decision", "Consequences"], file.name


def test_every_file_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`([\w/.-]+\.py)`", (ROOT / "SECURITY.md").read_text())
    assert len(named) > 20
    assert [one for one in named if not _is_there(one)] == []


def _is_there(name: str) -> bool:
    if "/" in name:
        return (ROOT / name).exists() or (ROOT / "tests" / name).exists()
    return any((ROOT / "tests").rglob(name))


PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/glossary.md"]


@pytest.mark.parametrize(
    "page", [*PAGES, *(f"docs/decisions/{one.name}" for one in [Path("README.md"), *DECISIONS])]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text()
    for link in re.findall(r"\]\((?!https?:)([^)#]*)(?:#[\w-]+)?\)", text):
        assert not link or (ROOT / page).parent.joinpath(link).exists(), link
