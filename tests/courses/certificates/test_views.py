from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from courses.certificates.limits import PER_MINUTE
from courses.certificates.models import Certificate
from courses.certificates.services import revoke
from courses.common import clock
from courses.editions.models import Edition
from courses.people.enums import Role
from tests.courses.certificates.people import NEXT_DAY, make_certificate, signed_in
from tests.factories import PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- The file ---------------------------------------------------------------------------------


def test_a_damaged_file_is_said_plainly_and_not_made_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    certificate = make_certificate()
    broken = bytes(certificate.pdf).replace(b"PDF", b"PFD", 1)
    Certificate.objects.filter(pk=certificate.pk).update(pdf=broken)
    response = signed_in(certificate.enrolment.person).get(f"/certificaat/{certificate.code}/pdf/")
    assert (response.status_code, response["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert "beschadigd" in words(response)
    assert str(certificate.pk) in caplog.text
    assert bytes(Certificate.objects.get().pdf) == broken


# --- The public check page ------------------------------------------------------------------


def test_the_check_page_shows_what_anybody_may_know() -> None:
    certificate = make_certificate(person=PersonFactory.create(email="geheim@example.org"))
    response = Client().get(f"/certificaat/{certificate.code}/")
    page = words(response)
    assert response.status_code == 200
    for shown in (
        certificate.person_name,
        "Eenzaamheid signaleren",
        "3 maart 2026",
        "3 uur",
        "Dit certificaat is echt en geldig",
    ):
        assert shown in page
    assert "geheim@example.org" not in page
    assert "Download het certificaat" not in page


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")]
)
def test_it_does_not_matter_how_the_code_is_typed(typed: Any) -> None:
    certificate = make_certificate()
    assert Client().get(f"/certificaat/{typed(certificate.code)}/").status_code == 200
    response = Client().get("/certificaat/", {"code": typed(certificate.code)})
    assert (response.status_code, response["Location"]) == (
        302,
        f"/certificaat/{certificate.code}/",
    )


def test_who_reads_english_gets_the_code_and_the_files_by_english_names() -> None:
    certificate = make_certificate()
    file = {
        "place": "badges:badge",
        "name": "badge.json",
        "media_type": "application/ld+json",
        "description": "Open Badge, voor een wallet of portfolio",
        "sha256": "0" * 64,
    }
    Certificate.objects.filter(pk=certificate.pk).update(
        code="C3D7-2222-2222-2222", attachments=[file]
    )
    client = signed_in(certificate.enrolment.person)
    client.cookies["taal"] = "en"
    page = words(client.get("/certificaat/C3D7-2222-2222-2222/"))
    assert "Charlie, three, Delta, seven – two, two, two, two –" in page
    with override("en"):
        name = gettext(file["description"])
    assert name != file["description"]
    assert f'<span lang="en">{name}</span> (badge.json)' in page
    client.cookies["taal"] = "nl"
    page = words(client.get("/certificaat/C3D7-2222-2222-2222/"))
    assert "Cornelis, drie, Dirk, zeven" in page
    assert f'<span lang="nl">{file["description"]}</span> (badge.json)' in page


@pytest.mark.parametrize(("spoken", "says_dutch"), [("nl", True), ("ar", True), ("en", False)])
def test_who_reads_english_is_told_of_each_file_that_it_is_dutch(
    spoken: str, says_dutch: bool
) -> None:
    certificate = make_certificate()
    edition = certificate.enrolment.edition
    Edition.objects.filter(pk=edition.pk).update(language=spoken)
    Certificate.objects.filter(pk=certificate.pk).update(issued_at=clock.now())
    client = signed_in(certificate.enrolment.person)
    client.cookies["taal"] = "en"
    pages = ("/mijn/", f"/certificaat/{certificate.code}/", f"/inschrijven/{edition.pk}/")
    with override("en"):
        labels = [
            gettext("Download (pdf)"),
            gettext("Download het certificaat (pdf)"),
            gettext("Haal je certificaat op (pdf)"),
            gettext("Pasje voor in je portemonnee (pdf)"),
        ]
        mark = f", {gettext('in het Nederlands')})"
    found = [re.findall(r"[^<>]*\((?:pdf|PDF)\b[^<>]*", words(client.get(one))) for one in pages]
    expected = {f"{one[:-1]}{mark}" if says_dutch else one for one in labels}
    buttons = {each.strip() for one in found for each in one}
    assert expected <= buttons
    # Without another mark of their own, and none left without one.
    assert all(each.endswith(mark) == says_dutch for each in buttons)


def test_a_revoked_certificate_says_so_with_the_reason() -> None:
    certificate = make_certificate()
    with clock.at(NEXT_DAY):
        revoke(certificate=certificate, reason="Op de verkeerde naam", actor=None)
    page = words(Client().get(f"/certificaat/{certificate.code}/"))
    assert "Dit certificaat is ingetrokken" in page
    reason = 'De reden: <span lang="nl">Op de verkeerde naam</span>'
    assert f"Het geldt niet meer sinds 4 maart 2026. {reason}" in page
    assert "echt en geldig" not in page


@pytest.mark.parametrize(
    "code", ["AAAA-AAAA-AAAA-AAAA", "x", "<script>", "%00", "é" * 300, "0OIL-0OIL-0OIL-0OIL"]
)
def test_an_unknown_code_is_answered_with_help(code: str) -> None:
    response = Client().get(f"/certificaat/{code}/")
    assert response.status_code == 404
    assert "We vinden dit certificaat niet" in words(response)
    assert "<script>/" not in response.content.decode()


@pytest.mark.parametrize("code", ["", "kort", "0OIL-0OIL-0OIL-0OIL", "é" * 100])
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(code: str) -> None:
    response = Client().get("/certificaat/", {"code": code})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"code"}
    assert response.context["form"]["code"].value() == code


