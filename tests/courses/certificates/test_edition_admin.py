"""All certificates of an edition at once."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from courses.attendance.services import mark_attendance
from courses.certificates.models import Certificate
from courses.certificates.services import issue_for_list, revoke
from courses.common import clock
from courses.people.enums import Role
from tests.courses.certificates.people import (
    NEXT_DAY,
    attend,
    close,
    make_participant,
    signed_in,
)
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.editions.models import Edition

pytestmark = pytest.mark.django_db


def an_edition(*names: str, absent: str = "") -> Edition:
    """An edition whose list is closed, with certificates for all but who was absent."""
    first = make_participant(person=PersonFactory.create(first_name=names[0], last_name="Bos"))
    for name in (*names[1:], *([absent] if absent else [])):
        EnrolmentFactory.create(
            person=PersonFactory.create(first_name=name, last_name="Bos"), edition=first.edition
        )
    away = set(
        first.edition.enrolments.filter(person__first_name=absent).values_list("pk", flat=True)
    )
    there = set(first.edition.enrolments.values_list("pk", flat=True)) - away
    with clock.at(NEXT_DAY):
        (session,) = first.edition.sessions.all()
        mark_attendance(session=session, present=set(there), absent=away, actor=None)
    close(first)
    with clock.at(NEXT_DAY):
        issue_for_list(edition_id=first.edition_id)
    return first.edition


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.both_databases
def test_a_coordinator_sees_who_has_one_and_takes_them_all_along() -> None:
    edition = an_edition("Anna", "Bilal", "Zoë", absent="Carla")
    revoked = Certificate.objects.get(person_name="Bilal Bos")
    with clock.at(NEXT_DAY):
        revoke(certificate=revoked, reason="Verkeerde naam", actor=None)
        client = signed_in(person_in_role(Role.COORDINATOR))
        address = f"/beheer/certificaten/uitvoering/{edition.pk}/"
        page = client.get(address).content.decode()
        printed = client.get(f"{address}printen/")
        kept = client.get(f"{address}bewaren/")
    assert "2 deelnemers hebben een geldig certificaat." in page
    assert (page.count("Nog niet alles af"), page.count("Ingetrokken")) == (1, 1)
    whole = read_pdf(body(printed))
    words = "".join(one.extract_text() for one in whole.pages)
    assert ["Anna Bos" in words, "Zoë Bos" in words, "Bilal" in words] == [True, True, False]
    files = zipfile.ZipFile(io.BytesIO(body(kept)))
    assert files.testzip() is None
    issued = {one.code: bytes(one.pdf) for one in Certificate.objects.filter(revoked_at=None)}
    assert {name[-23:-4]: files.read(name) for name in files.namelist()} == issued
    assert [name.split("-")[0] for name in files.namelist()] == ["anna", "zoe"]
    logged = ModelLogEntry.objects.filter(action="certificate.fetch_all")
    assert [one.data for one in logged] == [{"number": 2}, {"number": 2}]


def test_a_damaged_one_is_left_out_and_named() -> None:
    edition = an_edition("Anna", "Bilal")
    damaged = Certificate.objects.get(person_name="Bilal Bos")
    Certificate.objects.filter(pk=damaged.pk).update(pdf=b"%PDF-1.7 stuk")
    said = f"want het bestand is beschadigd: Bilal Bos ({damaged.code})"
    client = signed_in(person_in_role(Role.COORDINATOR))
    address = f"/beheer/certificaten/uitvoering/{edition.pk}/"
    with clock.at(NEXT_DAY):
        assert len(read_pdf(body(client.get(f"{address}printen/"))).pages) == 1
        assert said in client.get(address).content.decode()
        files = zipfile.ZipFile(io.BytesIO(body(client.get(f"{address}bewaren/"))))
        assert [name.split("-")[0] for name in files.namelist()] == ["anna", "NIET"]
        assert said in files.read("NIET-COMPLEET.txt").decode()
        Certificate.objects.update(pdf=b"")
        page = client.get(f"{address}printen/", follow=True).content.decode()
        assert f", Bilal Bos ({damaged.code})" in page


def test_where_there_is_nothing_the_page_says_so_and_looks_once_more_when_asked(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    enrolment = make_participant()
    address = f"/beheer/certificaten/uitvoering/{enrolment.edition_id}/"
    client = signed_in(person_in_role(Role.COORDINATOR))
    with clock.at(NEXT_DAY):
        for part in ("printen/", "bewaren/"):
            page = client.get(f"{address}{part}", follow=True)
            assert "Er zijn geen certificaten" in page.content.decode()
    attend(enrolment)
    close(enrolment)
    with clock.at(NEXT_DAY):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)
        first = client.get(address).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)
        second = client.get(address).content.decode()
    assert "Er is 1 certificaat gemaakt." in first
    assert "Er was niets te maken" in second
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_nobody_else_takes_them_along(role: Role) -> None:
    edition = an_edition("Anna")
    client = signed_in(person_in_role(role))
    address = f"/beheer/certificaten/uitvoering/{edition.pk}/"
    for part in ("", "printen/", "bewaren/"):
        assert client.get(f"{address}{part}")["Location"].startswith(("/beheer/", "/toegang/"))
    assert client.post(address).status_code == 302
    assert not ModelLogEntry.objects.filter(action="certificate.fetch_all").exists()


def test_only_who_may_see_them_has_a_button_for_them() -> None:
    edition = an_edition("Anna")
    trainer = person_in_role(Role.TRAINER)
    edition.trainers.add(trainer)
    address = f"/beheer/certificaten/uitvoering/{edition.pk}/"
    for person, has_button in ((trainer, False), (person_in_role(Role.COORDINATOR), True)):
        client = signed_in(person)
        with clock.at(NEXT_DAY):
            one = client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
            every = client.get("/beheer/uitvoeringen/").content.decode()
        assert [address in one, address in every] == [has_button, has_button]


def test_the_page_asks_as_much_for_three_people_as_for_one() -> None:
    client = signed_in(person_in_role(Role.COORDINATOR))
    numbers = []
    for edition in (an_edition("Anna"), an_edition("Bilal", "Carla", "Dirk")):
        with (
            clock.at(NEXT_DAY),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            client.get(f"/beheer/certificaten/uitvoering/{edition.pk}/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
