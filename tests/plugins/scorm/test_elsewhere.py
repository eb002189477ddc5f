"""Exercises in words: what another player gets of each, and what a trainer reads beforehand."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from courses.catalogue.services import activate_plugin
from courses.learning import services as learning
from courses.people.enums import Role
from courses.plugin_api.api import PortableAnswer, PortableQuestion
from plugins.scorm import exporting
from plugins.scorm.elsewhere import ShownQuestion
from tests.factories import TrainingFactory, make_lesson, person_in_role
from tests.plugins.scorm.made import simple, training_with
from tests.plugins.scorm.with_exercises import training_with_exercises

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PREVIEW = "/trainingen/t/p/scorm/beheer/meenemen/"


def _page(package: bytes) -> str:
    with ZipFile(BytesIO(package)) as archive:
        return archive.read("les-1.html").decode()


def test_every_kind_of_exercise_comes_along() -> None:
    training, _lesson = training_with_exercises()
    page = _page(exporting.as_package(training))
    assert page.count("data-exercise") == 7
    kinds = re.findall(r'data-check="(\w+)"', page)
    assert kinds == [
        "one",
        "several",
        "several",
        "one",
        "one",
        "several",
        "pairs",
        "words",
        "several",
    ]
    assert "Hier hoort een opdracht" not in page
    assert "2 &lt; 3" in page
    assert "<script>alert" not in page
    # Of rich text the text, and what looks like HTML in it stays text.
    assert "Het is &lt;elf&gt; uur." in page
    # The answers of the conversation lead to its moments, also without a script.
    ways = re.findall(r'<a href="#(opdracht-6-\d)"', page)
    assert ways == [f"opdracht-6-{number}" for number in (2, 5, 3, 4)]
    assert all(f'id="{one}"' in page for one in ways)


def test_an_exercise_whose_plugin_is_off_stays_here() -> None:
    training, lesson = training_with_exercises()
    training.plugin_activations.filter(plugin="bellen").delete()
    (call,) = (
        one
        for one in learning.exercises_for_elsewhere(training=training)
        if one.label == "Telefoongesprek"
    )
    assert (call.title, call.portable, call.lesson) == ("Een gesprek", None, lesson)
    assert "Hier hoort een opdracht." in _page(exporting.as_package(training))


def test_a_block_of_a_plugin_that_is_no_exercise_comes_along_as_text(client: Client) -> None:
    training, _lesson, _package = training_with(simple())
    activate_plugin(training=training, plugin="praktijkopdracht")
    task = {"title": "Ga eens mee", "task": "<p>Loop een dag mee.</p>", "file": "no"}
    block = {"type": "praktijkopdracht_assignment", "id": "a1", "value": task}
    make_lesson(training, slug="nu", title="Nu jij", body=json.dumps([block]))
    with ZipFile(BytesIO(exporting.as_package(training))) as archive:
        page = archive.read("les-2.html").decode()
    assert "Loop een dag mee." in page
    assert "data-exercise" not in page
    client.force_login(person_in_role(Role.COORDINATOR))
    preview = client.get(PREVIEW).content.decode()
    assert preview.count("De tekst gaat mee. Doen kan alleen hier, met een link.") == 2
    assert "Ga eens mee" in preview


def test_what_is_right_is_told_in_words() -> None:
    pairs = PortableQuestion("?", pairs=[("Twee", "2"), ("Tien", "10")], extra=["1"])
    assert ShownQuestion(pairs).choices == ["1", "2", "10"]
    assert ShownQuestion(pairs).right == ["Twee: 2", "Tien: 10"]
    assert ShownQuestion(PortableQuestion("?", words=["ja", "jawel"])).right == ["ja"]
    half = PortableQuestion("?", [PortableAnswer("A", 0.5), PortableAnswer("B")])
    assert ShownQuestion(half).right == ["A"]
    nothing = PortableQuestion("?", [PortableAnswer("A"), PortableAnswer("B")])
    assert (ShownQuestion(nothing).right, ShownQuestion(nothing).is_judged) == ([], False)
    assert ShownQuestion(PortableQuestion("Schrijf op.")).is_judged is False


def test_a_trainer_reads_beforehand_what_comes_along(client: Client) -> None:
    training, _lesson = training_with_exercises()
    make_lesson(training, slug="kaal", title="Zonder", body=[("heading", "Niets te doen")])
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(PREVIEW).content.decode()
    assert page.count("Mensen doen deze opdracht in het andere systeem.") == 7
    assert "1 vraag blijft hier." in page
    assert "In deze les zijn geen opdrachten." in page
    assert f'action="{PREVIEW}"' in page


def test_a_trainer_reads_what_is_only_to_be_read_there(client: Client) -> None:
    training_with(simple())
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(PREVIEW).content.decode()
    assert "Leren luisteren" in page
    assert "De tekst gaat mee. Doen kan alleen hier, met een link." in page


def test_a_training_without_lessons_says_so_beforehand(client: Client) -> None:
    activate_plugin(training=TrainingFactory.create(slug="t"), plugin="scorm")
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(PREVIEW).content.decode()
    assert "nog geen gepubliceerde lessen om mee te nemen" in page
