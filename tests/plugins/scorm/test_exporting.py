"""A training as a package for another system: whole, readable on its own, and read back by us."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from courses.people.enums import Role
from courses.plugin_api.api import Refusal
from plugins.scorm import exporting
from plugins.scorm.manifest import MANIFEST, Version, read
from tests.factories import KNOWLEDGE_CHECK, TrainingFactory, make_lesson, person_in_role
from tests.plugins.scorm.made import simple, training_with

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create(slug="t", title="Op bezoek & thuis")
    make_lesson(
        training,
        slug="een",
        title="Begin",
        body=json.dumps(
            [
                {"type": "heading", "value": "Hallo <daar>", "id": "h"},
                {
                    "type": "paragraph",
                    "value": '<p>Lees <a href="/trainingen/">meer</a>.</p>',
                    "id": "p",
                },
            ]
        ),
    )
    make_lesson(training, slug="twee", title="Oefenen", body=[("knowledge_check", KNOWLEDGE_CHECK)])
    return training


def files_of(package: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_each_lesson_is_a_part(training: TrainingPage) -> None:
    files = files_of(exporting.as_package(training))
    assert sorted(files) == ["imsmanifest.xml", "les-1.html", "les-2.html", "les.css", "les.js"]
    found = read(files[MANIFEST].encode(), files)
    assert (found.version, found.title, found.remarks) == (
        Version.SCORM_12,
        "Op bezoek & thuis",
        (),
    )
    assert [(one.title, one.path, one.is_sco) for one in found.parts] == [
        ("Begin", "les-1.html", True),
        ("Oefenen", "les-2.html", True),
    ]


def test_systems_that_look_no_further_begin_with_the_first_lesson_and_list_all(
    training: TrainingPage,
) -> None:
    """They take the first of the resources, only parts that are called visible, and 1.2 alone:
    `findings/scorm-manifests-in-other-systems.sh`."""
    content = files_of(exporting.as_package(training))[MANIFEST]
    manifest = ElementTree.fromstring(content)  # noqa: S314 - our own file
    kind = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
    items = manifest.findall(f"{kind}organizations/{kind}organization/{kind}item")
    assert [one.get("isvisible") for one in items] == ["true", "true"]
    resources = manifest.findall(f"{kind}resources/{kind}resource")
    assert [one.get("href") for one in resources] == ["les-1.html", "les-2.html", None]


def test_a_lesson_is_plain_and_needs_nothing_of_this_site(training: TrainingPage) -> None:
    page = files_of(exporting.as_package(training))["les-1.html"]
    assert "Hallo &lt;daar&gt;" in page
    assert '<html lang="nl">' in page
    assert page.count("<h1>") == 1
    sources = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page)
    assert sources == ["les.css", "les.js"] or sources == ["les.js"]
    assert all("http" not in one for one in sources)
    links = re.findall(r"<a [^>]*>", page)
    assert links
    assert all('target="_blank"' in one for one in links)


def test_a_knowledge_check_comes_along_with_its_answers(training: TrainingPage) -> None:
    page = files_of(exporting.as_package(training))["les-2.html"]
    assert "Hier hoort een opdracht." not in page
    options: Any = KNOWLEDGE_CHECK["options"]
    (form,) = re.findall(r"<form.*?</form>", page, re.DOTALL)
    inputs = re.findall(r"<input[^>]*>", form)
    assert [('data-worth="1"' in one, 'name="opdracht-1-1"' in one) for one in inputs] == [
        (option["correct"], True) for option in options
    ]
    assert KNOWLEDGE_CHECK["question"] in form
    # Without a script the answer can be read, and nothing is sent anywhere.
    assert "<details>" in form
    assert "action=" not in form


def test_pictures_go_along_as_files() -> None:
    package = exporting._Package()
    picture = '<img src="data:image/png;base64,aGFsbG8=" alt="Twee mensen">'
    html = package.with_pictures_apart(picture + picture)
    assert html == '<img src="beeld/1.png" alt="Twee mensen">' * 2
    assert package.files == {"beeld/1.png": b"hallo"}


def test_the_same_lessons_make_the_same_package(training: TrainingPage) -> None:
    assert exporting.as_package(training) == exporting.as_package(training)


def test_what_has_to_be_done_here_is_there_to_read() -> None:
    training, _lesson, _package = training_with(simple())
    page = files_of(exporting.as_package(training))["les-1.html"]
    assert "Leren luisteren" in page
    assert "Deze opdracht doe je op de website." in page
    assert "<form" not in page


def test_a_training_without_lessons_has_nothing_to_take_along() -> None:
    with pytest.raises(Refusal, match="geen gepubliceerde lessen"):
        exporting.as_package(TrainingFactory.create())


def test_staff_download_it(client: Client) -> None:
    training_with(simple())
    client.force_login(person_in_role(Role.COORDINATOR))
    response = client.post("/trainingen/t/p/scorm/beheer/meenemen/")
    assert response["Content-Disposition"] == 'attachment; filename="t-scorm.zip"'
    assert MANIFEST in files_of(response.content)


def test_the_command_writes_it(training: TrainingPage, tmp_path: Path) -> None:
    target = tmp_path / "t.zip"
    call_command("scorm_export", "t", str(target))
    assert MANIFEST in files_of(target.read_bytes())
    with pytest.raises(CommandError, match="no training 'weg'"):
        call_command("scorm_export", "weg", str(target))
    with pytest.raises(CommandError):
        call_command("scorm_export", "t", str(tmp_path / "map" / "t.zip"))