def test_nothing_of_it_is_kept_or_found() -> None:
    certificate = make_certificate()
    owner = signed_in(certificate.enrolment.person)
    for response in (
        Client().get("/certificaat/"),
        Client().get(f"/certificaat/{certificate.code}/"),
        Client().get("/certificaat/AAAA-AAAA-AAAA-AAAA/"),
        owner.get(f"/certificaat/{certificate.code}/pdf/"),
    ):
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == (
            "private, no-store",
            "noindex, nofollow",
        )


def test_a_visitor_needs_no_session() -> None:
    client = Client()
    client.get(f"/certificaat/{make_certificate().code}/")
    assert client.cookies.keys() == set()


def test_who_looks_too_often_waits_a_minute_and_others_do_not() -> None:
    certificate = make_certificate()
    url = f"/certificaat/{certificate.code}/"
    with clock.at(NEXT_DAY):
        statuses = [Client().get(url).status_code for _ in range(PER_MINUTE)]
        response = Client().get(url)
        other = Client(REMOTE_ADDR="192.0.2.7").get(url)
    with clock.at(NEXT_DAY.replace(minute=1)):
        later = Client().get(url)
    assert set(statuses) == {200}
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Even wachten" in words(response)
    assert certificate.person_name not in words(response)
    assert (other.status_code, later.status_code) == (200, 200)


def test_nothing_can_be_changed_there() -> None:
    certificate = make_certificate()
    for address in ("", f"{certificate.code}/", f"{certificate.code}/pdf/"):
        assert Client().post(f"/certificaat/{address}").status_code == 405


# --- The download ---------------------------------------------------------------------------


def test_the_owner_downloads_what_was_frozen() -> None:
    certificate = make_certificate()
    response = signed_in(certificate.enrolment.person).get(f"/certificaat/{certificate.code}/pdf/")
    assert response.status_code == 200
    assert response.content == bytes(Certificate.objects.get().pdf)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="certificaat-eenzaamheid-signaleren.pdf"',
    )


def test_who_may_download() -> None:
    certificate = make_certificate()
    url = f"/certificaat/{certificate.code}/pdf/"
    answers = {
        "owner": signed_in(certificate.enrolment.person).get(url).status_code,
        "somebody else": signed_in(PersonFactory.create()).get(url).status_code,
        "trainer": signed_in(person_in_role(Role.TRAINER)).get(url).status_code,
        "coordinator": signed_in(person_in_role(Role.COORDINATOR)).get(url).status_code,
        "visitor": Client().get(url).status_code,
    }
    assert answers == {
        "owner": 200,
        "somebody else": 404,
        "trainer": 404,
        "coordinator": 200,
        "visitor": 302,
    }


