"""Certificates that look as a plugin wants, and that come all the same when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

import tests.courses.certificates as this_package
from courses.catalogue.services import activate_plugin
from courses.certificates import looks, rendering
from courses.certificates.models import Certificate
from courses.certificates.services import issue_due, issue_if_complete
from courses.common import clock, pdf
from courses.plugin_api.contributions.certificates import (
    CertificateContext,
    CertificateHtml,
    CertificateTemplate,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import asking, guard, standing
from courses.plugin_host.models import PluginFault
from tests.courses.certificates.people import NEXT_DAY, attend, make_certificate, make_participant
from tests.courses.certificates.test_pdf import text_of
from tests.courses.certificates.written import DATA
from tests.factories import PersonFactory, TrainingFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pypdf import PdfReader
    from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

CSS = "@page { size: A4; margin: 20mm } body { font-family: sans-serif }"


def sheet(ctx: CertificateContext, *, body: str = "", title: str = "Oorkonde") -> str:
    """A proper document; the address is broken up, as it must be to fit on a line."""
    data = ctx.data
    first, second = data.check_url.partition("://")[2][:20], data.check_url.partition("://")[2][20:]
    return f"""<!DOCTYPE html>
        <html lang="nl"><head><meta charset="utf-8"><title>{title}</title></head><body>
        <h1>Oorkonde</h1><p>{escape(data.name).replace(" ", "&nbsp;<wbr>", 1)}</p>
        <h2>{escape(data.training)}</h2><p>{ctx.days}, {ctx.hours}, {ctx.issued_on}</p>
        <p>Code: <b>{data.code}</b></p>{ctx.qr}<p>{first}<br>
        {second}</p>{body}</body></html>"""


class Look(CertificateTemplate):
    """A template that gives what `make` makes, and keeps what it was asked."""

    name = "look"

    def __init__(self) -> None:
        self.make: Callable[[CertificateContext], Any] = lambda ctx: CertificateHtml(
            sheet(ctx), CSS
        )
        self.asked: list[CertificateContext] = []

    def render(self, ctx: CertificateContext) -> CertificateHtml:
        self.asked.append(ctx)
        made: CertificateHtml = self.make(ctx)
        return made


class Plugin(CoursePlugin):
    name = "tests.courses.certificates"
    label = "own_look"
    slug = "own_look"
    title = "Eigen stijl"
    version = "2.3"

    look: Look

    def contributions(self) -> list[CertificateTemplate]:
        return [self.look]


class SecondPlugin(Plugin):
    label = "second_look"
    slug = "second_look"


@pytest.fixture
def look(install_plugin: Callable[[Any], Any]) -> Look:
    return add(install_plugin, Plugin)


@pytest.fixture
def training(look: Look) -> TrainingPage:
    """A training in which the plugin is on."""
    training = TrainingFactory.create(title="Eenzaamheid & meer")
    activate_plugin(training=training, plugin="own_look")
    return training


def add(install_plugin: Callable[[Any], Any], kind: type[Plugin]) -> Look:
    plugin = kind("tests.courses.certificates", this_package)
    plugin.look = Look()
    install_plugin(plugin)
    return plugin.look


def pages(certificate: Certificate) -> PdfReader:
    return read_pdf(bytes(certificate.pdf))


def faults() -> list[tuple[str, str, str]]:
    return list(PluginFault.objects.values_list("plugin", "place", "error"))


# --- Where it is on -----------------------------------------------------------------------------


def test_a_plugin_that_is_on_makes_the_certificate(training: TrainingPage) -> None:
    certificate = make_certificate(training=training)
    reader = pages(certificate)
    text = text_of(reader)
    assert certificate.template_version == "own_look-look-2.3"
    assert faults() == []
    for words in ("Oorkonde", "Fatima", "Eenzaamheid & meer", "3 maart 2026", certificate.code):
        assert words in text
    assert text.count("3 maart 2026, 3 uur, 4 maart 2026") == 1


def test_what_the_academy_does_with_a_sheet_is_no_slow_call_of_the_plugin(
    training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SLOW", 0.0)
    assert make_certificate(training=training).template_version == "own_look-look-2.3"
    assert [place for _plugin, place, _error in faults() if place.startswith("Cert")] == []


def test_it_is_tagged_dutch_and_its_qr_code_has_words(training: TrainingPage) -> None:
    certificate = make_certificate(training=training)
    reader = pages(certificate)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert (reader.metadata.title, root["/Lang"]) == ("Oorkonde", "nl")
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert f"QR-code naar de controlepagina: {certificate.data['check_url']}" in alternatives(root)


def alternatives(node: Any) -> list[str]:
    """The words for the pictures, anywhere below a node of the PDF."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = getattr(node, "get_object", lambda: node)()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt")))
            walk(node.get("/K"))

    walk(node["/StructTreeRoot"])
    return found


