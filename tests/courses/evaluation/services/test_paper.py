"""Forms on paper: a batch that nobody reads, a second look, the same counters as the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from courses.common import clock
from courses.common.errors import Refusal
from courses.desk.todos import todos_for
from courses.evaluation.enums import OTHER
from courses.evaluation.models import EvaluationForm, PaperBatch
from courses.evaluation.services import Answer, close_form, submit
from courses.evaluation.services import paper as services
from courses.people.enums import Role
from tests.courses.evaluation.factories import FULL, answer, counted, mark, open_evaluation, texts
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SHEETS = [
    {"q0": "8", "q1": "10", "q3": "Precies goed", "q5": ["Meer oefenen"], "q5_other": "de koffie"},
    {"q0": "10", "q4": "Ja", "q6": "  Ik bel nog een keer.\r\nEn dan weer. "},
    {"q0": "1", "q5": ["Het tempo", "De moeilijkheid"], "q7": "Zo'n “mooie” dag: 100 % ☕"},
]


def people_of(form: EvaluationForm) -> list[User]:
    return [one.person for one in form.participations.select_related("person") if one.person]


def kept(form: EvaluationForm) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What will be left of the answers: counters and texts, byte by byte."""
    return (
        sorted((key, value, count) for (key, value), count in counted(form).items()),
        sorted((key, text) for key, found in texts(form).items() for text in found),
    )


def test_paper_and_screen_give_the_same_counters_to_the_byte() -> None:
    on_screen, on_paper = open_evaluation(people=4), open_evaluation(people=4)
    for person, sheet in zip(people_of(on_screen), SHEETS, strict=False):
        client = Client()
        client.force_login(person)
        address = reverse("evaluation:form", args=[on_screen.edition_id])
        assert client.post(address, sheet).status_code == 302
    coordinator = Client()
    coordinator.force_login(person_in_role(Role.COORDINATOR))
    here = f"/beheer/evaluatie/formulier/{on_paper.pk}/papier/"
    # One that is typed in wrongly, put right, and one that was typed in twice.
    coordinator.post(f"{here}typ/", {"q0": "2"})
    for sheet in (*SHEETS[1:], SHEETS[2]):
        assert coordinator.post(f"{here}typ/", sheet)["Location"] == f"{here}typ/"
    assert coordinator.post(f"{here}typ/1/", SHEETS[0])["Location"] == f"{here}nakijken/1/"
    assert "de koffie" in coordinator.get(f"{here}nakijken/1/").content.decode()
    assert coordinator.post(f"{here}weg/4/")["Location"] == here
    assert coordinator.get(f"{here}namen/")["Location"] == f"{here}nakijken/"
    for number in (1, 2, 3):
        assert coordinator.get(f"{here}nakijken/")["Location"] == f"{here}nakijken/{number}/"
        coordinator.post(f"{here}nakijken/{number}/")
    assert coordinator.get(f"{here}nakijken/")["Location"] == f"{here}namen/"
    names = [person.pk for person in people_of(on_paper)]
    too_few = coordinator.post(f"{here}namen/", {"people": names[:2]})
    assert "Er zijn 3 formulieren en je vinkte 2 mensen aan." in too_few.content.decode()
    assert coordinator.post(f"{here}namen/", {"people": names[:3]})["Location"] == here
    assert not PaperBatch.objects.exists()
    answered = on_paper.participations.filter(answered=True)
    assert sorted(answered.values_list("person", flat=True)) == sorted(names[:3])
    assert kept(on_screen) == kept(on_paper)
    assert kept(on_paper)[1] != []


def test_a_batch_can_be_read_by_nobody_and_its_size_says_nothing() -> None:
    form = open_evaluation(people=6)
    sizes, contents = set(), set()
    for number in range(1, 5):
        paper = services.add_paper(form=form, answers=FULL)
        assert paper.number == number
        content = bytes(PaperBatch.objects.get().content)
        assert b"bel nog" not in content
        sizes.add(len(content))
        contents.add(content)
    coordinator = person_in_role(Role.COORDINATOR)
    waits = [one.sentence for one in todos_for(coordinator)]
    assert "Van 1 evaluatie tellen papieren formulieren nog niet mee" in waits
    services.check_paper(form=form, number=2)
    content = bytes(PaperBatch.objects.get().content)
    assert (len(sizes | {len(content)}), len(contents | {content})) == (1, 5)
    assert [(one.number, one.is_checked) for one in services.papers_of(form)] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
    ]
    assert services.papers_of(form)[0].answers["improve"] == Answer(
        ("Meer oefenen", OTHER), "een kortere pauze"
    )


