"""Who comes from a platform: which account it is, the seat, and the way to the lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client

from courses.enrolment.models import Enrolment
from courses.learning.services import finish_lesson
from courses.people.enums import Role
from courses.people.models import User
from plugins.lti import letters
from plugins.lti.models import Arrival, OfferedTraining, PassedResult, PlatformAccount
from plugins.lti.privacy import OtherSystems
from plugins.lti.services import arrivals
from tests.factories import EnrolmentFactory, PersonFactory, make_lesson, person_in_role
from tests.plugins.lti.others import ISSUER, Launch, Scene, a_scene, link_in

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def _came(scene: Scene, client: Client | None = None, **changes: Any) -> str:
    """Somebody came; gives the address in the tab of its own."""
    launch = Launch(Client(), scene.platform, scene.lesson.pk, changes)
    return link_in(launch.send())


def _browser(person: User | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def _lesson_url(lesson: LessonPage) -> str:
    return f"/trainingen/{lesson.training.slug}/lessen/{lesson.slug}/"


def _who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


# --- The first time ---------------------------------------------------------------------------


def test_an_account_is_linked_once_its_owner_has_signed_in_and_says_so(scene: Scene) -> None:
    person = PersonFactory.create(first_name="Fatma")
    address, client = _came(scene), _browser(person)
    page = client.get(address).content.decode()
    assert "Koppel en ga verder" in page
    assert "Moodle van de buren" in page
    assert "Daar heet je Fatma Yıldız." in page
    assert not PlatformAccount.objects.exists()
    answer = client.post(address)
    assert (answer.status_code, answer["Location"]) == (302, _lesson_url(scene.lesson))
    account = PlatformAccount.objects.get()
    assert (account.person, account.issuer, account.subject) == (person, ISSUER, "persoon-1")
    assert Enrolment.objects.get(person=person).edition == scene.edition
    assert client.get(answer["Location"]).status_code == 200


def test_who_has_not_signed_in_is_asked_to_and_comes_back(scene: Scene) -> None:
    address, client = _came(scene), _browser()
    page = client.get(address).content.decode()
    assert f"/account/login/?next={address}" in page
    assert "Ga verder als nieuwe deelnemer" not in page
    assert client.post(address).status_code == 409
    assert _who(client) is None
    assert not PlatformAccount.objects.exists()


def test_an_address_that_a_platform_tells_finds_nobody(scene: Scene) -> None:
    PersonFactory.create(email="fatma@voorbeeld.nl")
    scene.platform.makes_accounts = True
    scene.platform.save()
    address, client = _came(scene), _browser()
    client.post(address)
    made = PlatformAccount.objects.get().person
    assert made.email is None
    assert (made.first_name, made.last_name) == ("Fatma", "Yıldız")
    assert User.objects.filter(email="fatma@voorbeeld.nl").get() != made


def test_a_new_account_has_only_what_is_needed_and_no_rights(scene: Scene) -> None:
    scene.platform.makes_accounts = True
    scene.platform.save()
    address, client = _came(scene), _browser()
    assert "Ga verder als nieuwe deelnemer" in client.get(address).content.decode()
    answer = client.post(address)
    assert answer["Location"] == _lesson_url(scene.lesson)
    made = PlatformAccount.objects.get().person
    assert _who(client) == str(made.pk)
    assert not made.has_usable_password()
    assert list(made.groups.values_list("name", flat=True)) == [Role.VOLUNTEER.value]
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/mijn/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"given_name": None, "name": "Jan Bos", "family_name": None}, "Jan Bos"),
        ({"given_name": None, "family_name": None}, "Deelnemer"),
        ({"given_name": "", "family_name": ""}, "Deelnemer"),
        ({"given_name": "  Jan  Peter ", "family_name": "de   Wit"}, "Jan Peter de Wit"),
        ({"given_name": "\ue000\ue001", "family_name": "Wit"}, "Deelnemer Wit"),
        ({"given_name": {"a": 1}, "family_name": ["x"]}, "Deelnemer"),
        ({"given_name": "x" * 300, "family_name": "y"}, "x" * 60 + " y"),
    ],
)
def test_a_name_is_taken_over_as_far_as_it_is_one(
    scene: Scene, changes: dict[str, Any], name: str
) -> None:
    scene.platform.makes_accounts = True
    scene.platform.save()
    assert _browser().post(_came(scene, **changes)).status_code == 302
    assert PlatformAccount.objects.get().person.name == name


# --- The next times ---------------------------------------------------------------------------


def _linked(person: User, subject: str = "persoon-1") -> PlatformAccount:
    return PlatformAccount.objects.create(person=person, issuer=ISSUER, subject=subject)


def test_who_is_known_goes_on_with_one_press(scene: Scene) -> None:
    person = PersonFactory.create(first_name="Fatma", last_name="Bos")
    _linked(person)
    address, client = _came(scene), _browser()
    assert "Ga verder als Fatma Bos" in client.get(address).content.decode()
    assert _who(client) is None
    assert client.post(address)["Location"] == _lesson_url(scene.lesson)
    assert _who(client) == str(person.pk)
    assert PlatformAccount.objects.count() == 1


def test_opening_a_link_alone_signs_nobody_in(scene: Scene) -> None:
    _linked(PersonFactory.create())
    address, client = _came(scene), Client(enforce_csrf_checks=True)
    client.get(address)
    assert _who(client) is None
    assert client.post(address).status_code == 403
    assert _who(client) is None


def test_a_link_counts_once(scene: Scene) -> None:
    _linked(PersonFactory.create())
    address = _came(scene)
    assert _browser().post(address).status_code == 302
    again = _browser().post(address)
    assert again.status_code == 409
    assert "Deze link is op" in again.content.decode()


def test_a_link_from_elsewhere_is_not_taken(scene: Scene) -> None:
    _linked(PersonFactory.create())
    address, client = _came(scene), _browser()
    for lured in ("cross-site", "same-site"):
        answer = client.get(address, headers={"Sec-Fetch-Site": lured})
        assert answer.status_code == 409
    assert client.get(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_who_is_signed_in_as_another_is_not_mixed_up(scene: Scene) -> None:
    known, other = PersonFactory.create(), PersonFactory.create()
    _linked(known)
    address, client = _came(scene), _browser(other)
    assert "hoort een ander account" in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    assert _who(client) == str(other.pk)
    assert Arrival.objects.exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_works_here_is_never_signed_in_by_another_system(scene: Scene, role: Role) -> None:
    person = person_in_role(role)
    _linked(person)
    address, client = _came(scene), _browser()
    assert "Log eerst in met je eigen account." in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    assert _who(client) is None
    assert _browser(person).post(address)["Location"] == _lesson_url(scene.lesson)


def test_an_account_that_is_off_is_not_signed_in(scene: Scene) -> None:
    _linked(PersonFactory.create(is_active=False))
    address, client = _came(scene), _browser()
    assert client.post(address).status_code == 409
    assert _who(client) is None


def test_the_same_name_at_another_platform_is_somebody_else(scene: Scene) -> None:
    _linked(PersonFactory.create())
    PlatformAccount.objects.update(issuer="https://ander.voorbeeld.nl")
    address, client = _came(scene), _browser()
    assert "Ga verder als" not in client.get(address).content.decode()


# --- The seat ---------------------------------------------------------------------------------


def test_who_has_a_seat_keeps_that_one(scene: Scene) -> None:
    enrolment = EnrolmentFactory.create(edition=scene.edition)
    _linked(enrolment.person)
    _browser().post(_came(scene))
    assert Enrolment.objects.get() == enrolment


def test_without_an_edition_one_enrols_as_always(scene: Scene) -> None:
    OfferedTraining.objects.update(edition=None)
    person = PersonFactory.create()
    _linked(person)
    client = _browser()
    answer = client.post(_came(scene))
    assert answer["Location"] == "/trainingen/luisteren/"
    assert "Schrijf je eerst hieronder in" in client.get(answer["Location"]).content.decode()
    assert not Enrolment.objects.exists()


def test_an_open_lesson_needs_no_seat(scene: Scene) -> None:
    OfferedTraining.objects.update(edition=None)
    scene.lesson.is_open = True
    scene.lesson.save()
    _linked(PersonFactory.create())
    assert _browser().post(_came(scene))["Location"] == _lesson_url(scene.lesson)


def test_a_seat_that_cannot_be_given_is_told_and_nothing_is_kept(scene: Scene) -> None:
    scene.edition.status = "cancelled"
    scene.edition.save()
    person = PersonFactory.create()
    address = _came(scene)
    answer = _browser(person).post(address)
    assert answer.status_code == 409
    assert not PlatformAccount.objects.exists()
    assert _browser(person).get(address).status_code == 200


def test_a_lesson_of_a_training_that_is_not_offered_is_not_opened(scene: Scene) -> None:
    other = make_lesson(scene.training, title="Ander", slug="ander", live=False)
    scene.lesson = other
    launch = Launch(Client(), scene.platform, other.pk)
    assert launch.send().status_code == 409


# --- What is kept -----------------------------------------------------------------------------


def test_a_result_is_expected_where_the_platform_wants_one(scene: Scene) -> None:
    person = PersonFactory.create()
    _linked(person)
    finish_lesson(person=person, lesson=scene.lesson)
    _browser().post(_came(scene))
    kept = PassedResult.objects.get()
    assert (kept.account.person, kept.link.lesson_id, kept.sent) == (person, scene.lesson.pk, None)


def test_the_address_of_a_lesson_leads_people_to_its_page(scene: Scene) -> None:
    client = _browser()
    answer = client.get(f"/p/lti/les/{scene.lesson.pk}")
    assert answer["Location"] == _lesson_url(scene.lesson)
    assert client.get("/p/lti/les/999999").status_code == 404


def test_what_is_known_of_somebody_is_shown_and_goes_with_the_person(scene: Scene) -> None:
    person = PersonFactory.create()
    _browser(person).post(_came(scene))
    _came(scene)
    shown = OtherSystems().export(person.pk)
    assert isinstance(shown, dict)
    assert [one["nummer"] for one in shown["gekoppeld"]] == ["persoon-1"]
    assert [one["les"] for one in shown["doorgegeven"]] == [scene.lesson.title]
    OtherSystems().erase(person.pk)
    assert OtherSystems().export(person.pk) is None
    assert not Arrival.objects.exists()
    assert not PassedResult.objects.exists()


def test_a_link_can_be_undone_by_its_owner_alone(scene: Scene) -> None:
    account = _linked(PersonFactory.create())
    assert arrivals.unlink(person=PersonFactory.create(), account_id=account.pk) is False
    assert arrivals.unlink(person=account.person, account_id=account.pk) is True
    assert not PlatformAccount.objects.exists()


def test_somebody_sees_and_ends_a_link_on_the_own_page(scene: Scene) -> None:
    account = _linked(EnrolmentFactory.create(edition=scene.edition).person)
    other = _linked(PersonFactory.create(), "persoon-2")
    client = _browser(account.person)
    assert "/p/lti/gekoppeld" in client.get("/mijn/").content.decode()
    page = client.get("/p/lti/gekoppeld").content.decode()
    assert f"Ontkoppel {ISSUER.removeprefix('https://')}" in page
    for key in (str(other.pk), "x", "", "²", "9" * 5000, "9" * 18):
        assert client.post("/p/lti/gekoppeld", {"account": key}).status_code == 302
    assert PlatformAccount.objects.count() == 2
    client.post("/p/lti/gekoppeld", {"account": str(account.pk)})
    assert list(PlatformAccount.objects.all()) == [other]
    assert "aan geen ander systeem gekoppeld" in client.get("/p/lti/gekoppeld").content.decode()
    assert "/p/lti/gekoppeld" not in client.get("/mijn/").content.decode()
    assert _browser().get("/p/lti/gekoppeld").status_code == 302


def test_who_links_an_account_hears_of_it_and_where_it_ends(
    scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    person, without = PersonFactory.create(language="nl"), PersonFactory.create(email=None)
    client = _browser(person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(_came(scene))
        # Once: who comes again was linked already.
        client.post(_came(scene))
    (sent,) = [one for one in mail.outbox if "gekoppeld" in one.subject]
    assert sent.to == [person.email]
    assert sent.subject == "Je account is gekoppeld aan Moodle van de buren"
    assert "http://testserver/p/lti/gekoppeld" in sent.body
    letters.send_linked(without, scene.platform)
    assert [one for one in mail.outbox if "gekoppeld" in one.subject] == [sent]


def test_nobody_is_written_to_an_address_that_is_not_proved(scene: Scene) -> None:
    scene.platform.makes_accounts = True
    scene.platform.save()
    _browser().post(_came(scene))
    assert mail.outbox == []
