"""No circle of files: imports inside functions and for type checkers count too."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDERS = ("academy", "courses", "plugins", "bench", "scripts", "tests")


def _files(root: Path) -> dict[str, Path]:
    """Every module by its dotted name; migrations are history."""
    found = {}
    for folder in FOLDERS:
        for file in (root / folder).rglob("*.py"):
            parts = file.relative_to(root).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts).removesuffix(".__init__")] = file
    return found


def _imports(file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                module = inside if inside in known else node.module
                if module in known:
                    yield module


def circle_in(root: Path) -> list[str]:
    """A circle of modules that import each other, or nothing."""
    known = _files(root)
    graph = {name: set(_imports(file, known)) - {name} for name, file in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle_in(Path(settings.BASE_DIR)) == []


def test_a_circle_that_hides_in_a_function_is_found(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses/__init__.py").touch()
    (tmp_path / "courses/one.py").write_text("from courses.two import b\n")
    (tmp_path / "courses/two.py").write_text("def b():\n    from courses import one\n")
    assert set(circle_in(tmp_path)) == {"courses.one", "courses.two"}
