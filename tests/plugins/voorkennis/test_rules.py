"""Whether somebody may enrol: after which trainings, and for whom the seats are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import escape

from courses.catalogue.models import CoursePluginActivation, TrainingPage
from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import conditions_by_training
from courses.plugin_api.api import Allow, Deny, EnrolmentRequest, Waitlist
from plugins.voorkennis.rules import PriorKnowledge
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from courses.people.models import User

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGINS = datetime(2026, 3, 20, 19, 0, tzinfo=AMSTERDAM)

Ask = Callable[..., Allow | Deny | Waitlist]


@pytest.fixture
def person() -> User:
    person: User = PersonFactory.create()
    return person


@pytest.fixture
def edition() -> Edition:
    with clock.at(datetime(2026, 1, 5, 12, 0, tzinfo=AMSTERDAM)):
        return EditionFactory.create(starts_at=BEGINS)


@pytest.fixture
def ask(person: User, edition: Edition) -> Ask:
    """Ask the rule for the person and the edition, with these settings; links left out."""

    def check(*, by_staff: bool = False, **settings: Any) -> Allow | Deny | Waitlist:
        request = EnrolmentRequest(
            person_id=person.pk,
            edition_id=edition.pk,
            training_id=edition.training_id,
            by_staff=by_staff,
            settings=settings,
        )
        answer = PriorKnowledge().check(request)
        return replace(answer, links=()) if isinstance(answer, Deny) else answer

    return check


def _complete(
    person: User, training: TrainingPage, status: EnrolmentStatus = EnrolmentStatus.COMPLETED
) -> None:
    enrolment = EnrolmentFactory.create(person=person, training=training)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=status)


# --- Trainings --------------------------------------------------------------------------------


def test_without_settings_everyone_may(ask: Ask) -> None:
    assert ask() == Allow()


def test_the_training_that_comes_first_is_named(ask: Ask) -> None:
    first = TrainingFactory.create(title="Eenzaamheid signaleren")
    assert ask(trainings=[first.pk]) == Deny("Doe eerst de training ‘Eenzaamheid signaleren’.")


def test_who_completed_it_may(ask: Ask, person: User) -> None:
    first = TrainingFactory.create()
    _complete(person, first)
    assert ask(trainings=[first.pk]) == Allow()


@pytest.mark.parametrize(
    "status",
    [EnrolmentStatus.CONFIRMED, EnrolmentStatus.NOT_COMPLETED, EnrolmentStatus.WITHDRAWN],
)
def test_only_a_completed_training_counts(ask: Ask, person: User, status: EnrolmentStatus) -> None:
    first = TrainingFactory.create(title="Bellen")
    _complete(person, first, status)
    assert ask(trainings=[first.pk]) == Deny("Doe eerst de training ‘Bellen’.")


def test_what_somebody_else_completed_does_not_count(ask: Ask) -> None:
    first = TrainingFactory.create(title="Bellen")
    _complete(PersonFactory.create(), first)
    assert ask(trainings=[first.pk]) == Deny("Doe eerst de training ‘Bellen’.")


def test_all_trainings_are_asked_and_what_is_missing_is_named(ask: Ask, person: User) -> None:
    done, one, two, three = (TrainingFactory.create(title=title) for title in "ADCB")
    _complete(person, done)
    settings: dict[str, Any] = {"trainings": [done.pk, one.pk, two.pk], "needed": "all"}
    assert ask(**settings) == Deny("Doe eerst deze trainingen: ‘C’ en ‘D’.")
    settings["trainings"].append(three.pk)
    assert ask(**settings) == Deny("Doe eerst deze trainingen: ‘B’, ‘C’ en ‘D’.")


def test_one_of_them_is_enough_where_a_coordinator_says_so(ask: Ask, person: User) -> None:
    one, two = TrainingFactory.create(title="B"), TrainingFactory.create(title="A")
    settings = {"trainings": [one.pk, two.pk], "needed": "one"}
    assert ask(**settings) == Deny("Doe eerst een van deze trainingen: ‘A’ of ‘B’.")
    _complete(person, one)
    assert ask(**settings) == Allow()


@pytest.mark.parametrize("needed", ["all", "one"])
def test_a_training_that_was_deleted_is_not_demanded(ask: Ask, needed: str) -> None:
    gone, left = TrainingFactory.create(), TrainingFactory.create(title="Bellen")
    settings = {"trainings": [gone.pk, left.pk], "needed": needed}
    gone.delete()
    assert ask(**settings) == Deny("Doe eerst de training ‘Bellen’.")
    left.delete()
    assert ask(**settings) == Allow()


def test_a_training_that_left_the_catalogue_is_not_demanded_but_counts(
    ask: Ask, person: User
) -> None:
    gone, left = TrainingFactory.create(), TrainingFactory.create(title="Bellen")
    _complete(person, gone)
    TrainingPage.objects.filter(pk=gone.pk).update(live=False)
    assert ask(trainings=[gone.pk, left.pk], needed="all") == Deny(
        "Doe eerst de training ‘Bellen’."
    )
    assert ask(trainings=[gone.pk, left.pk], needed="one") == Allow()


@pytest.mark.parametrize("needed", ["all", "one"])
def test_a_training_never_demands_itself(ask: Ask, edition: Edition, needed: str) -> None:
    assert ask(trainings=[edition.training_id], needed=needed) == Allow()


def test_more_trainings_take_no_more_queries(
    ask: Ask, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    trainings = [TrainingFactory.create().pk for _number in range(3)]
    for count in (1, 3):
        with django_assert_num_queries(2):
            ask(trainings=trainings[:count])


# --- People -----------------------------------------------------------------------------------


def _belong(person: User, name: str) -> int:
    person.partner = PartnerFactory.create(name=name)
    person.save()
    return person.partner.pk


def test_who_belongs_to_no_organisation_is_told_for_whom_it_is(ask: Ask, person: User) -> None:
    assert ask(audience="any_partner") == Deny(
        "Deze training is voor mensen van een partnerorganisatie. Hoor je bij zo'n organisatie? "
        "Kies die dan bij je gegevens."
    )
    _belong(person, "Buurthulp")
    assert ask(audience="any_partner") == Allow()


def test_only_people_of_the_chosen_organisations_may(ask: Ask, person: User) -> None:
    own = _belong(person, "Buurthulp")
    others = [PartnerFactory.create(name=name).pk for name in ("Zin", "Maatjes")]
    assert ask(audience="chosen_partners", partners=others) == Deny(
        "Deze training is voor mensen van ‘Maatjes’ of ‘Zin’. Hoor je daarbij? Kies je "
        "organisatie dan bij je gegevens."
    )
    assert ask(audience="chosen_partners", partners=[*others, own]) == Allow()


def test_when_the_chosen_organisations_are_gone_the_seats_stay_closed(
    ask: Ask, person: User
) -> None:
    _belong(person, "Buurthulp")
    gone = PartnerFactory.create()
    pk = gone.pk
    gone.delete()
    assert isinstance(ask(audience="chosen_partners", partners=[pk]), Deny)


def _waits(ask: Ask, moment: datetime, **settings: Any) -> Allow | Deny | Waitlist:
    with clock.at(moment):
        return ask(**{"audience": "any_partner", "others": "wait", "days": 10, **settings})


def test_others_wait_until_the_day_on_which_free_seats_are_for_everyone(ask: Ask) -> None:
    the_evening_before = datetime(2026, 3, 9, 23, 59, tzinfo=AMSTERDAM)
    the_day = datetime(2026, 3, 10, 0, 0, tzinfo=AMSTERDAM)
    assert _waits(ask, the_evening_before) == Waitlist(
        "Mensen van een partnerorganisatie gaan voor. Vanaf 10 maart zijn de vrije plaatsen voor "
        "iedereen."
    )
    assert _waits(ask, the_day) == Allow()


def test_the_waiting_list_names_the_organisations_that_go_first(ask: Ask) -> None:
    partners = [PartnerFactory.create(name=name).pk for name in ("Zin", "Maatjes")]
    moment = datetime(2026, 2, 1, 12, 0, tzinfo=AMSTERDAM)
    assert _waits(ask, moment, audience="chosen_partners", partners=partners) == Waitlist(
        "Mensen van ‘Maatjes’ en ‘Zin’ gaan voor. Vanaf 10 maart zijn de vrije plaatsen voor "
        "iedereen."
    )


def test_an_edition_without_a_date_has_no_day_yet(ask: Ask, edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(starts_at=None)
    assert ask(audience="any_partner", others="wait") == Waitlist(
        "Mensen van een partnerorganisatie gaan voor."
    )


def test_who_waits_still_needs_the_trainings(ask: Ask) -> None:
    first = TrainingFactory.create(title="Bellen")
    moment = datetime(2026, 2, 1, 12, 0, tzinfo=AMSTERDAM)
    assert _waits(ask, moment, trainings=[first.pk]) == Deny("Doe eerst de training ‘Bellen’.")


def test_nobody_is_sent_to_a_training_for_seats_that_are_for_others(ask: Ask) -> None:
    first = TrainingFactory.create(title="Bellen")
    answer = ask(audience="any_partner", others="deny", trainings=[first.pk])
    assert isinstance(answer, Deny)
    assert "Bellen" not in str(answer.reason)


# --- Coordinators -----------------------------------------------------------------------------


def test_a_coordinator_may_deviate_unless_the_settings_say_otherwise(ask: Ask) -> None:
    first = TrainingFactory.create(title="Bellen")
    settings = {"trainings": [first.pk], "audience": "any_partner"}
    assert ask(by_staff=True, **settings) == Allow()
    assert ask(by_staff=True, staff_may_deviate=True, **settings) == Allow()
    assert isinstance(ask(by_staff=True, staff_may_deviate=False, **settings), Deny)
    assert isinstance(ask(by_staff=False, staff_may_deviate=True, **settings), Deny)


def test_a_setting_that_means_nothing_is_a_failure_and_no_open_door(ask: Ask) -> None:
    with pytest.raises(ValueError, match="nobody"):
        ask(audience="nobody")


def test_reasons_are_in_the_readers_language(ask: Ask) -> None:
    """The Dutch sentence is the key: without a translation it stays Dutch, and nothing fails."""
    with translation.override("en"):
        assert isinstance(ask(audience="any_partner"), Deny)


def test_a_training_is_named_as_its_reader_knows_it(ask: Ask) -> None:
    """Its title is content: translated under "Talen", not with the texts of the site."""
    first = TrainingFactory.create(title="Bellen")
    with translation.override("en"):
        answer = ask(trainings=[first.pk])
    assert answer == Deny("First do the training ‘Calling’.")


# --- Before anybody says who it is ------------------------------------------------------------


def _told(training: TrainingPage, **settings: Any) -> list[tuple[str, list[str]]]:
    found = PriorKnowledge().conditions(training.pk, settings)
    return [(str(one.sentence), [link.url for link in one.links]) for one in found]


def test_nothing_is_told_where_nothing_is_asked() -> None:
    training = TrainingFactory.create()
    settings = {"trainings": [training.pk], "audience": "everyone"}
    assert (_told(training), _told(training, **settings)) == ([], [])


def test_everybody_reads_which_trainings_come_first_with_a_link_to_each() -> None:
    training = TrainingFactory.create()
    one, two = TrainingFactory.create(title="Bellen"), TrainingFactory.create(title="Rouw")
    links = [f"/trainingen/{one.slug}/", f"/trainingen/{two.slug}/"]
    assert _told(training, trainings=[one.pk]) == [
        ("Je kunt meedoen als je eerst de training ‘Bellen’ hebt afgerond.", links[:1])
    ]
    both = [two.pk, one.pk]
    assert _told(training, trainings=both) == [
        ("Je kunt meedoen als je eerst deze trainingen hebt afgerond: ‘Bellen’ en ‘Rouw’.", links)
    ]
    assert _told(training, trainings=both, needed="one") == [
        (
            "Je kunt meedoen als je eerst een van deze trainingen hebt afgerond: "
            "‘Bellen’ of ‘Rouw’.",
            links,
        )
    ]
    TrainingPage.objects.filter(pk=two.pk).update(live=False)
    assert _told(training, trainings=both)[0][1] == links[:1]


def test_everybody_reads_for_whom_the_seats_are() -> None:
    training, partner = TrainingFactory.create(), PartnerFactory.create(name="Buurthulp")
    chosen = {"audience": "chosen_partners", "partners": [partner.pk]}
    assert [
        _told(training, **chosen),
        _told(training, audience="any_partner"),
        _told(training, **chosen, others="wait", days=1),
        _told(training, audience="any_partner", others="wait"),
    ] == [
        [("Deze training is voor mensen van ‘Buurthulp’.", [])],
        [("Deze training is voor mensen van een partnerorganisatie.", [])],
        [
            (
                "Mensen van ‘Buurthulp’ gaan voor. 1 dag voor het begin zijn de vrije plaatsen "
                "voor iedereen.",
                [],
            )
        ],
        [
            (
                "Mensen van een partnerorganisatie gaan voor. 14 dagen voor het begin zijn de "
                "vrije plaatsen voor iedereen.",
                [],
            )
        ],
    ]


def test_lists_of_dates_say_it_before_anybody_presses_the_button(client: Client) -> None:
    first = TrainingFactory.create(title="Bellen")
    said = "Je kunt meedoen als je eerst de training ‘Bellen’ hebt afgerond."
    edition = EditionFactory.create()
    CoursePluginActivation.objects.create(
        training=edition.training, plugin="voorkennis", settings={"trainings": [first.pk]}
    )
    EditionFactory.create(training=edition.training)
    # The front page has the training itself too, beside its two dates.
    for address, times in (("/", 3), ("/agenda/", 2)):
        assert client.get(address).content.decode().count(escape(said)) == times
    costs = []
    for _turn in range(2):
        EditionFactory.create()
        with CaptureQueriesContext(connection) as asked:
            assert list(conditions_by_training()) == [edition.training_id]
        costs.append(len(asked))
    assert costs[0] == costs[1]
