"""Planning editions in the administration."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.attendance.services import mark_attendance
from courses.catalogue.models import TrainingPage
from courses.common import clock, formats
from courses.editions import services as edition_services
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.interest.services import register_interest
from courses.notices.models import Notice
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db


def form_data(
    training: TrainingPage, trainers: Iterable[object] = (), **changes: Any
) -> dict[str, Any]:
    start = clock.now() + timedelta(days=10)
    return {
        "training": training.pk,
        "capacity": "10",
        "place": "venue",
        "language": "nl",
        "location": edition_services.location_called(name="Buurthuis").pk,
        "online_link": "",
        "enrol_until": "",
        "note": "",
        "trainers": list(trainers),
        "sessions-TOTAL_FORMS": "1",
        "sessions-INITIAL_FORMS": "0",
        "sessions-MIN_NUM_FORMS": "0",
        "sessions-MAX_NUM_FORMS": "1000",
        "sessions-0-title": "",
        "sessions-0-starts_at": f"{start:%Y-%m-%d} 19:00",
        "sessions-0-ends_at": f"{start:%Y-%m-%d} 22:00",
        "sessions-0-id": "",
        **changes,
    }


@pytest.fixture
def trainer(client: Client) -> User:
    trainer = person_in_role(Role.TRAINER)
    client.force_login(trainer)
    return trainer


def test_a_trainer_plans_an_edition_and_is_its_trainer(client: Client, trainer: User) -> None:
    training = TrainingFactory.create()
    assert client.post("/beheer/uitvoeringen/new/", form_data(training)).status_code == 302
    edition = Edition.objects.get()
    assert list(edition.trainers.all()) == [trainer]
    assert (edition.status, edition.capacity) == (EditionStatus.DRAFT, 10)
    assert edition.starts_at == edition.sessions.get().starts_at


def test_a_wrong_plan_is_refused_at_the_field_and_stays_typed(
    client: Client, trainer: User
) -> None:
    training = TrainingFactory.create()
    data = form_data(
        training, location="", note="Straat 1", **{"sessions-0-ends_at": "2020-01-01 10:00"}
    )
    page = client.post("/beheer/uitvoeringen/new/", data)
    content = page.content.decode()
    assert page.status_code == 200
    assert page.context["form"].errors["location"] == ["Kies waar de training is."]
    # At the field, with both times.
    assert "Een bijeenkomst eindigt na het begin. Deze begint" in content
    assert "en eindigt woensdag 1 januari om 10:00 uur." in content
    assert 'value="Straat 1"' in content
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(("place", "needed"), [("venue", True), ("online", False)])
def test_the_place_is_marked_as_needed_unless_the_edition_is_online(
    client: Client, trainer: User, place: str, needed: bool
) -> None:
    data = form_data(TrainingFactory.create(), place=place, **{"sessions-TOTAL_FORMS": "0"})
    form = client.post("/beheer/uitvoeringen/new/", data).context["form"]
    assert form.fields["location"].required is needed
    begun = client.get("/beheer/uitvoeringen/new/").context["form"]
    assert begun.fields["location"].required


def test_who_presses_a_day_in_the_picker_gets_the_hour_of_an_evening(
    client: Client, trainer: User
) -> None:
    form = client.get("/beheer/uitvoeringen/new/").content.decode()
    assert "&quot;defaultTime&quot;: &quot;19:00&quot;" in form


@pytest.mark.both_databases
def test_a_new_meeting_lasts_as_long_as_the_last_one_of_its_training(
    client: Client, trainer: User
) -> None:
    training = TrainingFactory.create(minutes=240)
    for ago in (900, 30):
        starts_at = clock.now() - timedelta(days=ago)
        EditionFactory.create(training=training, starts_at=starts_at, sessions=2)
    Session.objects.latest("starts_at").delete()
    newest = Session.objects.latest("starts_at")
    newest.ends_at = newest.starts_at + timedelta(minutes=110)
    newest.save()
    given_long_ago, new = TrainingFactory.create(), TrainingFactory.create(minutes=90)
    EditionFactory.create(training=given_long_ago, starts_at=clock.now() - timedelta(days=900))
    client.force_login(trainer)
    context = client.get("/beheer/uitvoeringen/new/").context
    assert context["minutes_of_meetings"] == {training.pk: 110}
    assert context["minutes_of_trainings"][new.pk] == 90


def test_without_a_session_nothing_is_planned(client: Client, trainer: User) -> None:
    data = form_data(TrainingFactory.create(), **{"sessions-TOTAL_FORMS": "0"})
    assert client.post("/beheer/uitvoeringen/new/", data).status_code == 200
    assert Edition.objects.count() == 0


def test_publishing_asks_first_and_then_opens_enrolment(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(publish=False, trainers=[trainer])
    url = f"/beheer/uitvoeringen/{edition.pk}/publiceer/"
    assert client.get(url).status_code == 200
    assert Edition.objects.get().status == EditionStatus.DRAFT
    client.post(url)
    assert Edition.objects.get().status == EditionStatus.OPEN


def test_publishing_says_in_which_room_it_is(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(publish=False, trainers=[trainer])
    edition.sessions.update(room="Zaal 2")
    page = client.get(f"/beheer/uitvoeringen/{edition.pk}/publiceer/").content.decode()
    session = edition.sessions.get()
    assert f"{formats.period(session.starts_at, session.ends_at)}, Zaal 2</dd>" in page


def test_to_say_so_takes_as_many_questions_for_three_sessions(
    client: Client, trainer: User
) -> None:
    location = Location.objects.create(name="Buurthuis De Wissel", address="Dorpsstraat 1")
    counts = []
    for number in (1, 1, 3):
        edition = EditionFactory.create(publish=False, trainers=[trainer], sessions=number)
        edition.sessions.update(location=location, venue=location.name, room="Zaal 2")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/beheer/uitvoeringen/{edition.pk}/publiceer/").content.decode()
        assert page.count("Buurthuis De Wissel, Zaal 2</dd>") == number
        Edition.objects.filter(pk=edition.pk).delete()
        counts.append(len(queries))
    # The first time a few things are asked that are remembered.
    assert counts[1] == counts[2]


def test_publishing_says_who_hears_of_it_before_and_after(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    caller = PersonFactory.create(
        first_name="Henk", last_name="van Zuilen", email=None, telephone="030 236 17 45"
    )
    training = TrainingFactory.create()
    register_interest(person=caller, training=training, actor=caller)
    giver = person_in_role(Role.TRAINER, first_name="Thijs", last_name="Bos")
    edition = EditionFactory.create(training=training, publish=False, trainers=[giver])
    url = f"/beheer/uitvoeringen/{edition.pk}/publiceer/"
    asked = client.get(url).content.decode()
    counts = ("Trainers: 1 krijgt een mail.", "nieuwe datum wacht: 1 moet je bellen.")
    assert [one for one in (*counts, "Bos, Thijs", "Zuilen, Henk van") if one not in asked] == []
    done = client.post(url, follow=True)
    assert {str(one) for one in done.context["messages"]} >= {
        "Trainers: 1 krijgt een mail (Thijs Bos).",
        "Wie op een nieuwe datum wacht: 1 moet je bellen (Henk van Zuilen).",
    }


def test_other_drafts_of_the_training_are_published_in_one_go_and_each_by_itself(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    giver = person_in_role(Role.TRAINER, first_name="Thijs", last_name="Bos")
    training = TrainingFactory.create()
    first, second, third, closed = (
        EditionFactory.create(
            training=training,
            publish=False,
            trainers=[giver],
            starts_at=clock.now() + timedelta(days=20 + 7 * number),
        )
        for number in range(4)
    )
    elsewhere = EditionFactory.create(publish=False)
    url = f"/beheer/uitvoeringen/{first.pk}/publiceer/"
    page = client.get(url).content.decode()
    assert [f'value="{one.pk}"' in page for one in (second, third, elsewhere)] == [
        True,
        True,
        False,
    ]
    assert page.count("Trainers: 1 krijgt een mail.") == 4
    # Between looking and pressing one was withdrawn by somebody else.
    Edition.objects.filter(pk=closed.pk).update(status=EditionStatus.CANCELLED)
    sent = {"others": [second.pk, closed.pk, elsewhere.pk]}
    told = [str(one) for one in client.post(url, sent, follow=True).context["messages"]]
    assert f"Ook op de site: {second}." in told
    assert f"{second}: Trainers: 1 krijgt een mail (Thijs Bos)." in told
    status = {one.pk: one.status for one in Edition.objects.all()}
    assert [status[one.pk] for one in (first, second)] == [EditionStatus.OPEN] * 2
    assert [status[one.pk] for one in (third, elsewhere)] == [EditionStatus.DRAFT] * 2
    assert status[closed.pk] == EditionStatus.CANCELLED


def test_who_is_offered_the_seats_that_are_added_is_said_before_and_after(
    client: Client, trainer: User
) -> None:
    edition = EditionFactory.create(trainers=[trainer], capacity=1)
    for name in ("Anna", "Bert", "Cato"):
        person = PersonFactory.create(first_name=name, last_name="Bos")
        enrol(person=person, edition=edition, actor=None)
    session = edition.sessions.get()
    begins, ends = (clock.local(one) for one in (session.starts_at, session.ends_at))
    data = form_data(
        edition.training,
        [trainer.pk],
        **{
            "capacity": "2",
            "location": edition.location_id,
            "sessions-INITIAL_FORMS": "1",
            "sessions-0-id": session.pk,
            "sessions-0-starts_at": f"{begins:%Y-%m-%d %H:%M}",
            "sessions-0-ends_at": f"{ends:%Y-%m-%d %H:%M}",
        },
    )
    address = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    asked = client.get(address).content.decode()
    assert ("Komen er plaatsen bij?" in asked, "2 krijgen een mail." in asked) == (True, True)
    said = [str(one) for one in client.post(address, data, follow=True).context["messages"]]
    assert (
        "Krijgt een plaats aangeboden: 1 krijgt een mail (Bert Bos). Die plaatsen houden we vast. "
        "In de lijst tellen ze een moment later als bezet."
    ) in said


def as_it_is(edition: Edition, trainers: Iterable[int], **changes: Any) -> dict[str, Any]:
    """The form of an edition with one session as it stands, with other trainers."""
    session = edition.sessions.get()
    begins, ends = (clock.local(one) for one in (session.starts_at, session.ends_at))
    return form_data(
        edition.training,
        trainers,
        **{
            "location": edition.location_id,
            "sessions-INITIAL_FORMS": "1",
            "sessions-0-id": session.pk,
            "sessions-0-starts_at": f"{begins:%Y-%m-%d %H:%M:%S}",
            "sessions-0-ends_at": f"{ends:%Y-%m-%d %H:%M:%S}",
            **changes,
        },
    )


def question_on(page: Any) -> str:
    """What the page asks before anything is saved."""
    _before, _found, after = page.content.decode().partition('id="asked-title"')
    return str(after.partition("</section>")[0])


def anna() -> User:
    return person_in_role(
        Role.TRAINER, first_name="Anna", last_name="Vos", email=None, telephone="030 236 17 45"
    )


def test_who_becomes_a_trainer_and_who_stops_is_named_before_it_is_saved_and_after(
    client: Client, trainer: User, django_capture_on_commit_callbacks: Any
) -> None:
    new, edition = anna(), EditionFactory.create(trainers=[trainer])
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    data = as_it_is(edition, [new.pk], note="Neem brood mee")
    before = Notice.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url, data)
    asked = page.context["asked"]
    assert (page.status_code, asked.collisions, Notice.objects.count()) == (200, [], before)
    assert list(edition.trainers.all()) == [trainer]
    box = question_on(page)
    for said in (
        "Nieuw als trainer. Krijgt het bericht “Je geeft deze training”:",
        "<bdi>Vos, Anna</bdi>: 030 236 1745",
        "Geen trainer meer. Krijgt het bericht “Je geeft deze training niet meer”:",
        f"<bdi>{trainer.name_in_list}</bdi>",
        "Bewaar en vertel het",
        f'value="{asked.fingerprint}"',
    ):
        assert said in box
    # What was typed stands there still, also who was ticked.
    form = page.context["form"]
    assert (form["note"].value(), [int(one) for one in form["trainers"].value()]) == (
        "Neem brood mee",
        [new.pk],
    )
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url, {**data, "agreed": asked.fingerprint}, follow=True)
    told = [str(one) for one in page.context["messages"]]
    assert "Nieuw als trainer: 1 moet je bellen (Anna Vos)." in told
    assert f"Geen trainer meer: 1 krijgt een mail ({trainer.name})." in told
    assert list(edition.trainers.all()) == [new]
    kinds = Notice.objects.order_by("kind").values_list("kind", "person")
    assert list(kinds)[-2:] == [("trainer_assigned", new.pk), ("trainer_removed", trainer.pk)]


def test_who_agreed_that_one_hears_did_not_agree_for_another(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(trainers=[trainer])
    new, other = anna(), person_in_role(Role.TRAINER, first_name="Bo", last_name="Vos")
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    agreed = client.post(url, as_it_is(edition, [trainer.pk, new.pk])).context["asked"].fingerprint
    page = client.post(url, as_it_is(edition, [trainer.pk, other.pk], agreed=agreed))
    assert page.context["asked"].fingerprint != agreed
    assert list(edition.trainers.all()) == [trainer]


def test_a_date_and_trainers_that_change_together_are_one_question(
    client: Client, trainer: User, django_capture_on_commit_callbacks: Any
) -> None:
    new, edition = anna(), EditionFactory.create(trainers=[trainer])
    person = PersonFactory.create(first_name="Sanne", last_name="Bos")
    enrol(person=person, edition=edition, actor=None)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    later = clock.local(edition.sessions.get().starts_at + timedelta(days=2))
    data = as_it_is(
        edition,
        [trainer.pk, new.pk],
        **{
            "sessions-0-starts_at": f"{later:%Y-%m-%d %H:%M:%S}",
            "sessions-0-ends_at": f"{later + timedelta(hours=1):%Y-%m-%d %H:%M:%S}",
        },
    )
    page = client.post(url, data)
    said = [one.after for one in page.context["asked"].hears]
    assert said == [
        "1 krijgt een mail (Sanne Bos).",
        f"Trainers: 1 krijgt een mail ({trainer.name}), 1 moet je bellen (Anna Vos).",
        "Nieuw als trainer: 1 moet je bellen (Anna Vos).",
    ]
    assert page.content.decode().count("Bewaar en vertel het") == 1
    assert "<bdi>Bos, Sanne</bdi>" in question_on(page)
    agreed = page.context["asked"].fingerprint
    with django_capture_on_commit_callbacks(execute=True):
        told = client.post(url, {**data, "agreed": agreed}, follow=True).context["messages"]
    assert [str(one) for one in told][-3:] == said
    written = Notice.objects.exclude(kind="enrolment_confirmed").order_by("kind", "person")
    assert sorted(written.values_list("kind", "person")) == sorted(
        [
            ("enrolment_moved", person.pk),
            ("trainer_moved", trainer.pk),
            ("trainer_moved", new.pk),
            ("trainer_assigned", new.pk),
        ]
    )


def test_another_date_alone_is_saved_at_once_since_the_page_says_before_who_hears(
    client: Client, trainer: User
) -> None:
    edition = EditionFactory.create(trainers=[trainer])
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    page = client.get(url).content.decode()
    assert ("Verander je een dag" in page, "Stond er nog geen zaal" in page) == (True, True)
    data = as_it_is(edition, [trainer.pk], location=form_data(edition.training)["location"])
    assert client.post(url, data).status_code == 302


@pytest.mark.parametrize("known", ["draft", "past"])
def test_nobody_is_asked_about_trainers_who_hear_nothing(
    client: Client, trainer: User, known: str
) -> None:
    starts_at = clock.now() + timedelta(days=10 if known == "draft" else -10)
    edition = EditionFactory.create(
        trainers=[trainer], publish=known == "past", starts_at=starts_at
    )
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    assert client.post(url, as_it_is(edition, [anna().pk])).status_code == 302
    assert [one.first_name for one in edition.trainers.all()] == ["Anna"]


def test_a_draft_whose_other_half_is_on_the_site_asks_too(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(trainers=[trainer], publish=False)
    half = edition_services.add_half(
        edition=edition, actor=None, capacity=5, online_link="https://example.org/x"
    )
    edition_services.publish_edition(edition=half, actor=None)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.DRAFT)
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.post(
        f"/beheer/uitvoeringen/edit/{edition.pk}/", as_it_is(edition, [trainer.pk, anna().pk])
    )
    assert [one.after for one in page.context["asked"].hears] == [
        "Nieuw als trainer: 1 moet je bellen (Anna Vos)."
    ]


def test_the_question_costs_the_same_for_any_number_of_trainers(
    client: Client, trainer: User
) -> None:
    edition = EditionFactory.create(trainers=[trainer])
    new = [person_in_role(Role.TRAINER, email=None, telephone="0302361745") for _ in range(3)]
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    costs = []
    for number in (1, 1, 3):
        data = as_it_is(edition, [trainer.pk, *(one.pk for one in new[:number])])
        with CaptureQueriesContext(connection) as queries:
            assert client.post(url, data).context["asked"]
        costs.append(len(queries))
    assert costs[1] == costs[2]


def test_what_has_been_held_is_published_with_a_tick_and_its_people_are_entered_by_staff(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(starts_at=clock.now() - timedelta(days=3), publish=False)
    url = f"/beheer/uitvoeringen/{edition.pk}/publiceer/"
    assert "Niemand kan zich nog inschrijven op de site." in client.get(url).content.decode()
    refused = client.post(url)
    assert list(refused.context["form"].errors) == ["although_begun"]
    assert Edition.objects.get().status == EditionStatus.DRAFT
    page = client.post(url, {"although_begun": "on"}, follow=True).content.decode()
    assert "Schrijf zelf in wie erbij was." in page
    client.post(
        f"/beheer/uitvoeringen/{edition.pk}/inschrijven/",
        {"first_name": "Greet", "last_name": "Nieuw", "background": "resident"},
    )
    assert list(Enrolment.objects.values_list("status", flat=True)) == ["confirmed"]
    assert mail.outbox == []


def test_publishing_after_the_cut_off_says_that_nobody_can_enrol(
    client: Client, trainer: User
) -> None:
    edition = EditionFactory.create(
        publish=False, trainers=[trainer], enrol_until=clock.now() - timedelta(hours=1)
    )
    page = client.get(f"/beheer/uitvoeringen/{edition.pk}/publiceer/").content.decode()
    assert "het moment om in te schrijven is al voorbij" in page


def test_calling_off_says_how_many_are_told(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(trainers=[trainer])
    for _ in range(2):
        EnrolmentFactory.create(edition=edition)
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    assert "2 krijgen een mail" in client.get(url).content.decode()
    client.post(url)
    assert set(Enrolment.objects.values_list("status", flat=True)) == {"cancelled"}


def test_another_trainers_edition_is_out_of_reach(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(publish=False, trainers=[person_in_role(Role.TRAINER)])
    paths = [
        "edit/{}",
        "delete/{}",
        "history/{}",
        "history-results/{}",
        "usage/{}",
        "{}/publiceer",
        "{}/annuleer",
    ]
    statuses = [
        client.get(f"/beheer/uitvoeringen/{path.format(edition.pk)}/").status_code for path in paths
    ]
    assert [status in (302, 403, 404) for status in statuses] == [True] * 7
    assert str(edition.training.title) not in client.get("/beheer/uitvoeringen/").content.decode()


def test_a_coordinator_changes_any_edition(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(capacity=5)
    session = edition.sessions.get()
    data = form_data(
        edition.training,
        capacity="20",
        **{
            "sessions-INITIAL_FORMS": "1",
            "sessions-0-id": session.pk,
        },
    )
    response = client.post(f"/beheer/uitvoeringen/edit/{edition.pk}/", data)
    assert response.status_code == 302
    assert Edition.objects.get().capacity == 20


def test_an_editions_page_leads_to_what_can_be_done_with_it(client: Client, trainer: User) -> None:
    draft = EditionFactory.create(publish=False, trainers=[trainer])
    published = EditionFactory.create(trainers=[trainer])
    pages = [
        client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
        for edition in (draft, published)
    ]
    found = [
        [f"/{edition.pk}/{action}/" in page for action in ("publiceer", "annuleer")]
        for edition, page in zip((draft, published), pages, strict=True)
    ]
    assert found == [[True, True], [False, True]]


def test_the_list_says_when_an_edition_begins(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(trainers=[trainer])
    day = f"{edition.starts_at:%Y}"
    content = client.get("/beheer/uitvoeringen/").content.decode()
    assert (f" {day}, " in content, "Zojuist" in content) == (True, False)


def test_the_list_says_how_many_wait_until_it_is_over(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    full, other = EditionFactory.create(capacity=1), EditionFactory.create()
    enrol(person=PersonFactory.create(), edition=other)

    def seats() -> list[str]:
        page = client.get("/beheer/uitvoeringen/").content.decode()
        return re.findall(r"\d+ / \d+(?:, \d+ wacht(?:en)?)?", page)

    enrol(person=PersonFactory.create(), edition=full)
    assert sorted(seats()) == ["1 / 1", "1 / 12"]
    for words in ("1 / 1, 1 wacht", "1 / 1, 2 wachten"):
        enrol(person=PersonFactory.create(), edition=full)
        assert words in seats()
    with clock.at(clock.now() + timedelta(days=400)):
        assert "1 / 1" in seats()


def test_a_session_with_attendance_cannot_be_taken_out_and_the_page_says_why(
    client: Client, trainer: User
) -> None:
    enrolment = EnrolmentFactory.create(
        starts_at=clock.now() - timedelta(days=1), sessions=2, trainers=[trainer]
    )
    edition = enrolment.edition
    first, second = edition.sessions.order_by("starts_at")
    mark_attendance(session=first, present={enrolment.pk}, absent=(), actor=trainer)
    data = form_data(
        edition.training,
        [trainer.pk],
        **{
            "note": "Ander huis",
            "sessions-TOTAL_FORMS": "2",
            "sessions-INITIAL_FORMS": "2",
            "sessions-0-id": first.pk,
            "sessions-0-DELETE": "on",
            "sessions-1-id": second.pk,
            "sessions-1-title": "",
            "sessions-1-starts_at": f"{second.starts_at:%Y-%m-%d} 19:00",
            "sessions-1-ends_at": f"{second.starts_at:%Y-%m-%d} 22:00",
        },
    )
    page = client.post(f"/beheer/uitvoeringen/edit/{edition.pk}/", data)
    content = page.content.decode()
    assert page.status_code == 200
    assert "Laat die bijeenkomst staan." in content
    assert 'value="Ander huis"' in content
    assert Session.objects.filter(edition=edition).count() == 2
    assert Edition.objects.get().note == ""


def test_fewer_seats_than_are_taken_are_refused_at_the_field(client: Client, trainer: User) -> None:
    edition = EditionFactory.create(trainers=[trainer])
    for _ in range(2):
        EnrolmentFactory.create(edition=edition)
    session = {"sessions-INITIAL_FORMS": "1", "sessions-0-id": edition.sessions.get().pk}
    data = form_data(edition.training, [trainer.pk], capacity="1", **session)
    page = client.post(f"/beheer/uitvoeringen/edit/{edition.pk}/", data)
    assert page.context["form"].errors == {
        "capacity": ["Er zijn al 2 plaatsen bezet. Kies ten minste dat aantal."]
    }


def test_an_edition_is_copied_by_who_works_with_it() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[trainer])
    client, other = Client(), Client()
    client.force_login(trainer)
    other.force_login(person_in_role(Role.TRAINER))
    address = f"/beheer/uitvoeringen/{edition.pk}/kopieer/"
    assert other.post(address).status_code == 404
    page = client.get(address)
    assert page.status_code == 200
    assert Edition.objects.count() == 1
    (row,) = client.get(address, page.context["asked"].data).context["rows"]
    response = client.post(address, {"day": f"{row['day']:%Y-%m-%d}"})
    copy = Edition.objects.exclude(pk=edition.pk).get()
    assert (response.status_code, response["Location"]) == (
        302,
        f"/beheer/uitvoeringen/edit/{copy.pk}/",
    )


def test_what_can_be_done_with_an_edition_stands_in_sight() -> None:
    edition = EditionFactory.create()
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/")
    labels = [str(one.label) for one in page.context["edition_buttons"]]
    assert labels == [
        "Inschrijvingen",
        "Schrijf iemand in",
        "Presentie",
        "Evaluatie",
        "Bekijk op de site",
        "Berichten",
        "Kopieer",
        "Wie wacht op een nieuwe datum",
        "Op locatie en online",
        "Vragen bij inschrijven",
        "Vragen na afloop",
        "Gaat niet door",
    ]
    found = re.findall(r'<a [^>]*class="button[^"]*".*?</a>', page.content.decode(), re.DOTALL)
    shown = [" ".join(re.sub("<[^>]*>", "", one).split()) for one in found]
    assert [one for one in shown if one in labels] == labels
    listed = client.get("/beheer/uitvoeringen/").context["view"].get_list_buttons(edition)
    assert [str(one.label) for one in listed[:-1]] == [
        "Inschrijvingen",
        "Schrijf iemand in",
        "Presentie",
        "Evaluatie",
    ]


def test_who_hears_it_is_said_after_moving_and_after_calling_off(
    client: Client, trainer: User
) -> None:
    edition = EditionFactory.create(trainers=[trainer], capacity=10)
    by_mail = PersonFactory.create(first_name="Anna", last_name="Vos")
    by_call = PersonFactory.create(
        first_name="Bert", last_name="Bos", email=None, telephone="0612345678"
    )
    for person in (by_mail, by_call):
        enrol(person=person, edition=edition, actor=None)
    session = edition.sessions.get()
    data = form_data(
        edition.training,
        [trainer.pk],
        **{"sessions-INITIAL_FORMS": "1", "sessions-0-id": session.pk},
    )
    page = client.post(f"/beheer/uitvoeringen/edit/{edition.pk}/", data, follow=True)
    moved = [str(one) for one in page.context["messages"]]
    page = client.post(f"/beheer/uitvoeringen/{edition.pk}/annuleer/", follow=True)
    off = [str(one) for one in page.context["messages"]]
    people, trainers = (
        "1 krijgt een mail (Anna Vos), 1 moet je bellen (Bert Bos).",
        f"Trainers: 1 krijgt een mail ({trainer.name}).",
    )
    assert [[one for one in said if one in (people, trainers)] for said in (moved, off)] == [
        [people, trainers]
    ] * 2


def test_the_list_begins_with_what_is_next_and_ends_with_what_is_over(
    client: Client, trainer: User
) -> None:
    now = clock.now()
    starts = [timedelta(days=days) for days in (60, -9, 3, -40)]
    made = [EditionFactory.create(starts_at=now + one, trainers=[trainer]) for one in starts]
    page = client.get("/beheer/uitvoeringen/")
    wanted = [made[place].pk for place in (2, 0, 1, 3)]
    assert [one.pk for one in page.context["object_list"]] == wanted
    assert page.content.decode().count("(voorbij)") == 2


def test_a_location_says_in_words_whether_it_is_in_use(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    Location.objects.create(name="Buurthuis De Brug", address="Kade 1, Utrecht")
    page = client.get("/beheer/locaties/").content.decode()
    assert "In gebruik" in page
    assert "icon-cross" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_who_publishes_sees_which_days_which_place_and_how_many_seats(client: Client) -> None:
    edition = EditionFactory.create(
        publish=False, starts_at=clock.now() + timedelta(days=9), capacity=14
    )
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(f"/beheer/uitvoeringen/{edition.pk}/publiceer/").content.decode()
    (meeting,) = edition.sessions.all()
    for said in (formats.period(meeting.starts_at, meeting.ends_at), edition.venue):
        assert said in page
    assert re.search(r"<dd>\s*14\s*</dd>", page)