def test_the_owner_of_a_valid_one_gets_the_link_to_send_to_who_checks_it() -> None:
    certificate = make_certificate()
    owner = signed_in(certificate.enrolment.person)

    def sent(client: Client) -> list[str]:
        page = client.get(f"/certificaat/{certificate.code}/").content.decode()
        return re.findall(r'id="check-link"[^>]*value="([^"]*)"', page)

    (link,) = sent(owner)
    answer = Client().get(link, follow=True)
    assert "Dit certificaat is echt en geldig" in answer.content.decode()
    assert sent(Client()) == sent(signed_in(person_in_role(Role.COORDINATOR))) == []
    revoke(certificate=certificate, reason="Verwisseld", actor=None)
    assert sent(owner) == []


def test_a_visitor_cannot_tell_whether_a_code_exists() -> None:
    certificate = make_certificate()
    for code in (certificate.code, "AAAA-AAAA-AAAA-AAAA"):
        response = Client().get(f"/certificaat/{code}/pdf/")
        assert response["Location"] == f"/account/login/?next=/certificaat/{code}/pdf/"


def test_a_revoked_certificate_is_not_handed_out_any_more() -> None:
    certificate = make_certificate()
    revoke(certificate=certificate, reason="Verwisseld", actor=None)
    url = f"/certificaat/{certificate.code}/pdf/"
    response = signed_in(certificate.enrolment.person).get(url)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/certificaat/{certificate.code}/",
    )
    assert signed_in(person_in_role(Role.COORDINATOR)).get(url).status_code == 200


# --- The administration ---------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "{pk}/"])
def test_who_may_see_certificates_in_the_administration(address: str) -> None:
    certificate = make_certificate()
    url = "/beheer/certificaten/" + address.format(pk=certificate.pk)
    statuses = {role: signed_in(person_in_role(role)).get(url).status_code for role in Role}
    assert statuses == {
        Role.VOLUNTEER: 302,
        Role.TRAINER: 302,
        Role.COORDINATOR: 200,
        Role.ADMINISTRATOR: 200,
    }


def test_a_coordinator_finds_a_certificate() -> None:
    wanted = make_certificate(person=PersonFactory.create(first_name="Yusuf"))
    make_certificate()
    client = signed_in(person_in_role(Role.COORDINATOR))
    for sought in ("yusuf", wanted.code):
        response = client.get("/beheer/certificaten/", {"q": sought})
        assert [one.pk for one in response.context["object_list"]] == [wanted.pk]


def test_a_coordinator_revokes_with_a_reason_and_after_confirming() -> None:
    certificate = make_certificate()
    client = signed_in(person_in_role(Role.COORDINATOR))
    response = client.post(
        f"/beheer/certificaten/{certificate.pk}/", {"reason": "Verwisseld", "sure": "on"}
    )
    certificate.refresh_from_db()
    assert response.status_code == 302
    assert certificate.revoke_reason == "Verwisseld"
    assert certificate.revoked_at is not None


@pytest.mark.parametrize(
    "posted",
    [{}, {"reason": "Verwisseld"}, {"sure": "on"}, {"reason": "x" * 251, "sure": "on"}],
)
def test_without_reason_or_confirmation_nothing_is_revoked(posted: dict[str, str]) -> None:
    certificate = make_certificate()
    client = signed_in(person_in_role(Role.COORDINATOR))
    response = client.post(f"/beheer/certificaten/{certificate.pk}/", posted)
    certificate.refresh_from_db()
    assert response.status_code == 422
    assert certificate.revoked_at is None
    assert posted.get("reason", "") in response.content.decode()


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_others_cannot_revoke(role: Role) -> None:
    certificate = make_certificate()
    signed_in(person_in_role(role)).post(
        f"/beheer/certificaten/{certificate.pk}/", {"reason": "Pesten", "sure": "on"}
    )
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_the_list_takes_as_many_queries_for_three_as_for_one() -> None:
    client = signed_in(person_in_role(Role.COORDINATOR))

    def count() -> int:
        client.get("/beheer/certificaten/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/beheer/certificaten/")
        assert not any('"pdf"' in query["sql"] for query in queries)
        return len(queries)

    make_certificate()
    one = count()
    make_certificate()
    make_certificate()
    assert count() == one
