"""Whom to call, which letters to print and what people were told, on the screens of staff."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from courses.common import clock
from courses.enrolment import services as enrolment
from courses.notices import queries, services
from courses.notices.enums import CallOutcome, NoticeState
from courses.notices.models import CALLING_FOR, CallAttempt, CallClaim, Notice
from courses.people.enums import ContactWay, Role
from tests.factories import EditionFactory, PersonFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = {"street": "Dorpsstraat 1", "postcode": "3512 AB", "city": "Utrecht"}

LISTS = ("/beheer/bellen/", "/beheer/brieven/", "/beheer/berichten/")


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def edition(trainer: User) -> Edition:
    return EditionFactory.create(trainers=[trainer])


def enrolled(edition: Edition, **person: object) -> Notice:
    """Somebody enrolled by staff, and what is to be told about it."""
    enrolment.enrol(
        person=PersonFactory.create(**person),
        edition=edition,
        actor=person_in_role(Role.COORDINATOR),
    )
    return Notice.objects.latest("created_at")


@pytest.fixture
def to_call(edition: Edition) -> Notice:
    return enrolled(edition, email=None, telephone="030 236 17 45", first_name="Bep")


@pytest.fixture
def to_print(edition: Edition) -> Notice:
    return enrolled(edition, email=None, **ADDRESS, first_name="Wim")


def shown(client: Client, notice: Notice) -> list[bool]:
    return [str(notice.pk) in client.get(page).content.decode() for page in LISTS]


def test_each_stands_on_its_own_list_and_in_the_log(
    client: Client, to_call: Notice, to_print: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    assert shown(client, to_call) == [True, False, True]
    assert shown(client, to_print) == [False, True, True]


def test_a_trainer_sees_own_editions_only_and_a_volunteer_nothing(
    client: Client, trainer: User, to_call: Notice
) -> None:
    pages = [*LISTS, f"/beheer/bellen/{to_call.pk}/", f"/beheer/berichten/{to_call.pk}/"]
    client.force_login(trainer)
    assert [client.get(page).status_code for page in pages] == [200] * 5
    client.force_login(person_in_role(Role.TRAINER))
    assert shown(client, to_call) == [False, False, False]
    assert [client.get(page).status_code for page in pages[3:]] == [404, 404]
    assert client.post(f"/beheer/berichten/{to_call.pk}/opnieuw/").status_code == 404
    client.force_login(person_in_role(Role.VOLUNTEER))
    assert [client.get(page).status_code for page in pages] == [302] * 5


def test_who_was_reached_leaves_the_list(client: Client, to_call: Notice) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    address = f"/beheer/bellen/{to_call.pk}/"
    page = client.get(address).content.decode()
    assert 'href="tel:' in page
    done = client.post(address, {"outcome": CallOutcome.REACHED})
    assert done.status_code == 302
    # Who chose that by mistake goes on to where it can be told again.
    assert f"/beheer/berichten/{to_call.pk}/" in client.get(done["Location"]).content.decode()
    assert "Stuur nog een keer" in client.get(f"/beheer/berichten/{to_call.pk}/").content.decode()
    to_call.refresh_from_db()
    assert (to_call.state, to_call.by) == (NoticeState.SENT, coordinator)
    again = client.post(address, {"outcome": CallOutcome.NO_ANSWER}, follow=True)
    assert "al klaar" in again.content.decode()
    assert CallAttempt.objects.count() == 1


def test_who_calls_somebody_is_seen_by_others_and_keeps_nobody_from_it(
    client: Client, to_call: Notice
) -> None:
    ayla = person_in_role(Role.COORDINATOR, first_name="Ayla", last_name="Kaya")
    bas = person_in_role(Role.COORDINATOR, first_name="Bas", last_name="Vos")
    page = f"/beheer/bellen/{to_call.pk}/"

    def seen_by(person: User, what: str) -> list[bool]:
        client.force_login(person)
        return [what in client.get(one).content.decode() for one in (LISTS[0], page)]

    client.force_login(ayla)
    client.post(f"{page}nu/")
    assert seen_by(bas, "Ayla Kaya belt") == [True, True]
    assert seen_by(ayla, "Anderen zien dat jij nu belt") == [False, True]
    client.force_login(bas)
    client.post(f"{page}nu/")
    assert CallClaim.objects.get().by == ayla
    client.post(f"{page}nu/", {"anyway": "1"})
    assert seen_by(ayla, "Bas Vos belt") == [True, True]
    with clock.at(clock.now() + CALLING_FOR):
        assert seen_by(ayla, "belt") == [False, False]
        services.forget_old()
        assert CallClaim.objects.count() == 0
    for url, data in (
        (f"{page}nu/", {"stop": "1"}),
        (page, {"outcome": "no_answer"}),
        (f"/beheer/berichten/{to_call.pk}/klaar/", {}),
    ):
        client.post(f"{page}nu/")
        assert CallClaim.objects.count() == 1
        client.post(url, data)
        assert CallClaim.objects.count() == 0


def test_who_wants_to_be_called_later_is_up_on_that_day(client: Client, to_call: Notice) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    address = f"/beheer/bellen/{to_call.pk}/"
    for day in ("", "2020-01-01", "morgenochtend"):
        data = {"outcome": CallOutcome.CALL_AGAIN, "again_on": day}
        assert client.post(address, data).status_code == 200
    later = clock.today().replace(year=clock.today().year + 1, day=1)
    data = {"outcome": CallOutcome.CALL_AGAIN, "again_on": f"{later:%Y-%m-%d}"}
    said = client.post(address, data, follow=True)
    to_call.refresh_from_db()
    assert clock.local_day(to_call.due_at) == later
    assert f"Terugbellen op {date_format(later, 'l j F')}" in said.content.decode()
    assert "Er is nu niemand die je moet bellen" in client.get(LISTS[0]).content.decode()


def test_who_is_called_back_is_called_tomorrow_unless_another_day_is_chosen(
    client: Client, to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    form = client.get(f"/beheer/bellen/{to_call.pk}/").context["form"]
    assert form["again_on"].value() == clock.today() + timedelta(days=1)


def test_each_list_has_the_element_that_the_script_of_wagtail_looks_for(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    pages = [client.get(page).content.decode() for page in LISTS]
    assert [page.count('id="listing-results"') for page in pages] == [1, 1, 1]


def test_letters_that_are_printed_count_as_sent(
    client: Client, to_print: Notice, to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    chosen = {"letter": [str(to_print.pk), str(to_call.pk), "geen"]}
    answer = client.post("/beheer/brieven/print/", chosen)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    to_print.refresh_from_db()
    to_call.refresh_from_db()
    assert (to_print.state, to_call.state) == (NoticeState.SENT, NoticeState.TO_DO)
    nothing = client.post("/beheer/brieven/print/", {"letter": []}, follow=True)
    assert "Er is niets te printen" in nothing.content.decode()


def test_an_edition_leads_to_what_is_still_to_be_told_about_it_alone(
    client: Client, edition: Edition, to_call: Notice, to_print: Notice
) -> None:
    other = EditionFactory.create()
    enrolled(other, email=None, telephone="030 765 43 21")
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/").content.decode()
    said = ("Bel nog 1 persoon", "Print nog 1 brief", "Alle berichten over deze uitvoering")
    assert [one for one in said if one not in page] == []
    lists = [
        client.get(f"/beheer/{name}/?edition={edition.pk}").context["object_list"]
        for name in ("bellen", "brieven", "berichten")
    ]
    assert [[one.pk for one in found] for found in lists[:2]] == [[to_call.pk], [to_print.pk]]
    assert {one.edition_id for one in lists[2]} == {edition.pk}
    only = [
        client.get(f"/beheer/brieven/{q}").content.decode() for q in (f"?edition={edition.pk}", "")
    ]
    assert ["alleen de brieven over één uitvoering" in page for page in only] == [True, False]
    assert (
        f"/beheer/berichten/?edition={edition.pk}"
        in client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
    )


def test_one_letter_is_chosen_or_printed_alone_and_again(client: Client, to_print: Notice) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    box = re.compile(rf'value="{to_print.pk}"\s+(checked)?\s*>')

    def ticked(url: str) -> list[str]:
        return box.findall(client.get(url).content.decode())

    # Also in what Wagtail's script asks for while somebody searches.
    for page in (LISTS[1], f"{LISTS[1]}resultaten/"):
        assert (ticked(page), ticked(f"{page}?vink=geen")) == (["checked"], [""])
        assert "Print de gekozen brieven" in client.get(f"{page}?q=Wim").content.decode()
    detail = f"/beheer/berichten/{to_print.pk}/"
    assert re.search(r"Print deze brief\s*<", client.get(detail).content.decode())
    for _time in range(2):
        answer = client.post("/beheer/brieven/print/", {"letter": str(to_print.pk)})
        assert answer.content[:5] == b"%PDF-"
    page = client.get(LISTS[1]).content.decode()
    assert f'<a href="{LISTS[1]}#geprint">Print ze nog een keer</a>' in page
    assert 'id="geprint"' in page
    assert f'href="{detail}"' in page
    assert re.search(r"Print hem nog een keer\s*<", page)
    assert "Print deze brief nog een keer" in client.get(detail).content.decode()


def test_what_was_printed_together_is_printed_again_with_one_button(
    client: Client, edition: Edition, to_print: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    first, others = (
        str(to_print.pk),
        sorted(
            str(enrolled(edition, email=None, **ADDRESS, first_name=name).pk)
            for name in ("An", "Bo")
        ),
    )
    for some in ([first], others):
        assert client.post("/beheer/brieven/print/", {"letter": some}).content[:5] == b"%PDF-"
    page = client.get(LISTS[1]).content.decode().partition('id="geprint"')[2]
    forms = [re.findall(r'name="letter" value="([^"]+)"', one) for one in page.split("<form")[1:]]
    assert [sorted(one) for one in forms] == [others, [first]]
    assert re.findall(r"Print deze \d brieven nog een keer", page) == [
        f"Print deze {len(others)} brieven nog een keer"
    ]
    assert client.post("/beheer/brieven/print/", {"letter": forms[0]}).content[:5] == b"%PDF-"


def test_another_trainer_prints_no_letter_of_it(client: Client, to_print: Notice) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    client.post("/beheer/brieven/print/", {"letter": [str(to_print.pk)]})
    to_print.refresh_from_db()
    assert to_print.state == NoticeState.TO_DO


def test_it_can_be_told_once_more_or_be_known_already(client: Client, to_call: Notice) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    detail = f"/beheer/berichten/{to_call.pk}/"
    page = client.get(detail).content.decode()
    # Nobody called yet: there is nothing to do once more.
    assert ("Stuur nog een keer" in page, "Deze persoon weet het al" in page) == (False, True)
    client.post(f"{detail}klaar/")
    to_call.refresh_from_db()
    assert to_call.state == NoticeState.SENT
    assert "Stuur nog een keer" in client.get(detail).content.decode()
    answer = client.post(f"{detail}opnieuw/", follow=True)
    assert "1 moet je bellen" in answer.content.decode()
    new = to_call.repeats.get()
    assert (new.way, new.state) == (ContactWay.TELEPHONE, NoticeState.TO_DO)


def test_what_waits_for_a_call_can_go_by_mail_once_there_is_an_address_for_it(
    client: Client, to_call: Notice
) -> None:
    to_call.person.email = "an@example.org"
    to_call.person.save()
    client.force_login(person_in_role(Role.COORDINATOR))
    assert "Stuur nog een keer" in client.get(f"/beheer/berichten/{to_call.pk}/").content.decode()


def test_staff_make_a_letter_of_a_call_where_there_is_an_address(
    client: Client, to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    detail, button = f"/beheer/berichten/{to_call.pk}/", "Maak er een brief van"
    assert button not in client.get(detail).content.decode()
    refused = client.post(f"{detail}brief/", follow=True).content.decode()
    assert "Wij hebben geen adres van deze persoon." in refused
    for name, value in ADDRESS.items():
        setattr(to_call.person, name, value)
    to_call.person.save()
    assert button in client.get(detail).content.decode()
    page = client.post(f"{detail}brief/", follow=True).content.decode()
    assert ("De brief staat klaar" in page, "Print deze brief" in page) == (True, True)
    to_call.refresh_from_db()
    assert (to_call.way, to_call.state) == (ContactWay.LETTER, NoticeState.TO_DO)
    again = client.post(f"{detail}brief/", follow=True).content.decode()
    assert "Iemand anders was je voor." in again


def test_who_gets_what_is_said_before_a_button_and_after_it(
    client: Client, edition: Edition, to_call: Notice, to_print: Notice
) -> None:
    enrolled(edition, email="an@example.org", first_name="An", last_name="Mailer")
    client.force_login(person_in_role(Role.COORDINATOR))
    said = "1 krijgt een mail, 1 moet je bellen, 1 krijgt een brief."
    for page in (f"/beheer/uitvoeringen/{edition.pk}/annuleer/", edition_page(edition)):
        shown = client.get(page).content.decode()
        assert (said in shown, "Mailer, An" in shown) == (True, True)
    Notice.objects.all().delete()
    address = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    answer = client.post(address, {"reason": "De trainer is ziek."}, follow=True)
    (after,) = [str(one) for one in answer.context["messages"] if "moet je bellen" in str(one)]
    people = (
        f"een mail (An Mailer), 1 moet je bellen ({to_call.person.name})",
        f"1 krijgt een brief ({to_print.person.name}).",
    )
    assert [one for one in people if one not in after] == []
    assert sorted(Notice.objects.values_list("way", flat=True)) == ["letter", "mail", "telephone"]


def edition_page(edition: Edition) -> str:
    return reverse("uitvoeringen:edit", args=[edition.pk])


def test_who_has_left_is_called_about_that_alone(
    client: Client, edition: Edition, to_call: Notice
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    enrolled_now = edition.enrolments.get()
    enrolment.withdraw(enrolment=enrolled_now, actor=coordinator)
    states = dict(Notice.objects.values_list("kind", "state"))
    assert states == {
        "enrolment_confirmed": NoticeState.DROPPED,
        "enrolment_withdrawn": NoticeState.TO_DO,
    }


@pytest.fixture
def also_to_call(to_call: Notice, trainer: User) -> Notice:
    """The same person, about another edition."""
    other = EditionFactory.create(trainers=[trainer])
    enrolment.enrol(person=to_call.person, edition=other, actor=person_in_role(Role.COORDINATOR))
    return Notice.objects.get(edition=other)


def test_somebody_with_two_things_to_hear_is_one_to_call_and_both_are_shown(
    client: Client, to_call: Notice, also_to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    calls = client.get("/beheer/bellen/")
    said = calls.content.decode()
    assert "In totaal is nu 1 persoon aan de beurt" in said
    assert [one.person for one in calls.context["object_list"]] == [to_call.person]
    for one in (to_call, also_to_call):
        assert (f"/beheer/bellen/{one.pk}/" in said, str(one.edition) in said) == (True, True)
    assert "Bel 1 persoon" in client.get("/beheer/").content.decode()
    page = client.get(f"/beheer/bellen/{to_call.pk}/").content.decode()
    assert ("Ook te bespreken met deze persoon" in page, str(also_to_call.edition) in page) == (
        True,
        True,
    )


def test_who_is_sought_by_an_edition_stands_on_the_list_once_with_all(
    client: Client, to_call: Notice, also_to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    for address in (
        f"/beheer/bellen/?edition={also_to_call.edition_id}",
        f"/beheer/bellen/resultaten/?q={to_call.person.last_name}",
    ):
        rows = list(client.get(address).context["object_list"])
        assert [len(one.subjects) for one in rows] == [2]
    assert list(client.get("/beheer/bellen/?q=niemand").context["object_list"]) == []


def test_in_one_call_each_thing_is_ticked_apart(
    client: Client, to_call: Notice, also_to_call: Notice, trainer: User
) -> None:
    third = EditionFactory.create(trainers=[trainer])
    enrolment.enrol(person=to_call.person, edition=third, actor=person_in_role(Role.COORDINATOR))
    left = Notice.objects.get(edition=third)
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    data = {"outcome": CallOutcome.REACHED, "told": [str(also_to_call.pk)]}
    answer = client.post(f"/beheer/bellen/{to_call.pk}/", data, follow=True)
    states = dict(Notice.objects.values_list("pk", "state"))
    assert states == {
        to_call.pk: NoticeState.SENT,
        also_to_call.pk: NoticeState.SENT,
        left.pk: NoticeState.TO_DO,
    }
    # Who still has somebody on the line goes on with what is left.
    assert answer.redirect_chain == [(f"/beheer/bellen/{left.pk}/", 302)]
    assert "Er is nog 1 onderwerp om te bespreken" in answer.content.decode()


def test_who_does_not_answer_has_heard_nothing_that_was_ticked(
    client: Client, to_call: Notice, also_to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    data = {"outcome": CallOutcome.NO_ANSWER, "told": [str(also_to_call.pk)]}
    answer = client.post(f"/beheer/bellen/{to_call.pk}/", data)
    assert answer.headers["Location"] == "/beheer/bellen/"
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.TO_DO}


def test_nobody_ticks_what_is_told_to_somebody_else(
    client: Client, to_call: Notice, edition: Edition
) -> None:
    other = enrolled(edition, email=None, telephone="030 236 17 46", first_name="Ab")
    client.force_login(person_in_role(Role.COORDINATOR))
    data = {"outcome": CallOutcome.REACHED, "told": [str(other.pk)]}
    client.post(f"/beheer/bellen/{to_call.pk}/", data)
    other.refresh_from_db()
    assert other.state == NoticeState.TO_DO


def test_what_somebody_was_told_stands_on_the_persons_page(
    client: Client, to_call: Notice, trainer: User
) -> None:
    page = f"/beheer/personen/{to_call.person_id}/"
    for viewer in (person_in_role(Role.COORDINATOR), trainer):
        client.force_login(viewer)
        shown = client.get(page).content.decode()
        log = f"/beheer/berichten/?person={to_call.person_id}"
        assert (f"/beheer/berichten/{to_call.pk}/" in shown, log in shown) == (True, True)
        found = client.get(log)
        assert [one.pk for one in found.context["object_list"]] == [to_call.pk]
        # By the name, and not by a number that nobody knows.
        named = [(one.field_label, str(one.value)) for one in found.context["view"].active_filters]
        assert named == [("Persoon", to_call.person.name)]
    # Nor who a number is of whom one has nothing to do with.
    other = PersonFactory.create(last_name="Vreemdeling")
    for nobody in (other.pk, "x", "0", "9" * 30):
        answer = client.get("/beheer/berichten/", {"person": nobody})
        assert (answer.status_code, "Vreemdeling" in answer.content.decode()) == (200, False)


def test_the_call_about_an_evaluation_is_not_for_who_gave_the_training(
    client: Client, edition: Edition, trainer: User
) -> None:
    invitation = Notice.objects.create(
        person=PersonFactory.create(email=None, telephone="030 236 17 45"),
        kind="evaluation_invitation",
        edition=edition,
        way=ContactWay.TELEPHONE,
        state=NoticeState.TO_DO,
    )
    for viewer, sees in ((trainer, False), (person_in_role(Role.COORDINATOR), True)):
        client.force_login(viewer)
        assert shown(client, invitation) == [sees, False, sees]


def test_what_is_sent_again_takes_the_place_of_the_first_and_is_there_once(
    client: Client, to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    again = f"/beheer/berichten/{to_call.pk}/opnieuw/"
    for _press in range(3):
        client.post(again)
    to_call.refresh_from_db()
    assert (to_call.state, to_call.repeats.count()) == (NoticeState.DROPPED, 1)


def test_who_does_not_answer_to_what_cannot_wait_stays_among_what_cannot_wait(
    client: Client, to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    page = f"/beheer/bellen/{to_call.pk}/"
    said = client.post(page, {"outcome": "no_answer"}, follow=True).content.decode()
    assert "staat nu achteraan in de lijst." in said
    Notice.objects.filter(pk=to_call.pk).update(kind="enrolment_cancelled")
    said = client.post(page, {"outcome": "no_answer"}, follow=True).content.decode()
    assert "blijft bij wat eerst moet." in said
    assert "<strong>Haast:</strong>" in client.get("/beheer/bellen/").content.decode()


def test_a_letter_that_cannot_wait_says_so(client: Client, to_print: Notice) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    shown = client.get("/beheer/brieven/").content.decode()
    assert "Haast" not in shown
    # Why there are empty sheets among them.
    assert "Elke brief begint op een nieuw vel." in shown
    Notice.objects.filter(pk=to_print.pk).update(kind="enrolment_cancelled")
    older = Notice.objects.create(
        person=to_print.person,
        kind="enrolment_withdrawn",
        edition=to_print.edition,
        way=ContactWay.LETTER,
        state=NoticeState.TO_DO,
        created_at=to_print.created_at - timedelta(days=1),
    )
    assert [one.pk for one in queries.letters_to_print()] == [to_print.pk, older.pk]
    other = enrolled(EditionFactory.create(), email=None, **ADDRESS, last_name="Aa")
    page = client.get("/beheer/brieven/")
    assert page.content.decode().count("<strong>Haast:</strong>") == 1
    # Whoever gets it stands above the others, with all that goes into the envelope.
    envelopes = page.context["envelopes"]
    assert [person for person, _letters in envelopes] == [to_print.person, other.person]


def test_each_message_after_saving_has_a_drawing(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    sprite = client.get(reverse("wagtailadmin_sprite")).content.decode()
    # Wagtail draws what belongs to the level of a message, and has nothing for this one.
    assert all(f'id="icon-{level}"' in sprite for level in ("info", "success", "warning"))


def test_a_letter_that_nobody_can_write_any_more_stops_no_other(
    client: Client, to_print: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    gone = Notice.objects.create(
        person=to_print.person, kind="gone", way=ContactWay.LETTER, state=NoticeState.TO_DO
    )
    chosen = {"letter": [str(gone.pk), str(to_print.pk)]}
    assert client.post("/beheer/brieven/print/", chosen)["Content-Type"] == "application/pdf"
    gone.refresh_from_db()
    assert gone.state == NoticeState.TO_DO


def test_a_message_says_where_it_went_to_whom_and_what_became_of_it(
    client: Client, edition: Edition
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    person = PersonFactory.create(email="anna@example.org")
    notice = services.notify(person=person, kind="enrolment_confirmed", key="1", edition=edition)
    assert notice is not None
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, settled_at=clock.now())
    content = client.get(f"/beheer/berichten/{notice.pk}/").content.decode()
    assert "anna@example.org" in content
    assert f'href="/beheer/personen/{person.pk}/"' in content
    assert content.count("Verstuurd") == 2
    assert "Klaar" not in content


def test_on_how_many_sides_one_prints_is_remembered(client: Client, to_print: Notice) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    one_side = re.compile(r'name="sides"\s+value="one"\s+checked')
    assert not one_side.search(client.get(LISTS[1]).content.decode())
    letter = {"letter": str(to_print.pk)}
    assert to_print.edition is not None
    other = enrolled(to_print.edition, email=None, **ADDRESS, first_name="An")
    both = {"letter": [str(to_print.pk), str(other.pk)]}
    pages = [
        len(read_pdf(client.post("/beheer/brieven/print/", sent).content).pages)
        for sent in ({**both, "sides": "two"}, {**both, "sides": "one"}, both, letter)
    ]
    assert (pages[0] > pages[1], pages[1] == pages[2]) == (True, True)
    enrolled(to_print.edition, email=None, **ADDRESS, first_name="Bo")
    assert one_side.search(client.get(LISTS[1]).content.decode())


def test_the_list_says_how_many_letters_go_into_one_envelope(
    client: Client, to_print: Notice
) -> None:
    actor = person_in_role(Role.COORDINATOR)
    enrolment.enrol(person=to_print.person, edition=EditionFactory.create(), actor=actor)
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(LISTS[1]).content.decode()
    assert "2 brieven in één envelop" in page


def test_of_whom_we_have_no_number_one_fills_it_in_instead_of_calling(
    client: Client, edition: Edition, to_call: Notice
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    with_number = client.get(f"/beheer/bellen/{to_call.pk}/").content.decode()
    to_call.person.telephone = ""
    to_call.person.save()
    page = client.get(f"/beheer/bellen/{to_call.pk}/").content.decode()
    assert ["Ik bel nu" in one for one in (with_number, page)] == [True, False]
    back = f"/beheer/bellen/{to_call.pk}/"
    assert f'href="/beheer/personen/{to_call.person_id}/gegevens/?terug={back}"' in page
    assert ["Spreek je deze persoon toch?" in one for one in (with_number, page)] == [False, True]
    # What came of it can be written down all the same.
    assert 'id="call-form"' in page
    # The details of who works here are an administrator's to fill in.
    to_call.person.groups.set(person_in_role(Role.TRAINER).groups.all())
    to_call.person.email = "jan@example.org"
    to_call.person.save()
    staff = client.get(f"/beheer/bellen/{to_call.pk}/").content.decode()
    assert "Alleen een beheerder kan dit invullen." in staff
    assert 'href="mailto:jan@example.org"' in staff