def test_nothing_counts_before_it_was_looked_at_again_or_for_who_has_answered() -> None:
    form = open_evaluation(people=2)
    first, second = people_of(form)

    def refused(people: list[User]) -> str:
        with pytest.raises(Refusal) as no:
            services.count_papers(form=form, people=people)
        return str(no.value)

    assert refused([first]) == "Er is niets overgetypt."
    services.add_paper(form=form, answers=mark(7))
    assert refused([first]) == "Kijk eerst elk formulier na."
    services.check_paper(form=form, number=1)
    services.change_paper(form=form, number=1, answers=mark(8))
    assert refused([first]) == "Kijk eerst elk formulier na."
    services.check_paper(form=form, number=1)
    assert services.count_papers(form=form, people=[first]) == 1
    services.add_paper(form=form, answers=mark(9))
    services.check_paper(form=form, number=1)
    assert refused([PersonFactory.create()]).startswith("Dit formulier is voor wie")
    services.add_paper(form=form, answers=mark(9))
    with pytest.raises(Refusal, match="evenveel formulieren"):
        services.add_paper(form=form, answers=mark(9))
    with pytest.raises(Refusal, match="verplicht"):
        services.change_paper(form=form, number=2, answers={})
    with pytest.raises(Refusal, match="er niet meer"):
        services.remove_paper(form=form, number=3)
    with clock.at(form.closes_at):
        assert refused([second]) == "Dit formulier is gesloten. Er kan niets meer bij."
        assert kept(form)[0] == [("overall", "8", 1)]
        close_form(form=form)
    assert not PaperBatch.objects.exists()


def test_who_gave_the_training_types_in_nothing_and_fills_in_for_nobody(client: Client) -> None:
    trainer = person_in_role(Role.COORDINATOR)
    form = open_evaluation(people=1, trainers=[trainer])
    pages = [
        f"/beheer/evaluatie/formulier/{form.pk}/papier/",
        f"/beheer/evaluatie/telefoon/{form.participations.get().pk}/",
    ]
    client.force_login(trainer)
    assert [client.get(one).status_code for one in pages] == [302, 302]
    client.force_login(person_in_role(Role.COORDINATOR))
    assert [client.get(one).status_code for one in pages] == [200, 200]
    person = people_of(form)[0]
    about = reverse("person_page", args=[person.pk])
    assert pages[1] in client.get(about).content.decode()
    assert client.post(pages[1], {"q0": "8"})["Location"] == about
    assert form.participations.get().answered
    # The page about a person tells nobody who answered, nor does the form to who only looks: who
    # looked now and then would know when.
    assert pages[1] in client.get(about).content.decode()
    assert "al ingevuld." not in client.get(pages[1]).content.decode()
    assert "al ingevuld." not in client.post(pages[1], {"q0": "11"}).content.decode()
    assert "heeft dit formulier al ingevuld." in client.post(pages[1], {"q0": "9"}).content.decode()
    assert counted(form) == {("overall", "8"): 1}


def test_who_ticks_names_hears_of_nobody_who_had_answered() -> None:
    """The outcome is the same; for who had answered on the site, a paper less counts."""
    outcomes = []
    for answers_first in (False, True):
        form = open_evaluation(people=4)
        people = people_of(form)
        if answers_first:
            answer(form, [mark(5)])
        for value in (8, 9, 9):
            services.add_paper(form=form, answers=mark(value))
        for number in (1, 2, 3):
            services.check_paper(form=form, number=number)
        coordinator = Client()
        coordinator.force_login(person_in_role(Role.COORDINATOR))
        address = f"/beheer/evaluatie/formulier/{form.pk}/papier/namen/"
        sent = {"people": [one.pk for one in people[:3]]}
        page = coordinator.post(address, sent, follow=True).content.decode()
        outcomes.append("3 formulieren zijn verwerkt." in page)
        assert form.participations.filter(answered=True).count() == 3
        marks = {value: count for (_key, value), count in counted(form).items()}
        assert (sum(marks.values()), "5" in marks) == (3, answers_first)
    assert outcomes == [True, True]


def test_no_count_tells_who_counts_a_paper_whether_somebody_had_answered() -> None:
    """Neither the list of open forms, nor the page and the file with figures."""
    form = open_evaluation(people=7)
    answer(form, [mark(5), mark(6)])
    coordinator = person_in_role(Role.COORDINATOR)
    client = Client()
    client.force_login(coordinator)
    reports = f"/beheer/evaluaties/uitvoering/{form.edition_id}/"
    places = ["/beheer/evaluatie/", reports, f"{reports}?export=csv"]

    def seen() -> list[str]:
        pages = [client.get(one) for one in places]
        assert [one.status_code for one in pages] == [200] * len(places)
        return [re.sub(r"nonce-\S+|[\w-]{43,}", "", page.getvalue().decode()) for page in pages]

    before = seen()
    asked = form.participations.order_by("pk")
    for has_answered in (True, False):
        services.add_paper(form=form, answers=mark(7))
        services.check_paper(form=form, number=1)
        person = asked.filter(answered=has_answered)[0].person
        assert person is not None
        services.count_papers(form=form, people=[person])
        assert seen() == before
    assert form.participations.filter(answered=True).count() == 3


def test_what_somebody_wrote_on_paper_is_typed_in_as_long_as_it_is() -> None:
    form = open_evaluation(people=1)
    words = "Ik vond het een fijne middag met veel voorbeelden uit de buurt. " * 12
    answers = {**mark(8), "takeaway": Answer(text=words.strip())}
    with pytest.raises(Refusal, match="Het mogen er 75 zijn"):
        submit(form=form, person=people_of(form)[0], answers=answers)
    services.add_paper(form=form, answers=answers)
    services.check_paper(form=form, number=1)
    services.count_papers(form=form, people=people_of(form))
    assert kept(form)[1] == [("takeaway", words.strip())]
    other = open_evaluation(people=1)
    noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(400))
    with pytest.raises(Refusal, match="geen plaats"):
        services.add_paper(form=other, answers={**mark(8), "takeaway": Answer(text=noise)})
