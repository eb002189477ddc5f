"""Files of plugins inside certificates, which come all the same when a plugin fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.safestring import mark_safe

import tests.courses.certificates as this_package
from courses.catalogue.services import activate_plugin
from courses.certificates.attachments import read_attachment
from courses.plugin_api.contributions.certificates import (
    AttachmentContext,
    CertificateAttachments,
    CertificateFile,
    FileRelationship,
    IssuedCertificate,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host.models import PluginFault
from tests.courses.certificates.people import make_certificate, signed_in
from tests.courses.certificates.test_templates import Look
from tests.courses.certificates.test_templates import Plugin as LookPlugin
from tests.factories import TrainingFactory
from tests.pdf_files import failed_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


class Inside(CertificateAttachments):
    """Puts in what the test says, and keeps what it was asked."""

    name = "inside"
    files: Any = ()
    section: Any = None

    def __init__(self) -> None:
        self.asked: list[AttachmentContext | IssuedCertificate] = []

    def attach(self, ctx: AttachmentContext) -> Any:
        self.asked.append(ctx)
        return self.files

    def check(self, ctx: IssuedCertificate) -> Any:
        self.asked.append(ctx)
        return self.section


class InsidePlugin(CoursePlugin):
    name = "tests.courses.certificates"
    label = "inside"
    slug = "inside"
    title = "Bestanden"

    inside: Inside

    def contributions(self) -> list[CertificateAttachments]:
        return [self.inside]


class SecondPlugin(InsidePlugin):
    label = "inside_too"
    slug = "inside_too"


@pytest.fixture
def inside(install_plugin: Callable[[Any], Any]) -> Inside:
    return add(install_plugin, InsidePlugin)


@pytest.fixture
def training(inside: Inside) -> TrainingPage:
    """A training in which the plugin is on."""
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="inside")
    return training


def add(install_plugin: Callable[[Any], Any], kind: type[InsidePlugin]) -> Inside:
    plugin = kind("tests.courses.certificates", this_package)
    plugin.inside = Inside()
    install_plugin(plugin)
    return plugin.inside


def a_file(name: str = "hoi.txt", content: Any = b"hoi", **fields: Any) -> CertificateFile:
    return CertificateFile(
        name, content, **{"media_type": "text/plain", "description": "Hoi"} | fields
    )


def faults() -> set[tuple[str, str]]:
    return set(PluginFault.objects.values_list("plugin", "error"))


def test_files_are_inside_the_pdf_and_can_be_taken_out(
    inside: Inside, training: TrainingPage, client: Client
) -> None:
    inside.files = [a_file("b.txt"), a_file("a.json", b"{}", media_type="application/json")]
    inside.section = mark_safe("<p>Hier zit iets in.</p>")
    certificate = make_certificate(training=training)
    assert [one["name"] for one in certificate.attachments] == ["a.json", "b.txt"]
    assert read_attachment(bytes(certificate.pdf), "b.txt") == b"hoi"
    assert read_attachment(bytes(certificate.pdf), "c.txt") is None
    assert failed_rules(bytes(certificate.pdf)) == []
    page = f"/certificaat/{certificate.code}/"
    shown = client.get(page).content.decode()
    assert ("Hier zit iets in." in shown, 'accept="application/pdf,.json,.txt"' in shown) == (
        True,
        True,
    )
    (attached, seen) = inside.asked
    assert (attached.data, seen.data) == (seen.data, attached.data)
    assert (seen.files, seen.is_valid) == (("a.json", "b.txt"), True)  # type: ignore[union-attr]
    assert faults() == set()
    owner = signed_in(certificate.enrolment.person)
    assert owner.get(f"{page}bestand/b.txt/").content == b"hoi"
    # What was issued stays, wherever the plugin is on by now; a section that fails is left out.
    activate_plugin(training=training, plugin="inside", active=False)
    inside.section = "<p>Geen veilige HTML.</p>"
    again = owner.get(page).content.decode()
    assert ("Hier zit iets in." in again, f"{page}bestand/b.txt/" in again) == (False, True)
    assert faults() == {("inside", "TypeError")}


def test_files_are_inside_a_certificate_that_another_plugin_made_too(
    inside: Inside, training: TrainingPage, install_plugin: Callable[[Any], Any]
) -> None:
    look = LookPlugin("tests.courses.certificates", this_package)
    look.look = Look()
    install_plugin(look)
    activate_plugin(training=training, plugin="own_look")
    inside.files = [a_file(relationship=FileRelationship.DATA)]
    certificate = make_certificate(training=training)
    assert certificate.template_version == "own_look-look-2.3"
    assert read_attachment(bytes(certificate.pdf), "hoi.txt") == b"hoi"


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        ["hoi.txt"],
        [a_file(content="hoi")],
        [a_file(content=b"")],
        [a_file(content=b"x" * 50_001)],
        [a_file("Hoi hoi")],
        [a_file("../hoi.txt")],
        [a_file(media_type="tekst")],
        [a_file(description="\ud800")],
        [a_file(relationship="Friend")],
        [a_file(), a_file()],
        [a_file(f"{number}.txt") for number in range(5)],
    ],
)
def test_what_is_no_file_costs_the_files_and_not_the_certificate(
    inside: Inside, training: TrainingPage, wrong: Any
) -> None:
    inside.files = wrong
    certificate = make_certificate(training=training)
    assert certificate.attachments == []
    assert {plugin for plugin, _error in faults()} == {"inside"}


def test_the_second_of_two_plugins_cannot_take_a_name_of_the_first(
    inside: Inside, training: TrainingPage, install_plugin: Callable[[Any], Any]
) -> None:
    second = add(install_plugin, SecondPlugin)
    activate_plugin(training=training, plugin="inside_too")
    inside.files = [a_file()]
    second.files = [a_file(content=b"anders")]
    certificate = make_certificate(training=training)
    assert read_attachment(bytes(certificate.pdf), "hoi.txt") == b"hoi"
    assert [one["place"] for one in certificate.attachments] == ["inside_inside"]
    assert faults() == {("inside_too", "ValueError")}
