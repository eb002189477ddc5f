"""Who in the group somebody in a report is, and when that is in doubt."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.people.queries import find_among
from plugins.aanwezigheid_online import queries
from plugins.aanwezigheid_online.matching import Certainty, Match
from plugins.aanwezigheid_online.models import OnlinePresence
from plugins.aanwezigheid_online.names import is_recorder, taken_apart
from plugins.aanwezigheid_online.presence import Rules
from plugins.aanwezigheid_online.reports import Attendee, Report
from tests.factories import EnrolmentFactory, PersonFactory
from tests.plugins.aanwezigheid_online.scene import EVENING, Scene, a_scene, join

GROUP = (
    ("Anna", "de Wit"),
    ("Bram", "Kok"),
    ("Mohamed", "El Amrani"),
    ("Anneke", "de Witte"),
    ("Jan", "Jansen"),
)


@pytest.fixture
def scene(db: None) -> Scene:
    return a_scene(*GROUP)


def matched(
    scene: Scene, *names: str, addresses: tuple[str, ...] = (), twice: bool = False
) -> Match:
    joins = [join(0, 50), join(20, 60)] if twice else [join(0, 50)]
    attendee = Attendee(names=list(names), addresses=list(addresses), joins=joins)
    group = queries.group_of(scene.edition)
    # Nobody was there long enough to be asked about who is left over.
    rules = Rules(least_minutes=500)
    (match,) = queries.matches_in(Report([attendee], True), group, EVENING, rules)
    return match


def who(scene: Scene, match: Match) -> list[str]:
    names = {one.pk: name for name, one in scene.enrolments.items()}
    return [names[pk] for pk in match.enrolments]


@pytest.mark.parametrize(
    ("shown", "certainty", "first"),
    [
        ("Bram Kok", Certainty.NAME, "Bram"),
        ("KOK, Bram", Certainty.NAME, "Bram"),
        ("bram kok (Guest)", Certainty.NAME, "Bram"),
        ("Bram Kok (hij/hem)", Certainty.NAME, "Bram"),
        ("Bram Kok hij/hem", Certainty.NAME, "Bram"),
        ("Bram Kok - Humanitas", Certainty.NAME, "Bram"),
        ("Humanitas | Bram Kok", Certainty.NAME, "Bram"),
        ("Bram Kok, Humanitas Utrecht", Certainty.NAME, "Bram"),
        ("BK (Bram Kok)", Certainty.NAME, "Bram"),
        ("iPhone (Bram Kok)", Certainty.NAME, "Bram"),
        ("Brám Kök", Certainty.NAME, "Bram"),
        ("Anna de Wit", Certainty.NAME, "Anna"),
        ("Bram", Certainty.DOUBTFUL, "Bram"),
        ("Bram K.", Certainty.DOUBTFUL, "Bram"),
        ("iPhone van Bram", Certainty.DOUBTFUL, "Bram"),
        ("Bram’s iPad", Certainty.DOUBTFUL, "Bram"),
        ("Mohammed Elamrani", Certainty.DOUBTFUL, "Mohamed"),
        ("Muhamed el Amrani", Certainty.DOUBTFUL, "Mohamed"),
        ("Bram Kock", Certainty.DOUBTFUL, "Bram"),
        ("Bram en Anna", Certainty.DOUBTFUL, "Bram"),
    ],
)
def test_a_whole_name_is_certain_and_anything_like_it_is_asked(
    scene: Scene, shown: str, certainty: Certainty, first: str
) -> None:
    match = matched(scene, shown)
    assert (match.certainty, who(scene, match)[0]) == (certainty, first)


@pytest.mark.parametrize(
    ("shown", "certainty"),
    [
        ("Xerxes Quint", Certainty.NOBODY),
        ("iPhone", Certainty.NOBODY),
        ("Galaxy S21", Certainty.NOBODY),
        ("Fireflies.ai Notetaker", Certainty.RECORDER),
        ("Otter.ai", Certainty.RECORDER),
        ("read.ai meeting notes", Certainty.RECORDER),
        ("Truus Bos", Certainty.STAFF),
        ("Bos, Truus (Host)", Certainty.STAFF),
    ],
)
def test_who_is_nobody_of_the_group_is_left_out(
    scene: Scene, shown: str, certainty: Certainty
) -> None:
    match = matched(scene, shown)
    assert (match.certainty, match.enrolments) == (certainty, ())


def test_an_address_is_certain_whatever_the_name(scene: Scene) -> None:
    match = matched(scene, "iPhone", addresses=("bram@thuis.example",))
    assert (match.certainty, who(scene, match)) == (Certainty.ADDRESS, ["Bram"])


def test_a_second_address_that_somebody_proved_counts_too(scene: Scene) -> None:
    person = scene.enrolments["Bram"].person
    EmailAddress.objects.create(user=person, email="Bram@werk.example", verified=True)
    EmailAddress.objects.create(user=person, email="niet@bewezen.example", verified=False)
    assert matched(scene, "x", addresses=("bram@werk.example",)).certainty == Certainty.ADDRESS
    assert matched(scene, "Xx", addresses=("niet@bewezen.example",)).certainty == Certainty.NOBODY


def test_an_address_of_one_and_the_name_of_another_is_asked(scene: Scene) -> None:
    match = matched(scene, "Anna de Wit", addresses=("bram@thuis.example",))
    assert (match.certainty, set(who(scene, match)[:2])) == (Certainty.DOUBTFUL, {"Anna", "Bram"})


def test_two_with_one_name_are_both_proposed(scene: Scene) -> None:
    other = EnrolmentFactory.create(
        person=PersonFactory.create(first_name="Anna", last_name="de Wit"), edition=scene.edition
    )
    match = matched(scene, "Anna de Wit")
    assert match.certainty == Certainty.DOUBTFUL
    assert set(match.enrolments[:2]) == {scene.enrolments["Anna"].pk, other.pk}


def test_a_participant_with_the_name_of_a_trainer_is_asked(scene: Scene) -> None:
    person = scene.enrolments["Bram"].person
    person.first_name, person.last_name = "Truus", "Bos"
    person.save()
    match = matched(scene, "Truus Bos")
    assert (match.certainty, who(scene, match)) == (Certainty.DOUBTFUL, ["Bram"])


def test_a_telephone_number_leads_to_who_has_it(scene: Scene) -> None:
    person = scene.enrolments["Bram"].person
    person.telephone = "06 12345678"
    person.save()
    for shown in ("31612345678", "+31 6 12345678", "0612345678"):
        match = matched(scene, shown)
        assert (match.certainty, who(scene, match)) == (Certainty.DOUBTFUL, ["Bram"])
    assert matched(scene, "+31******99").certainty == Certainty.NOBODY


def test_who_was_there_twice_at_once_may_be_two(scene: Scene) -> None:
    match = matched(scene, "Bram Kok", twice=True)
    assert (match.certainty, match.has_two) == (Certainty.NAME, True)


def test_a_name_that_was_chosen_before_is_certain_in_this_edition_alone(scene: Scene) -> None:
    OnlinePresence.objects.create(
        enrolment=scene.enrolments["Jan"], session=scene.session, minutes=9, names="Galaxy S21\nJJ"
    )
    match = matched(scene, "Galaxy S21")
    assert (match.certainty, who(scene, match)) == (Certainty.CHOSEN_BEFORE, ["Jan"])
    other = a_scene(("Dirk", "Smit"))
    assert matched(other, "Galaxy S21").certainty == Certainty.NOBODY


def test_knowing_a_group_takes_as_many_queries_for_one_as_for_five(scene: Scene) -> None:
    small = a_scene(("Dirk", "Smit"))
    counted = []
    for one in (scene, small):
        with CaptureQueriesContext(connection) as found:
            queries.group_of(one.edition)
        counted.append(len(found))
    assert counted[0] == counted[1] <= 5


def test_finding_among_people_at_hand_asks_nothing(scene: Scene) -> None:
    people = [one.person for one in scene.enrolments.values()]
    stranger = PersonFactory.create(first_name="Bram", last_name="Kok")
    with CaptureQueriesContext(connection) as found:
        assert find_among("mevr. Kok", people) == [scene.enrolments["Bram"].person]
        assert find_among("bram@thuis.example", people) == [scene.enrolments["Bram"].person]
        assert find_among("Xerxes", people) == []
        assert find_among("", people) == []
    assert len(found) == 0
    assert stranger not in find_among("Bram Kok", people)


@pytest.mark.parametrize(
    ("text", "variants", "has_two"),
    [
        ("Jan (zij/haar)", ("Jan",), False),
        ("iPhone", ("iPhone",), False),
        ("Jan + Anna", ("Jan + Anna", "Jan", "Anna"), True),
        ("+31 6 1234", ("+31 6 1234",), False),
        ("(Gast)", (), False),
    ],
)
def test_a_name_is_taken_apart(text: str, variants: tuple[str, ...], has_two: bool) -> None:
    found = taken_apart(text)
    assert (found.variants, found.has_two) == (variants, has_two)


def test_people_are_no_programs() -> None:
    assert not any(is_recorder(f"{first} {last}") for first, last in GROUP)
