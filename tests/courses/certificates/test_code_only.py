"""The owner says whether the check page tells the name; codes, short addresses and limits."""

from __future__ import annotations

from datetime import date, time
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.certificates import codes, services
from courses.certificates.limits import PER_MINUTE
from courses.certificates.models import Certificate
from courses.common import clock
from courses.common.codes import ALPHABET, DISTINCT
from courses.notices.queries import letters_to_print
from courses.notices.services import print_letters
from courses.people.enums import Role
from tests.courses.certificates.people import NEXT_DAY, make_certificate, signed_in
from tests.factories import PersonFactory, person_in_role
from tests.parallel import all_at_once

NAME = "Fatima van der Berg"
HIDDEN = "De eigenaar wil niet dat de naam op deze pagina staat."


def shown_at(code: str) -> tuple[bool, bool]:
    page = Client().get(f"/certificaat/{code}/").content.decode()
    assert "Eenzaamheid signaleren" in page
    return NAME in page, HIDDEN in page


@pytest.mark.django_db
@pytest.mark.both_databases
def test_the_owner_takes_the_name_from_the_check_page_and_puts_it_back() -> None:
    certificate = make_certificate()
    owner = signed_in(certificate.enrolment.person)
    address = f"/certificaat/{certificate.code}/naam/"
    before = bytes(certificate.pdf)
    assert shown_at(certificate.code) == (True, False)
    assert "Wie het controleert, ziet je naam." in owner.get("/mijn/").content.decode()
    assert "Nu staat je naam er." in owner.get(address).content.decode()
    for _twice in range(2):
        owner.post(address, {"name": "hidden"})
    assert shown_at(certificate.code) == (False, True)
    assert "Nu staat je naam er niet." in owner.get(address).content.decode()
    assert "Wie het controleert, ziet je naam niet." in owner.get("/mijn/").content.decode()
    # The file keeps the name, and what replaces it keeps the choice, as does what it replaces.
    assert bytes(Certificate.objects.get().pdf) == before
    with clock.at(NEXT_DAY):
        new = services.replace(
            certificate=certificate,
            reason="De uren klopten niet",
            first_name="Fatima",
            last_name="van der Berg",
            actor=None,
        )
    assert [shown_at(code)[0] for code in (certificate.code, new.code)] == [False, False]
    owner.post(f"/certificaat/{new.code}/naam/", {"name": "shown"})
    assert [shown_at(code)[0] for code in (certificate.code, new.code)] == [True, True]
    actions = ("certificate.hide_name", "certificate.show_name")
    logged = ModelLogEntry.objects.filter(action__in=actions).order_by("pk")
    assert [one.action for one in logged] == list(actions)


@pytest.mark.django_db
def test_a_name_of_any_length_with_markup_in_it_is_shown_as_it_is() -> None:
    name = {"first_name": "<b>" + "W" * 77, "last_name": "M" * 116 + "</b>"}
    certificate = make_certificate(person=PersonFactory.create(**name))
    page = Client().get(f"/certificaat/{certificate.code}/").content.decode()
    assert ("&lt;b&gt;WWW" in page, "<b>WWW" in page) == (True, False)
    # Longer than a name can be is refused where it is typed.
    sent = {"first_name": "W" * 300, "last_name": "", "reason": "Naam"}
    client = signed_in(person_in_role(Role.COORDINATOR))
    answer = client.post(f"/beheer/certificaten/{certificate.pk}/vervang/", sent)
    assert (answer.status_code, Certificate.objects.count()) == (422, 1)


@pytest.mark.django_db
def test_nobody_else_chooses_and_staff_do_so_for_who_asks_by_telephone() -> None:
    certificate = make_certificate()
    address = f"/certificaat/{certificate.code}/naam/"
    staff_address = f"/beheer/certificaten/{certificate.pk}/naam/"
    hidden = {"name": "hidden"}
    assert Client().post(address, hidden).status_code == 403
    coordinator = signed_in(person_in_role(Role.COORDINATOR))
    for other in (signed_in(PersonFactory.create()), coordinator):
        assert (other.get(address).status_code, other.post(address, hidden).status_code) == (
            404,
            404,
        )
        assert other.post("/certificaat/AAAA/naam/", hidden).status_code == 404
    assert signed_in(person_in_role(Role.TRAINER)).post(staff_address, hidden).status_code == 302
    assert coordinator.get(staff_address).status_code == 405
    assert shown_at(certificate.code)[0]
    coordinator.post(staff_address, hidden)
    assert not shown_at(certificate.code)[0]
    assert "Nee, alleen de code" in coordinator.get(staff_address[:-5]).content.decode()
    coordinator.post(staff_address, {"name": "shown"})
    assert shown_at(certificate.code)[0]