def test_a_training_where_it_is_off_has_the_academys_own(look: Look) -> None:
    certificate = make_certificate()
    assert certificate.template_version == rendering.TEMPLATE_VERSION
    assert look.asked == []


def test_the_plugin_gets_what_the_certificate_says_and_its_settings(
    look: Look, training: TrainingPage
) -> None:
    training.plugin_activations.update(settings={"colour": "groen"})
    certificate = make_certificate(training=training)
    (asked,) = look.asked
    assert asked.data.as_json() == certificate.data
    assert (asked.days, asked.hours, asked.issued_on) == ("3 maart 2026", "3 uur", "4 maart 2026")
    assert (asked.training_id, asked.settings) == (training.pk, {"colour": "groen"})


def test_of_two_plugins_the_first_that_is_installed_counts(
    look: Look, training: TrainingPage, install_plugin: Callable[[Any], Any]
) -> None:
    second = add(install_plugin, SecondPlugin)
    activate_plugin(training=training, plugin="second_look")
    other = TrainingFactory.create()
    activate_plugin(training=other, plugin="second_look")
    versions = [make_certificate(training=one).template_version for one in (training, other)]
    assert versions == ["own_look-look-2.3", "second_look-look-2.3"]
    assert (len(look.asked), len(second.asked)) == (1, 1)


def test_the_first_that_fails_does_not_pass_it_on_to_the_second(
    look: Look, training: TrainingPage, install_plugin: Callable[[Any], Any]
) -> None:
    second = add(install_plugin, SecondPlugin)
    activate_plugin(training=training, plugin="second_look")
    look.make = lambda ctx: None
    assert make_certificate(training=training).template_version == rendering.TEMPLATE_VERSION
    assert second.asked == []


