"""The tutorial for authors of plugins, followed to the letter in an academy of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.docs.plugin_pages import Block, blocks, file
from tests.installing import QUICKLY, ROOT, Place, make_place, told

PACKAGE = "plugins/buurtpraat"
OFFLINE = "-m pip install --no-index --no-build-isolation --no-deps"


@dataclass
class Story:
    """What became of each block, in order."""

    place: Place
    seen: list[tuple[Block, str]] = field(default_factory=list)
    lesson: str = ""

    @property
    def package(self) -> Path:
        return self.place.folder / PACKAGE

    def tell(self, block: Block) -> str:
        """Do what a block says; returns what one sees."""
        if block.language == "sh":
            return self.shell(block.body, fails=block.flag == "fails")
        if block.language == "diff":
            run = subprocess.run(
                ["git", "apply", "-"],
                input=block.body,
                cwd=self.package,
                env={**os.environ, "GIT_CEILING_DIRECTORIES": str(self.place.folder.parent)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stderr
        elif block.language == "po":
            catalogue = self.package / "buurtpraat/locale/en/LC_MESSAGES/django.po"
            catalogue.write_text(f"{catalogue.read_text()}\n{block.body}")
        return ""

    def shell(self, text: str, *, fails: bool = False) -> str:
        """What these lines print, each typed in the academy's folder."""
        printed = []
        for line in text.splitlines():
            run = self._typed(line)
            assert (run.returncode != 0) == fails, (
                f"{line}\n{run.stdout[-3000:]}{run.stderr[-3000:]}"
            )
            printed.append(run.stdout)
        return self._as_on_the_page("".join(printed))

    def _typed(self, line: str) -> subprocess.CompletedProcess[str]:
        line = line.replace("-m pip install", OFFLINE).replace(
            ".venv/bin/python", self.place.python
        )
        environment = {
            **os.environ,
            "HOME": str(self.place.folder),
            "DJANGO_SETTINGS_MODULE": "academy.settings.test",
            "ACADEMY_DATA_DIR": str(self.place.folder / "data"),
            # What takes long and is not changed on the page is tried once, at the end.
            "PYTEST_ADDOPTS": f"{' '.join(QUICKLY)} -k 'english or test_exercises'",
        }
        for name in ("DATABASE_URL", "PYTHONPATH"):
            environment.pop(name, None)
        if "pip install" in line and os.environ.get("PYTHONPATH"):
            environment["PYTHONPATH"] = os.environ["PYTHONPATH"]
        return subprocess.run(
            ["bash", "-c", line],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def _as_on_the_page(self, text: str) -> str:
        replaced = {
            self.place.python: ".venv/bin/python",
            str(self.place.folder): "/home/you",
            f"PYTHONPATH={ROOT}": "PYTHONPATH=/home/you/academie",
        }
        for one, other in replaced.items():
            text = text.replace(one, other)
        return text


LESSON = """
import django, json
django.setup()
from django.test import Client
from courses.catalogue.models import LessonPage
lesson = LessonPage.objects.get(slug="voor-je-belt")
value = {"statement": "Je spreekt af hoelang.", "is_true": True, "hint": "Denk aan je agenda.",
         "explanation": "Dan weet de ander waar die aan toe is."}
lesson.body.append(("buurtpraat_true_or_false", value))
lesson.save_revision().publish()
address = "/trainingen/bellen/lessen/voor-je-belt/"
exercise = LessonPage.objects.get(pk=lesson.pk).body[-1]
def answer(**data):
    sent = {f"opdracht-{exercise.id}-{name}": value for name, value in data.items()}
    return Client().post(f"{address}opdracht/{exercise.id}/", sent, follow=True).content.decode()
page = Client().get(f"{address}?alles=1").content.decode()
print(page, answer(), answer(choice="yes"), answer(choice="no"), sep="\\n=====\\n")
"""


def test_the_tutorial_works_to_the_letter(tmp_path: Path, migrated_database: Path) -> None:
    """One test, so that nobody follows the whole tutorial twice at the same time."""
    story = follow(tmp_path, migrated_database)
    one_sees_what_the_page_says(story)
    the_exercise_works_in_the_lesson(story)
    all_checks_pass_with_the_other_examples_too(story)
    texts_can_be_collected(story)


def follow(folder: Path, database: Path) -> Story:
    """The tutorial, from the first block to the last."""
    place = make_place(folder, database)
    story = Story(place)
    # What `make demo` does before one begins.
    place.run("manage.py", "trainings", "install", cwd=ROOT)
    for block in blocks("tutorial.md"):
        if "plugins disable" in block.body:
            story.lesson = place.run("-c", LESSON)
        story.seen.append((block, story.tell(block)))
    return story


def one_sees_what_the_page_says(story: Story) -> None:
    compared = 0
    for (_before, seen), (block, _nothing) in pairwise(story.seen):
        if block.language == "text":
            rest = iter(seen.splitlines())
            for line in block.body.splitlines():
                # In this order; what stands between is left out on the page.
                assert any(_shape(line) == _shape(one) for one in rest), f"{line!r}: not in\n{seen}"
            compared += 1
    assert compared == 7


def _shape(line: str) -> str:
    """A line without what differs from day to day: how many tests ran, and how long."""
    if re.search(r"\d+ passed", line):
        return re.sub(r"[\d.]+", "N", re.sub(r", \d+ deselected", "", line))
    return line


def the_exercise_works_in_the_lesson(story: Story) -> None:
    page, nothing, right, wrong = story.lesson.split("\n=====\n")
    assert ("Waar of niet waar?" in page, "Twijfel je?" in page) == (True, True)
    assert "Kies eerst een antwoord." in nothing
    assert ("Goed gezien!" in right, "Goed gezien!" in wrong) == (True, False)
    assert "Het is net andersom." in wrong


def all_checks_pass_with_the_other_examples_too(story: Story) -> None:
    """The files of the other pages are put beside the tutorial's, and the whole kit runs."""
    for block in blocks("testing.md"):
        if block.language == "python":
            file(story.package, block)
    config = str(ROOT / "pyproject.toml")
    # That imports for types stand apart (TC) is more than who begins has to know.
    for action in (("check", "--ignore", "TC"), ("format", "--check")):
        told(sys.executable, "-m", "ruff", *action, "--config", config, ".", cwd=story.package)
    story.place.check_types(story.package)
    # The shown class takes the place of the one without extras: the same checks, once.
    (story.package / "tests" / "test_conformance.py").unlink()
    report = story.place.own_tests(story.package)
    assert re.search(r"^\d+ passed", report, re.M), report


def texts_can_be_collected(story: Story) -> None:
    (block,) = [one for one in blocks("pages-and-style.md") if one.language == "sh"]
    inside = story.package / "buurtpraat"
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    for line in block.body.splitlines():
        name, *arguments = line.split()
        tool = str(Path(sys.executable).parent / name)
        told(tool, *arguments, cwd=inside, environment=bare)
    catalogue = inside / "locale/en/LC_MESSAGES/django.po"
    left = told("msgattrib", "--untranslated", str(catalogue))
    fuzzy = told("msgattrib", "--only-fuzzy", str(catalogue))
    obsolete = told("msgattrib", "--only-obsolete", str(catalogue))
    assert (left, fuzzy, obsolete) == ("", "", "")


def test_what_continuous_integration_runs_exists() -> None:
    (script,) = [
        one.body for one in blocks("testing.md") if one.language == "sh" and "clone" in one.body
    ]
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"make -C academy ([\w-]+)", script):
        assert f"\n{target}: " in makefile
    for line in script.splitlines():
        told("bash", "-n", "-c", line)
