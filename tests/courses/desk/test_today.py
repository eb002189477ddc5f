"""The first page of the administration says what waits for somebody, and nothing else."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import log

from courses.attendance import services as attendance
from courses.common import clock, process_cache
from courses.desk.first_few import SHOWN
from courses.desk.presence import PANELS, present_for
from courses.desk.sessions import sessions_for
from courses.desk.todos import evaluations, reach, todos_for
from courses.editions.enums import EditionStatus, PaperKind
from courses.editions.models import Edition, Location
from courses.editions.services import add_paper, name_participant, report_edition
from courses.enrolment import services as enrolment
from courses.notices import services as notices
from courses.people.enums import Role
from courses.people.erasing import erase_due, request_erasure
from courses.reports.services import finalise
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    end_of,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MORNING = clock.moment_of(date(2026, 3, 3), time(9))


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.at(MORNING):
        yield


@pytest.fixture(autouse=True)
def _place_with_bus() -> None:
    """Where the editions of these tests are: nothing is to be filled in there."""
    Location.objects.create(
        name="Buurthuis De Wissel", address="Dorpsstraat 1, Utrecht", transport="Bus 4."
    )


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


def sentences(user: User) -> list[str]:
    found = todos_for(user)
    # What the page asks at once leaves nothing out.
    assert todos_for(user, present_for(user)) == found
    return [one.sentence for one in found]


def test_nothing_waits_in_an_academy_where_all_is_done(coordinator: User) -> None:
    assert sentences(coordinator) == []


def test_sessions_of_today_and_tomorrow_stand_there_by_time(coordinator: User) -> None:
    for hours, title in ((25, "Morgen"), (2, "Straks"), (50, "Overmorgen")):
        EditionFactory.create(
            training=TrainingFactory.create(title=title), starts_at=MORNING + timedelta(hours=hours)
        )
    found = [(one.day, one.hours, one.training, one.people) for one in sessions_for(coordinator)]
    assert found == [
        ("Vandaag", "11:00–14:00", "Straks", "0 deelnemers"),
        ("Morgen", "10:00–13:00", "Morgen", "0 deelnemers"),
    ]


def test_a_trainer_sees_own_sessions_only() -> None:
    trainer = person_in_role(Role.TRAINER)
    own = EditionFactory.create(trainers=[trainer], starts_at=MORNING + timedelta(hours=2))
    EditionFactory.create(starts_at=MORNING + timedelta(hours=2))
    assert [one.training for one in sessions_for(trainer)] == [own.training.title]


def test_after_its_end_a_session_is_said_to_be_over_and_the_next_one_stands_there() -> None:
    trainer = person_in_role(Role.TRAINER)
    for days in (0, 5, 12):
        EditionFactory.create(trainers=[trainer], starts_at=MORNING + timedelta(days=days, hours=2))
    EditionFactory.create(starts_at=MORNING + timedelta(days=3))  # another trainer's
    # As long as one of today is to come, that is the next one.
    assert [(one.day, one.is_over) for one in sessions_for(trainer)] == [("Vandaag", False)]
    with clock.at(MORNING + timedelta(hours=9)):
        assert [(one.day, one.is_over) for one in sessions_for(trainer)] == [
            ("Vandaag", True),
            ("Zondag 8 maart", False),
        ]


def test_people_without_mail_are_to_be_called(coordinator: User) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[trainer])
    enrolment.enrol(
        person=PersonFactory.create(email=None, telephone="030 236 17 45"),
        edition=edition,
        actor=coordinator,
    )
    assert (sentences(coordinator), sentences(trainer)) == (["Bel 1 persoon"], [])


def test_a_trainer_without_mail_is_to_be_called_and_named_as_such(coordinator: User) -> None:
    trainer = person_in_role(Role.TRAINER, first_name="Nel", last_name="Smit", email=None)
    edition = EditionFactory.create(
        training=TrainingFactory.create(title="Luisteren"), trainers=[trainer]
    )
    notices.notify(person=trainer, kind="trainer_assigned", key="1", edition=edition)
    (todo,) = todos_for(coordinator)
    assert [one.text for one in todo.lines] == ["Smit, Nel, trainer (Luisteren)"]


def test_an_edition_without_trainer_an_unpublished_one_and_a_small_one_are_told(
    coordinator: User,
) -> None:
    EditionFactory.create()
    trainers = [person_in_role(Role.TRAINER)]
    EditionFactory.create(publish=False, trainers=trainers, starts_at=MORNING + timedelta(days=3))
    small = EditionFactory.create(trainers=trainers, starts_at=MORNING + timedelta(days=3))
    Edition.objects.filter(pk=small.pk).update(minimum=8, decide_by=clock.today())
    assert sentences(coordinator) == [
        "Beslis of 1 uitvoering doorgaat",
        "1 uitvoering heeft geen trainer",
        "1 uitvoering begint binnenkort en staat nog niet op de site",
    ]


def test_few_people_without_a_day_to_decide_on_are_told_in_time(coordinator: User) -> None:
    trainer = person_in_role(Role.TRAINER)
    few = EditionFactory.create(trainers=[trainer], starts_at=MORNING + timedelta(days=9))
    EditionFactory.create(trainers=[trainer], starts_at=MORNING + timedelta(days=20))
    said = "1 uitvoering begint binnenkort met weinig mensen"
    assert (sentences(coordinator), sentences(trainer)) == ([said], [])
    (todo,) = todos_for(coordinator)
    assert todo.lines[0].text.endswith("0 van 12 plaatsen")
    for _ in range(5):
        EnrolmentFactory.create(edition=few)
    assert sentences(coordinator) == []


def test_an_offer_in_its_last_day_and_a_long_queue_are_told(coordinator: User) -> None:
    edition = EditionFactory.create(capacity=1, trainers=[person_in_role(Role.TRAINER)])
    first = enrolment.enrol(person=PersonFactory.create(), edition=edition)
    for _number in range(4):
        enrolment.enrol(person=PersonFactory.create(), edition=edition)
    assert sentences(coordinator) == ["1 volle uitvoering heeft een lange wachtlijst"]
    enrolment.withdraw(enrolment=first, actor=coordinator)
    with clock.at(MORNING + timedelta(hours=47)):
        assert sentences(coordinator)[:1] == ["1 aanbod loopt binnen een dag af"]


def test_who_was_there_is_asked_until_it_is_written_down(coordinator: User) -> None:
    trainer = person_in_role(Role.TRAINER)
    enrolled = EnrolmentFactory.create(trainers=[trainer], starts_at=MORNING - timedelta(hours=5))
    session = enrolled.edition.sessions.get()
    asked = "Vul in wie er was bij 1 bijeenkomst"
    assert (sentences(trainer), sentences(coordinator)) == ([asked], [asked])
    assert sentences(person_in_role(Role.TRAINER)) == []
    (todo,) = todos_for(trainer)
    assert todo.url == f"/beheer/presentie/{enrolled.edition_id}/bijeenkomst/{session.pk}/"
    attendance.mark_attendance(session=session, present=[enrolled.pk], absent=[], actor=trainer)
    # Certificates wait for a list that is ready: somebody says so, or the clock the next morning.
    ready = ["Rond 1 presentielijst af"]
    assert (sentences(trainer), sentences(coordinator)) == (ready, ready)
    assert sentences(person_in_role(Role.TRAINER)) == []
    attendance.close_list(edition=enrolled.edition, actor=trainer)
    assert sentences(trainer) == []
    attendance.reopen_list(edition=enrolled.edition, actor=trainer)
    assert sentences(trainer) == ready
    with clock.at(MORNING + timedelta(days=1)):
        attendance.close_due_lists()
        assert sentences(trainer) == []


def test_several_sessions_to_fill_in_stand_in_a_list_of_their_own(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    own = [
        EnrolmentFactory.create(trainers=[trainer], starts_at=MORNING - timedelta(hours=hours))
        for hours in (29, 5)
    ]
    EnrolmentFactory.create(starts_at=MORNING - timedelta(hours=5))
    (todo,) = todos_for(trainer)
    assert (todo.count, todo.url) == (2, "/beheer/presentie/in-te-vullen/")
    client.force_login(trainer)
    page = client.get(todo.url)
    assert [one.edition_id for one in page.context["sessions"]] == [one.edition_id for one in own]
    assert todo.lines[0].url in page.content.decode()


def test_an_edition_of_which_no_evaluation_came_back_is_never_forgotten(coordinator: User) -> None:
    enrolled = EnrolmentFactory.create(
        trainers=[person_in_role(Role.TRAINER)], starts_at=MORNING - timedelta(days=30)
    )
    session = enrolled.edition.sessions.get()
    attendance.mark_attendance(session=session, present=[enrolled.pk], absent=[], actor=None)
    attendance.close_list(edition=enrolled.edition, actor=coordinator)
    assert sentences(coordinator) == ["Van 1 uitvoering is er geen evaluatie"]
    with clock.at(end_of(enrolled.edition) + timedelta(days=450)):
        assert sentences(coordinator) == []


def test_who_asked_to_be_erased_and_still_is_there_is_told(coordinator: User) -> None:
    person = PersonFactory.create(first_name="Nel", last_name="Smit")
    edition = report_edition(
        training=TrainingFactory.create(),
        day=clock.today() - timedelta(days=100),
        participants=1,
        source="Lijst",
        actor=None,
    )
    name_participant(edition=edition, person=person, actor=None)
    scan = SimpleUploadedFile("lijst.txt", b"Nel Smit")
    add_paper(edition=edition, upload=scan, kind=PaperKind.LIST, actor=None)
    request_erasure(person=person)
    assert sentences(coordinator) == []
    with clock.at(clock.now() + timedelta(days=15)):
        assert sentences(coordinator) == [
            "1 persoon vroeg om gewist te worden, en dat is nog niet gelukt"
        ]
        assert sentences(person_in_role(Role.TRAINER)) == []
        erase_due()
        assert sentences(coordinator) == [
            "1 papier van vroeger kan de naam hebben van iemand die gewist is"
        ]


def test_what_is_told_is_of_this_moment_and_of_this_person() -> None:
    # Two moments, two trainers: what was asked before is asked anew.
    first, second = (person_in_role(Role.TRAINER) for _number in range(2))
    early, late = (
        EnrolmentFactory.create(trainers=[trainer], starts_at=MORNING + timedelta(days=days))
        for trainer, days in ((first, 1), (second, 3))
    )
    asked = ["Vul in wie er was bij 1 bijeenkomst"]
    found = []
    for days in (0, 2, 4):
        with clock.at(MORNING + timedelta(days=days)):
            found.append([sentences(first), sentences(second)])
    assert found == [[[], []], [asked, []], [asked, asked]]
    with clock.at(MORNING + timedelta(days=1)):
        told = [
            [one.training for one in sessions_for(user)]
            for user in (first, second, person_in_role(Role.COORDINATOR))
        ]
    assert told == [
        [early.edition.training.title],
        [late.edition.training.title],
        [early.edition.training.title],
    ]
    with clock.at(MORNING + timedelta(days=2)):
        (later,) = sessions_for(person_in_role(Role.COORDINATOR))
    assert (later.day, later.training) == ("Morgen", late.edition.training.title)


def test_who_has_no_number_is_looked_for_and_not_called(client: Client, coordinator: User) -> None:
    person = PersonFactory.create(email=None)
    for key in ("first", "second"):
        notices.notify(person=person, kind="enrolment_confirmed", key=key)
    (todo,) = todos_for(coordinator)
    said = "1 kun je niet bereiken: zoek een telefoonnummer of adres"
    assert (todo.sentence, len(todo.lines)) == (said, 1)
    client.force_login(coordinator)
    page = client.get("/beheer/bellen/").content.decode()
    assert "Er is nu niemand die je moet bellen." in page
    assert f"{said}." in page
    assert "Niet te bereiken: zoek een nummer of adres" in page


def test_of_whom_nobody_can_reach_who_waits_longest_is_named_first(coordinator: User) -> None:
    for number in range(SHOWN + 2):
        with clock.at(MORNING - timedelta(hours=number)):
            person = PersonFactory.create(email=None, last_name=f"Nummer{number}")
            for key in ("first", "second"):
                notices.notify(person=person, kind="enrolment_confirmed", key=key)
    (todo,) = todos_for(coordinator, present_for(coordinator))
    assert (todo.count, todo.number_more) == (SHOWN + 2, 2)
    named = [one.text for one in todo.lines]
    assert [text.count(f"Nummer{6 - place}") for place, text in enumerate(named)] == [1] * 5


def test_who_is_to_be_called_about_many_things_counts_once(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "MOST_LOOKED_AT", 3)
    process_cache.forget()
    people = [PersonFactory.create(email=None, telephone="030 236 17 45") for _number in range(7)]
    for key, person in enumerate([people[0], people[0], *people]):
        notices.notify(person=person, kind="enrolment_confirmed", key=str(key))
    (todo,) = todos_for(coordinator)
    assert (todo.sentence, len(todo.lines) + todo.number_more) == ("Bel 7 mensen", 7)
    assert len(todo.lines) <= 3
    process_cache.forget()
    monkeypatch.undo()
    (todo,) = todos_for(coordinator)
    assert (todo.count, len(todo.lines), todo.number_more) == (7, 5, 2)
    process_cache.forget()


def test_a_draft_is_judged_by_who_is_asked_and_no_list_of_wagtail_stands_beside_it(
    client: Client, coordinator: User
) -> None:
    trainer = person_in_role(Role.TRAINER, first_name="Ans", last_name="Bos")
    page = TrainingFactory.create(title="Luisteren", live=False, owner=trainer)
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    root = PersonFactory.create(is_superuser=True)
    for user in (coordinator, root):
        (todo,) = todos_for(user)
        assert (todo.sentence, [(one.text, one.url) for one in todo.lines]) == (
            "Kijk 1 concept na",
            [("Luisteren, gevraagd door Ans Bos", f"/beheer/pages/{page.pk}/edit/")],
        )
    assert sentences(trainer) == []
    client.force_login(coordinator)
    answer = client.get("/beheer/").content.decode()
    assert ("Kijk 1 concept na" in answer, 'id="awaiting-review"' in answer) == (True, False)


def test_the_number_of_questions_to_the_database_does_not_grow(coordinator: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            todos_for(coordinator, present_for(coordinator))
            sessions_for(coordinator)
        return len(captured)

    def one_of_each() -> None:
        edition = EditionFactory.create(starts_at=MORNING + timedelta(hours=30))
        notices.notify(
            person=PersonFactory.create(email=None),
            kind="enrolment_confirmed",
            key="1",
            edition=edition,
        )

    assert coordinator.role_names
    queries()
    one_of_each()
    with_one = queries()
    for _number in range(2):
        one_of_each()
    assert queries() == with_one


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), "Kijk alvast naar het jaarverslag van 2026"),
        (date(2027, 1, 1), "Stel het jaarverslag van 2026 vast"),
        (date(2027, 3, 31), "Stel het jaarverslag van 2026 vast"),
        (date(2027, 4, 1), None),
    ],
)
def test_around_new_year_the_year_report_stands_there(
    coordinator: User, day: date, said: str | None
) -> None:
    edition = EditionFactory.create(starts_at=MORNING + timedelta(days=1))
    trainer = person_in_role(Role.TRAINER)
    edition.trainers.add(trainer)
    with clock.at(clock.moment_of(day, time(9))):
        found = evaluations.year_report(coordinator)
        assert (found and found.sentence) == said
        assert found is None or found.url == "/beheer/jaarverslag/2026/"
        assert evaluations.year_report(trainer) is None


def test_a_year_report_that_is_final_or_would_be_empty_waits_for_nobody(coordinator: User) -> None:
    with clock.at(clock.moment_of(date(2026, 1, 5), time(9))):
        assert evaluations.year_report(coordinator) is None
    EditionFactory.create(starts_at=MORNING + timedelta(days=1))
    with clock.at(clock.moment_of(date(2027, 1, 5), time(9))):
        finalise(year=2026, actor=coordinator)
        assert evaluations.year_report(coordinator) is None


def test_on_a_calm_day_all_that_may_wait_is_one_question(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert coordinator.role_names
    with django_assert_num_queries(1):
        assert present_for(coordinator) == set()
    assert todos_for(coordinator, set()) == []


def test_panels_of_wagtail_stand_there_when_they_show_something(
    client: Client, coordinator: User
) -> None:
    assert not present_for(coordinator) & PANELS.keys()
    page = TrainingFactory.create(
        title="Luisteren", locked=True, locked_by=coordinator, locked_at=MORNING
    )
    log(page, "wagtail.edit", user=coordinator)
    assert len(present_for(coordinator) & PANELS.keys()) == len(PANELS) - 1
    client.force_login(coordinator)
    answer = client.get("/beheer/").content.decode()
    assert ('id="locked-pages' in answer, 'id="recent-edits' in answer) == (True, True)


@pytest.mark.parametrize(
    ("role", "counts"),
    [(Role.TRAINER, False), (Role.COORDINATOR, False), (Role.ADMINISTRATOR, True)],
)
def test_only_who_runs_the_site_reads_how_many_pages_it_has(
    client: Client, role: Role, counts: bool
) -> None:
    client.force_login(person_in_role(role))
    assert ("w-summary__list" in client.get("/beheer/").content.decode()) == counts


def test_the_page_shows_it_and_who_has_no_work_here_sees_no_such_panel(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create(starts_at=MORNING + timedelta(hours=2))
    client.force_login(coordinator)
    page = client.get("/beheer/").content.decode()
    assert edition.status == EditionStatus.OPEN
    assert "Alle bijeenkomsten" in page
    session = edition.sessions.get()
    assert f'href="/beheer/presentie/{edition.pk}/bijeenkomst/{session.pk}/"' in page


@pytest.mark.parametrize(("days", "is_said"), [(0, False), (1, True), (4, True)])
def test_where_there_is_no_session_today_the_page_says_so_before_the_next(
    client: Client, coordinator: User, days: int, is_said: bool
) -> None:
    EditionFactory.create(starts_at=MORNING + timedelta(days=days, hours=2))
    client.force_login(coordinator)
    page = client.get("/beheer/").content.decode()
    assert ("Vandaag is er geen bijeenkomst. Dit komt eraan:" in page) == is_said
