from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

import dev
from kiosk import __version__
from kiosk.settings import VARIABLES, demo_settings, write_settings

ROOT: Final = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PEERS: Final = ROOT / "tests" / "peers"
DECISIONS: Final = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES: Final = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

BUILT: Final = {"dist/kiosk"}
"""Named in documents, and there only after `dev.py build`."""

FENCE: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
MEDIA_TYPE: Final = re.compile(r"(application|image|text)/[a-z+.-]+")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named_paths(page: Path) -> list[str]:
    """Paths in backticks, blocks of code left out; those from a root are no files of ours."""
    spans = re.findall(r"`([^`\n]+)`", FENCE.sub("", text_of(page)))
    words = [word for span in spans for word in span.split() if "/" in word]
    return [it for it in words if not it.startswith(("/", '"')) and not MEDIA_TYPE.fullmatch(it)]


def headings(page: Path) -> set[str]:
    """The anchors that a page offers, as they are made from its headings."""
    lines = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def defined_in(file: Path) -> set[str]:
    """The names of all classes and functions of a file, those inside of classes too."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(ast.parse(text_of(file))) if isinstance(node, kinds)}


def by_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_the_program_and_the_project_have_one_version() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_every_dependency_is_explained() -> None:
    page = text_of(ROOT / "docs" / "dependencies.md").lower()
    asked = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    asked.append(json.loads(text_of(PEERS / "package.json"))["dependencies"])
    names = [re.split(r"[<>=]", line)[0] for lines in asked for line in lines]
    assert [name for name in names if not name.startswith("types-") and name not in page] == []


def test_the_lock_of_the_peers_has_digests_and_names_no_registry() -> None:
    lock = json.loads(text_of(PEERS / "package-lock.json"))
    ours, *packages = lock["packages"].values()
    assert ours["dependencies"] == json.loads(text_of(PEERS / "package.json"))["dependencies"]
    assert len(packages) > 100
    assert all(it["integrity"].startswith("sha512-") for it in packages)
    assert not any("resolved" in it for it in packages)


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = set(named_paths(page)) - BUILT
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text_of(page))):
        if link.startswith("https://"):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in headings(target), link


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_name_that_a_page_places_in_a_file_is_defined_there(page: Path) -> None:
    places = re.findall(r"`([A-Za-z_.]+)`[ \n]in[ \n]`([\w/]+\.py)`", text_of(page))
    missing = [
        f"{name} in {file}"
        for name, file in places
        if not defined_in(ROOT / file).issuperset(name.split("."))
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_verb_that_a_page_tells_to_run_is_there(page: Path) -> None:
    assert set(re.findall(r"dev\.py ([a-z]+)", text_of(page))) <= dev.VERBS.keys()


def test_decisions_are_numbered_without_gaps_and_said_in_one_form() -> None:
    for number, page in enumerate(DECISIONS, start=1):
        text = text_of(page)
        assert page.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert text.count(part) == 1, f"{page.name}: {part}"


def test_every_decision_and_every_page_can_be_found_from_the_first_one() -> None:
    index = text_of(ROOT / "docs" / "decisions" / "README.md")
    titles = [text_of(page).partition("\n")[0].partition(". ")[2] for page in DECISIONS]
    lines = [
        f"- {page.name[:4]} [{title}]({page.name})"
        for page, title in zip(DECISIONS, titles, strict=True)
    ]
    assert index.splitlines()[-len(lines) :] == lines
    first = text_of(ROOT / "README.md")
    rest = set(PAGES) - set(DECISIONS) - {ROOT / "README.md"}
    assert [by_name(page) for page in rest if f"]({by_name(page)})" not in first] == []


def test_every_setting_is_explained(tmp_path: Path) -> None:
    page = text_of(ROOT / "docs" / "settings.md")
    settings = demo_settings(data_folder=tmp_path, portal_url="https://portal.example")
    write_settings(settings, tmp_path / "settings.toml")
    names = set(VARIABLES)
    tables = [tomllib.loads(text_of(tmp_path / "settings.toml"))]
    for table in tables:
        names |= table.keys()
        for value in table.values():
            inner = value if isinstance(value, list) else [value]
            tables += [it for it in inner if isinstance(it, dict)]
    said = set(re.findall(r"[A-Za-z_]+", " ".join(re.findall(r"`([^`]+)`", page))))
    assert sorted(names - said) == []
