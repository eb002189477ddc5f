"""The screens on which staff tell what they did with an evaluation, and where people read it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from courses.common import clock
from courses.desk.todos.evaluations import without_reaction
from courses.editions.models import Edition
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm, Participation, Reaction
from courses.people.enums import Role
from tests.courses.evaluation.factories import edition_of, open_evaluation
from tests.courses.evaluation.services.test_reactions import DONE, HEARD, closed, published
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from courses.people.models import User

pytestmark = pytest.mark.django_db
LIST = "/beheer/evaluatie/reacties/"


def given_by(trainer: User, form: EvaluationForm) -> EvaluationForm:
    edition = edition_of(form)
    edition.trainers.set([trainer])
    edition.save()
    return form


def test_who_may_write_about_what(client: Client) -> None:
    trainer, other = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    coordinator = person_in_role(Role.COORDINATOR)
    own = given_by(trainer, closed(days_ago=61))
    survey = closed(days_ago=61, occasion=Occasion.SURVEY, title="Leden")
    pages = [LIST, *(f"{LIST}{one.pk}/" for one in (own, survey))]

    found = {}
    for name, person in {
        "trainer": trainer,
        "other": other,
        "coordinator": coordinator,
        "nobody": PersonFactory.create(),
    }.items():
        client.force_login(person)
        answers = [client.get(page).status_code for page in pages]
        answers += [client.get(f"{pages[1]}publiceer/").status_code]
        answers += [client.post(f"{pages[1]}trek-in/").status_code]
        found[name] = answers

    # Nothing is written yet, so there is nothing to publish or to withdraw.
    assert found == {
        "trainer": [200, 200, 404, 404, 404],
        "other": [200, 404, 404, 404, 404],
        "coordinator": [200, 200, 200, 404, 404],
        "nobody": [302, 302, 302, 302, 302],
    }
    todos = [without_reaction(one) for one in (trainer, other, coordinator, PersonFactory.create())]
    assert [one.count if one else 0 for one in todos] == [1, 0, 2, 0]


def test_a_trainer_writes_looks_publishes_and_withdraws(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    people: list[User] = PersonFactory.create_batch(6)
    form = given_by(trainer, closed(people))
    page = f"{LIST}{form.pk}/"
    client.force_login(trainer)

    text = {"heard": HEARD, "done": DONE, "is_shared": "on"}
    draft = client.post(page, {**text, "done": "a" * 1501})
    assert ("Zorg" in draft.content.decode(), Reaction.objects.count()) == (True, 0)
    looked = client.post(page, {**text, "look": "1"}, follow=True)
    shown = looked.content.decode()
    assert looked.redirect_chain == [(f"{page}publiceer/", 302)]
    assert "6 krijgen een mail." in shown
    assert (HEARD in shown, people[0].name_in_list in shown) == (True, True)
    snapshot = looked.context["snapshot_token"]
    done = client.post(f"{page}publiceer/", {"snapshot": snapshot}, follow=True)
    said = [str(one) for one in done.context["messages"]]
    assert said[0] == "Gepubliceerd. 6 mensen krijgen bericht."
    assert (said[1].startswith("6 krijgen een mail ("), people[0].name in said[1]) == (True, True)
    assert client.get(f"{page}publiceer/").status_code == 302
    assert "De tekst van toen" in done.content.decode()
    client.post(f"{page}trek-in/")
    assert Reaction.objects.get().status == "withdrawn"
    assert "Niemand leest dit nu" in client.get(page).content.decode()


def test_a_list_of_more_asks_the_database_no_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    published(closed())
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    closed()
    closed(occasion=Occasion.SURVEY, title="Leden")
    with django_assert_num_queries(len(one)):
        shown = client.get(LIST).content.decode()
    assert ("Leden" in shown, shown.count("Nog niet geschreven") > 1) == (True, True)
    filtered = client.get(f"{LIST}?reaction=none").content.decode()
    assert (filtered.count("Luisteren"), "Leden" in filtered) == (1, True)
    assert "Leden" not in client.get(f"{LIST}?reaction=published").content.decode()


def test_people_read_it_on_their_own_page_and_visitors_the_words_alone(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER, first_name="Trudy", last_name="Trainer")
    me: User = PersonFactory.create()
    training = TrainingFactory.create(title="Luisteren")
    form = given_by(trainer, closed([me], training=training))
    coming = EditionFactory.create(training=training)
    pages = [training.url, reverse("enrolment:enrol", args=[coming.pk])]
    reaction = published(form, actor=trainer)
    to_others = "Met ‘jullie’ bedoelen we wie toen meededen."

    for page in pages:
        shown = client.get(page).content.decode()
        assert (HEARD in shown, DONE in shown, "Wat een vorige groep zei" in shown) == (True,) * 3
        quoted = shown.partition("vorige-groep")[2].partition("</section>")[0]
        assert ("Trudy" in quoted, to_others in quoted) == (False, True)
    client.cookies["taal"] = "en"
    with override("en"):
        heads = [gettext("Dit hoorden we"), gettext("Dit deden we ermee")]
        in_dutch = gettext("in het Nederlands")
    shown = client.get(training.url).content.decode()
    assert re.findall(r"<dt>(.*?)</dt>", shown.partition("vorige-groep")[2])[:2] == [
        f"{one} ({in_dutch})" for one in heads
    ]
    client.cookies["taal"] = "nl"
    client.force_login(PersonFactory.create())
    assert DONE not in client.get("/mijn/").content.decode()
    client.force_login(me)
    own = client.get("/mijn/").content.decode()
    assert (DONE in own, to_others in own) == (True, False)
    # The next group reads it after answering; of the own form there is nothing yet.
    later = closed([me], training=training, days_ago=1)
    Participation.objects.filter(form=later).update(answered=True)
    thanks = client.get(reverse("evaluation:thanks", args=[edition_of(later).pk])).content.decode()
    assert (DONE in thanks, "Wat we deden met wat anderen eerder zeiden" in thanks) == (True, True)

    Reaction.objects.filter(pk=reaction.pk).update(is_shared=False)
    with clock.at(clock.now() + timedelta(days=1)):
        client.logout()
        reaction.refresh_from_db()
        reaction.save()
        assert [DONE in client.get(page).content.decode() for page in pages] == [False, False]
    assert Edition.objects.count() == 3


def test_the_page_of_a_closed_survey_leads_to_its_figures(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    survey = closed(occasion=Occasion.SURVEY, title="Leden")
    shown = client.get(f"/beheer/enquetes/{survey.pk}/").content.decode()
    assert f'href="/beheer/evaluaties/enquete/{survey.pk}/"' in shown
    assert f'href="{LIST}{survey.pk}/"' in shown
    ways = client.get(f"/beheer/evaluatie/enquete/{survey.pk}/").content.decode()
    assert f'href="/beheer/evaluaties/enquete/{survey.pk}/"' in ways


def test_what_is_asked_now_says_when_its_figures_can_be_seen(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    form = open_evaluation(people=[PersonFactory.create()])
    address = reverse("evaluation_of_edition", args=[form.edition_id])
    ways = client.get(address).content.decode()
    assert "pas zien als het formulier gesloten is" in ways
    assert "Hoeveel mensen antwoordden, zie je dan ook." in ways
