"""A trainer adds packages, puts them in lessons, replaces and removes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from courses.catalogue.services import activate_plugin
from courses.people.enums import Role
from courses.plugin_api.api import Refusal
from courses.plugin_api.editing import editing_in
from plugins.scorm import queries, services
from plugins.scorm.blocks import PackageBlock
from plugins.scorm.models import Package
from plugins.scorm.packages import PACKAGES
from tests import scanners
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson, person_in_role
from tests.plugins.scorm.made import body_with, manifest, simple, training_with, two_parts, upload

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

MANAGE = "/trainingen/t/p/scorm/beheer/"


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create(slug="t")
    activate_plugin(training=training, plugin="scorm")
    return training


def test_a_package_is_called_as_it_calls_itself(training: TrainingPage) -> None:
    package = services.add_package(training_id=training.pk, upload=upload(simple()))
    assert (package.title, str(package)) == ("Luisteren", "Luisteren")
    assert PACKAGES.paths(package.file_id) == ["imsmanifest.xml", "index.html"]
    named = services.add_package(training_id=training.pk, upload=upload(simple()), title="Anders")
    assert named.title == "Anders"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"index.html": "x"}, "geen SCORM-pakket"),
        ({"imsmanifest.xml": "<manifest"}, "beschadigd"),
        ({"imsmanifest.xml": manifest()}, "een bestand dat er niet is: index.html"),
    ],
)
def test_what_is_no_package_is_refused_and_not_kept(
    training: TrainingPage, files: dict[str, str | bytes], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        services.add_package(training_id=training.pk, upload=upload(files))
    assert PACKAGES.every(training_id=training.pk) == []
    assert not Package.objects.exists()


def test_a_package_is_opened_before_anything_is_locked(
    client: Client, training: TrainingPage, settings: Settings
) -> None:
    settings.ACADEMY_FILE_SCANNER = scanners.DEPTH
    scanners.depths.clear()
    client.force_login(person_in_role(Role.COORDINATOR))
    added = client.post(MANAGE, {"file": upload(simple()), "title": ""})
    package = Package.objects.get()
    assert added["Location"] == f"{MANAGE}{package.pk}/"
    assert client.post(added["Location"], {"file": upload(two_parts())}).status_code == 302
    # The test's own transaction, and in it the savepoint in which the plugin is asked.
    assert scanners.depths == [len(connection.atomic_blocks) + 1] * 2


def test_a_newer_version_of_a_package_that_is_gone_by_now_is_not_kept(
    training: TrainingPage,
) -> None:
    package = services.add_package(training_id=training.pk, upload=upload(simple()))
    Package.objects.all().delete()
    before = len(PACKAGES.every(training_id=training.pk))
    with pytest.raises(Refusal, match="intussen verwijderd"):
        services.replace_package(package=package, upload=upload(two_parts()))
    assert len(PACKAGES.every(training_id=training.pk)) == before


def test_there_is_an_end_to_packages(
    training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_PACKAGES", 1)
    services.add_package(training_id=training.pk, upload=upload(simple()))
    with pytest.raises(Refusal, match="hoogstens 1 pakketten"):
        services.add_package(training_id=training.pk, upload=upload(simple()))


def test_a_newer_version_takes_the_place_of_the_older() -> None:
    _training, _lesson, package = training_with(simple())
    before = package.file_id
    services.replace_package(package=package, upload=upload(two_parts("2004 4th Edition")))
    package.refresh_from_db()
    assert [one.title for one in package.manifest.to_open] == ["Kijken", "Oefenen"]
    assert (PACKAGES.find(before), PACKAGES.find(package.file_id) is None) == (None, False)
    assert queries.uses_of(package) == ["De les"]


def test_a_package_in_a_lesson_is_not_removed() -> None:
    _training, lesson, package = training_with(simple())
    with pytest.raises(Refusal, match="Dit pakket staat in de les ‘De les’"):
        services.remove_package(package=package)
    lesson.delete()
    for _turn in range(2):
        services.remove_package(package=package)
    assert not Package.objects.exists()
    assert PACKAGES.find(package.file_id) is None


def test_a_lesson_offers_the_packages_of_its_training(training: TrainingPage) -> None:
    package = services.add_package(training_id=training.pk, upload=upload(simple()))
    other = TrainingFactory.create()
    choices = PackageBlock().child_blocks["package"].field
    found = []
    for one in (training, other):
        with editing_in(one.pk):
            found.append([key for key, _label in choices.choices if key])
    assert found == [[str(package.pk)], []]


def test_a_copy_of_a_lesson_in_another_training_shows_no_package_of_this_one() -> None:
    _training, _lesson, package = training_with(simple())
    other = TrainingFactory.create()
    make_lesson(other, body=body_with(package))
    assert queries.package_of({"package": str(package.pk)}, other.pk) is None


@pytest.mark.parametrize("value", [None, "", "x", "9" * 30, -1, [], "1.5"])
def test_a_block_that_names_no_package_has_none(training: TrainingPage, value: object) -> None:
    assert queries.package_of({"package": value}, training.pk) is None


# --- The pages ----------------------------------------------------------------------------------


def test_a_trainer_adds_a_package_and_sees_what_is_in_it(
    client: Client, training: TrainingPage
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    sent = client.post(MANAGE, {"file": upload(two_parts()), "title": ""}, follow=True)
    html = sent.content.decode()
    assert "Het pakket is toegevoegd." in html
    assert "Kijken" in html
    assert "Dit pakket staat nog in geen les." in html
    assert "Luisteren" in client.get(MANAGE).content.decode()


def test_who_adds_a_package_reads_at_once_what_the_academy_does_otherwise(
    client: Client, training: TrainingPage
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    files = two_parts("2004 4th Edition")
    order = b"<imsss:sequencing><imsss:controlMode choice='false'/></imsss:sequencing>"
    files["imsmanifest.xml"] = bytes(files["imsmanifest.xml"]).replace(  # type: ignore[arg-type]
        b"</organization>", order + b"</organization>"
    )
    html = client.post(MANAGE, {"file": upload(files)}, follow=True).content.decode()
    assert "Goed om te weten" in html
    assert "Die volgt de academie niet: deelnemers kiezen zelf." in html
    assert "Telt niet mee voor het geheel." not in html


def test_who_adds_a_package_reads_which_part_counts_for_nothing(
    client: Client, training: TrainingPage
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    files = two_parts("2004 4th Edition")
    apart = b"<imsss:sequencing><imsss:deliveryControls tracked='false'/></imsss:sequencing>"
    files["imsmanifest.xml"] = bytes(files["imsmanifest.xml"]).replace(  # type: ignore[arg-type]
        b"Kijken</title>", b"Kijken</title>" + apart
    )
    html = client.post(MANAGE, {"file": upload(files)}, follow=True).content.decode()
    assert html.count("Telt niet mee voor het geheel.") == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Dit is een verplicht veld."),
        ({"file": upload({"x.txt": "x"})}, "geen SCORM-pakket"),
    ],
)
def test_a_refusal_stands_at_the_field(
    client: Client, training: TrainingPage, data: dict[str, object], said: str
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    html = client.post(MANAGE, {**data, "title": "Mijn naam"}).content.decode()
    assert said in html
    assert 'value="Mijn naam"' in html


def test_a_trainer_replaces_and_removes(client: Client) -> None:
    _training, lesson, package = training_with(simple())
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"{MANAGE}{package.pk}/"
    refused = client.post(url, {"file": upload({"x.txt": "x"})}).content.decode()
    assert "geen SCORM-pakket" in refused
    done = client.post(url, {"file": upload(two_parts())}, follow=True).content.decode()
    assert "De nieuwe versie staat klaar." in done
    assert client.post(f"{url}weg/").status_code == 409
    lesson.delete()
    assert "is verwijderd" in client.post(f"{url}weg/", follow=True).content.decode()
    assert client.get(url).status_code == 404


def test_participants_and_trainers_of_others_do_not_manage(client: Client) -> None:
    training, _lesson, package = training_with(simple())
    for person in (
        EnrolmentFactory.create(training=training).person,
        person_in_role(Role.TRAINER),
    ):
        client.force_login(person)
        for path in ("", f"{package.pk}/"):
            assert client.get(MANAGE + path).status_code == 403
        assert client.post(f"{MANAGE}meenemen/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_packages(
    client: Client,
    training: TrainingPage,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _turn in range(number):
        services.add_package(training_id=training.pk, upload=upload(simple()))
    client.force_login(person_in_role(Role.COORDINATOR))
    client.get(MANAGE)
    with django_assert_max_num_queries(23):
        client.get(MANAGE)


def test_what_is_kept_of_a_manifest_can_be_shown(training: TrainingPage) -> None:
    package = services.add_package(training_id=training.pk, upload=upload(simple()))
    before = package.manifest
    package.refresh_from_db()
    assert package.manifest == before
    assert json.loads(json.dumps(package.contents)) == package.contents