def test_where_no_plugin_is_on_only_that_and_the_look_are_asked(
    look: Look, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    training = TrainingFactory.create()
    rendering.render(DATA, training.pk)  # learns which plugins are switched off
    with CaptureQueriesContext(connection) as queries:
        asking.here(CertificateTemplate, training.pk)
        looks.look_of(training_id=training.pk, edition_id=DATA.edition)
    with django_assert_num_queries(len(queries)):
        rendering.render(DATA, training.pk)


# --- What was issued stays ----------------------------------------------------------------------


def test_a_certificate_stays_as_it_was_issued(look: Look, training: TrainingPage) -> None:
    issued = make_certificate(training=training)
    before = (bytes(issued.pdf), issued.sha256, issued.template_version)
    look.make = lambda ctx: CertificateHtml(sheet(ctx, title="Nieuw"), CSS)
    standing.switch(plugin="own_look", on=False)
    standing.forget()
    with clock.at(NEXT_DAY):
        again = issue_if_complete(enrolment_id=issued.enrolment_id)
    assert again is not None
    assert (bytes(again.pdf), again.sha256, again.template_version) == before


def test_who_is_ready_after_the_plugin_was_switched_off_gets_the_academys_own(
    training: TrainingPage,
) -> None:
    first = make_certificate(training=training)
    standing.switch(plugin="own_look", on=False)
    standing.forget()
    second = make_certificate(training=training, person=PersonFactory.create())
    versions = Certificate.objects.order_by("pk").values_list("template_version", flat=True)
    assert [first.pk < second.pk, *versions] == [
        True,
        "own_look-look-2.3",
        rendering.TEMPLATE_VERSION,
    ]


# --- Failures -----------------------------------------------------------------------------------


def boom(_ctx: CertificateContext) -> CertificateHtml:
    raise RuntimeError("stuk")


def without(part: str) -> Callable[[CertificateContext], CertificateHtml]:
    """A document in which one of the things that a certificate must say is left out."""

    def make(ctx: CertificateContext) -> CertificateHtml:
        value = {
            "name": escape(ctx.data.name).replace(" ", "&nbsp;<wbr>", 1),
            "training": escape(ctx.data.training),
            "code": f"<b>{ctx.data.code}</b>",
            "address": f"<p>{ctx.data.check_url.partition('://')[2][:20]}<br>",
            "title": "<title>Oorkonde</title>",
            "language": ' lang="nl"',
        }[part]
        html = sheet(ctx)
        assert html.count(value) == 1
        return CertificateHtml(html.replace(value, ""), CSS)

    return make


def in_a_comment(ctx: CertificateContext) -> CertificateHtml:
    html = sheet(ctx).replace(f"<b>{ctx.data.code}</b>", f"<!-- {ctx.data.code} -->")
    return CertificateHtml(html, CSS)


def many_pages(ctx: CertificateContext) -> CertificateHtml:
    leaf = "<p style='break-before: page'>Nog een</p>"
    return CertificateHtml(sheet(ctx, body=leaf * 100), CSS)


def too_long(ctx: CertificateContext) -> CertificateHtml:
    return CertificateHtml(sheet(ctx), CSS + " " * pdf.CHARACTER_LIMIT)


def html_of(html: Any, css: Any) -> CertificateHtml:
    """As a plugin without types makes it."""
    return CertificateHtml(html, css)


FAILURES: dict[str, tuple[Callable[[CertificateContext], Any], str]] = {
    "raises": (boom, "RuntimeError"),
    "none": (lambda ctx: None, "TypeError"),
    "a text": (sheet, "TypeError"),
    "bytes": (lambda ctx: html_of(sheet(ctx).encode(), CSS), "TypeError"),
    "no style": (lambda ctx: html_of(sheet(ctx), None), "TypeError"),
    "nothing": (lambda ctx: CertificateHtml(""), "ValueError"),
    "rubbish": (lambda ctx: CertificateHtml("\0<<<>&#xffffffff;<table><td>", "}{"), "ValueError"),
    "no name": (without("name"), "ValueError"),
    "no training": (without("training"), "ValueError"),
    "no code": (without("code"), "ValueError"),
    "no address": (without("address"), "ValueError"),
    "no title": (without("title"), "ValueError"),
    "no language": (without("language"), "ValueError"),
    "code nobody sees": (in_a_comment, "ValueError"),
    "100 pages": (many_pages, "ValueError"),
    "too long": (too_long, "ValueError"),
    "exit": (lambda ctx: exit(1), "SystemExit"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_plugin_costs_nobody_the_certificate(
    look: Look, training: TrainingPage, failure: str
) -> None:
    look.make, error = FAILURES[failure]
    certificate = make_certificate(training=training)
    assert certificate.template_version == rendering.TEMPLATE_VERSION
    assert "CERTIFICAAT" in text_of(pages(certificate))
    assert faults() == [("own_look", "CertificateTemplate look", error)]


def test_a_page_that_never_ends_is_given_up(
    look: Look, training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.5)
    tables = "<div style='display: flex'>" * 40
    look.make = lambda ctx: CertificateHtml(sheet(ctx, body=tables), CSS)
    assert make_certificate(training=training).template_version == rendering.TEMPLATE_VERSION
    assert faults() == [("own_look", "CertificateTemplate look", "TimeoutError")]


def test_a_template_that_loops_is_given_up(
    look: Look, training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loop(ctx: CertificateContext) -> CertificateHtml:
        document = sheet(ctx)
        while document:
            document = sheet(ctx)
        return CertificateHtml(document, CSS)

    monkeypatch.setattr(pdf, "SECONDS", 0.5)
    look.make = loop
    assert make_certificate(training=training).template_version == rendering.TEMPLATE_VERSION
    assert faults() == [("own_look", "CertificateTemplate look", "TimeoutError")]


def test_styles_that_the_library_does_not_know_do_no_harm(
    look: Look, training: TrainingPage
) -> None:
    look.make = lambda ctx: CertificateHtml(sheet(ctx), "}{ @import 'file:///etc/passwd'; %%")
    assert make_certificate(training=training).template_version == "own_look-look-2.3"


def test_a_file_of_the_machine_never_gets_into_the_pdf(
    look: Look, training: TrainingPage, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20">'
        '<text y="15">Geheim</text></svg>'
    )
    picture = f"<img src='{secret.as_uri()}' alt='plaatje'>"
    look.make = lambda ctx: CertificateHtml(sheet(ctx, body=picture), CSS)
    certificate = make_certificate(training=training)
    assert certificate.template_version == "own_look-look-2.3"
    assert "Geheim" not in text_of(pages(certificate))


def test_a_machine_without_pango_is_not_the_plugins_fault(
    look: Look, training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    enrolment = make_participant(training=training)
    attend(enrolment)
    with clock.at(NEXT_DAY), pytest.raises(pdf.PdfUnavailable):
        issue_if_complete(enrolment_id=enrolment.pk)
    assert faults() == []
    monkeypatch.undo()
    with clock.at(NEXT_DAY):
        assert issue_due() == 1
    assert Certificate.objects.get().template_version == "own_look-look-2.3"


def test_the_person_is_told_once_whatever_the_plugin_does(
    look: Look,
    training: TrainingPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    look.make = boom
    with django_capture_on_commit_callbacks(execute=True):
        make_certificate(training=training)
    assert [one.subject for one in mail.outbox if "certificaat" in one.subject] == [
        "Je certificaat staat klaar: Eenzaamheid & meer"
    ]
