"""Our own style sheets dress what pages have, and nothing else."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCES = ("academy", "courses", "plugins", "templates", "frontend/js", "docs")
KINDS = {".html", ".py", ".js", ".tpl", ".md"}


def test_every_class_of_ours_is_used_or_documented() -> None:
    sheets = "".join(path.read_text() for path in (ROOT / "frontend/css").glob("*.css"))
    pages = "".join(
        path.read_text()
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*")
        if path.suffix in KINDS and "dist" not in path.parts
    )
    used = set(re.findall(r"va-[\w-]+", pages))
    # "va-badge--" before a variable, and "`va-band`, `--dark`" in the documentation.
    made = {name for name in used if name.endswith("--")}
    documented = set(re.findall(r"--[a-z]+", pages))
    unused = {
        name
        for name in re.findall(r"\.(va-[\w-]+)", sheets)
        if name not in used
        and not any(name.startswith(start) for start in made)
        and not ("--" in name and "--" + name.partition("--")[2] in documented)
    }
    assert unused == set()


def test_what_python_draws_in_a_page_is_in_the_sheet_of_that_page() -> None:
    """No template names these classes, so that what looks for them there would miss them."""
    dist = ROOT / "academy/website/static/website/dist"
    drawn = {
        "site": ("courses/catalogue/templatetags",),
        "lesson": ("courses/catalogue/templatetags", "courses/glossary", "courses/learning"),
    }
    whole = (dist / "whole.css").read_text()
    for name, folders in drawn.items():
        sheet = (dist / f"{name}.css").read_text()
        named = {
            found
            for folder in folders
            for path in (ROOT / folder).rglob("*.py")
            # Lessons on paper have a page with a sheet of its own.
            if path.name != "plain_markup.py"
            for found in re.findall(r"va-[\w-]*\w", path.read_text())
        }
        missing = {one for one in named if f".{one}" in whole and f".{one}" not in sheet}
        assert (name, missing) == (name, set())