def test_codes_have_no_characters_that_look_alike_and_can_be_read_aloud() -> None:
    for pair in ("0O", "1I", "1L", "2Z", "5S", "8B", "UV"):
        assert not set(pair) <= set(DISTINCT), pair
    assert set(DISTINCT) < set(ALPHABET) <= codes.SPELLED.keys()
    made = {codes.new_code() for _one in range(200)}
    assert len(made) == 200
    assert set("".join(made)) == set(DISTINCT) | {"-"}
    assert codes.spoken("K7QM-2RTX") == (
        "Karel, zeven, Quirinus, Maria – twee, Richard, Theodoor, Xantippe"
    )
    # Made before, with characters that look alike.
    assert codes.normalise("b8s5 uv2z bbss uuvv") == "B8S5-UV2Z-BBSS-UUVV"


@pytest.mark.django_db
def test_the_short_address_stands_on_it_and_leads_to_the_check_page() -> None:
    certificate = make_certificate()
    address = certificate.data["check_url"].removeprefix("http://testserver")
    assert address == f"/c/{certificate.code}/"
    for typed in (address, address.lower(), address.replace("-", "")):
        answer = Client().get(typed)
        assert answer["Location"] == f"/certificaat/{certificate.code}/"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get("/c/")["Location"] == "/certificaat/"
    for guessed in ("x", "%00", "é" * 300, "%3Cscript%3E", "AAAA-AAAA-AAAA-AAAA"):
        answer = Client().get(f"/c/{guessed}/", follow=True)
        assert (answer.status_code, answer.redirect_chain[-1][0][:1]) == (404, "/")
        assert "<script>/" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_looks_are_counted_across_processes() -> None:
    def look(times: int) -> list[int]:
        client = Client()
        return [client.get("/certificaat/").status_code for _one in range(times)]

    moment = NEXT_DAY

    def at_that_moment(times: int) -> list[int]:
        with clock.at(moment):
            return look(times)

    # Connections of their own see only what the database keeps, as processes do.
    answers = all_at_once([partial(at_that_moment, 20) for _one in range(2)])
    counted = [one for answer in answers if isinstance(answer, list) for one in answer]
    assert (counted.count(200), counted.count(429)) == (PER_MINUTE, 40 - PER_MINUTE)


@pytest.mark.django_db
def test_who_sends_a_certificate_again_reads_that_it_was_printed_before() -> None:
    certificate = make_certificate()
    person = certificate.enrolment.person
    person.street, person.postcode, person.city = "Voorstraat 1", "3511 AA", "Utrecht"
    person.save()
    staff = signed_in(person_in_role(Role.COORDINATOR))
    page = reverse("certificate_admin", args=[certificate.pk])
    post = reverse("certificate_by_post", args=[certificate.pk])

    def says() -> list[bool]:
        answer = staff.get(page).content.decode()
        return [
            words in answer
            for words in (
                "Zet de brief klaar om te printen",
                "De brief staat klaar om te printen.",
                "Deze brief is al geprint: 30 november 2026, 14:10.",
                "Zet de brief nog een keer klaar",
            )
        ]

    assert says() == [True, False, False, False]
    staff.post(post)
    assert says() == [False, True, False, False]
    with clock.at(clock.moment_of(date(2026, 11, 30), time(14, 10))):
        print_letters(notices=letters_to_print(), actor=None)
    assert says() == [False, False, True, True]
    staff.post(post)
    assert says() == [False, True, True, False]


@pytest.mark.django_db
def test_staff_send_a_certificate_by_post_to_who_asks_for_it() -> None:
    certificate = make_certificate()
    person = certificate.enrolment.person
    staff = signed_in(person_in_role(Role.COORDINATOR))
    page, address = reverse("certificate_admin", args=[certificate.pk]), "Voorstraat 1"
    post = reverse("certificate_by_post", args=[certificate.pk])
    assert "Wij hebben geen adres van deze persoon." in staff.get(page).content.decode()
    assert "Wij hebben geen adres" in staff.post(post, follow=True).content.decode()
    person.street, person.postcode, person.city = address, "3511 AA", "Utrecht"
    person.save()
    assert address in staff.get(page).content.decode()
    for _twice in range(2):
        staff.post(post)
    [letter] = letters_to_print()
    assert (letter.person, letter.facts) == (person, {"certificate": certificate.pk})
    # The code that tells whether a file is as it was issued is for who looks for it.
    _, _, folded = (
        staff.get(page).content.decode().partition("Voor wie het bestand wil controleren")
    )
    assert certificate.sha256 in folded
    # On the page of the person one finds the way there.
    page = staff.get(reverse("person_page", args=[person.pk])).content.decode()
    assert f"{reverse('certificate_admin', args=[certificate.pk])}#per-post" in page
