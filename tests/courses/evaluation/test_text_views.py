"""The screens of who reviews what people wrote, and of who makes topics."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.crypto import get_random_string

from courses.common import clock
from courses.evaluation.enums import Kind, TextStatus
from courses.evaluation.models import EvaluationForm, ScreeningException, TextAnswer, Topic
from courses.evaluation.screening.due import screen_due
from courses.evaluation.services.topics import add_topic
from courses.people.enums import Role
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db

LIST = "/beheer/open-antwoorden/bekijken/"
TEXTS = ["Mevrouw Verhoeven belde.", "Fijn.", "Bel 06 12345678.", "Koud.", "Dank."]


@pytest.fixture
def coordinator(client: Client) -> User:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    return person


def in_review(texts: list[str] = TEXTS, **fields: Any) -> EvaluationForm:
    """A closed form whose texts wait for who reviews, under one question."""
    training = TrainingFactory.create(title=f"Luisteren {get_random_string(4)}")
    edition = past_edition(training, ends_at=clock.now() - timedelta(days=30), **fields)
    told = {"takeaway": Told(kind=Kind.OPEN, texts=texts, text="Wat neem je mee?")}
    form = kept_form(edition, told, invited=len(texts) + 1)
    TextAnswer.objects.filter(question__form=form).update(status=TextStatus.WAITING)
    screen_due()
    return form


def released(form: EvaluationForm) -> TextAnswer:
    texts = TextAnswer.objects.filter(question__form=form)
    texts.update(status=TextStatus.RELEASED, redactions=None)
    return texts.get(text="Koud.")


def review_url(form: EvaluationForm, page: int = 1) -> str:
    return f"{LIST}{form.pk}/?p={page}"


def page_of(client: Client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    return html.unescape(" ".join(response.content.decode().split()))


def shown_by(client: Client, url: str) -> dict[str, Any]:
    """What a browser sends when somebody changes nothing."""
    context = client.get(url).context
    sent: dict[str, Any] = {"snapshot": context["snapshot"]}
    for form in context["forms"]:
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    return sent


def forms_on(client: Client, form: EvaluationForm, page: int) -> list[Any]:
    found: list[Any] = client.get(review_url(form, page)).context["forms"]
    return found


def name_of(form: EvaluationForm, text: str, field: str) -> str:
    return f"{TextAnswer.objects.get(question__form=form, text=text).pk.hex}-{field}"


def states(form: EvaluationForm) -> dict[str, str]:
    return dict(TextAnswer.objects.filter(question__form=form).values_list("text", "status"))


def test_a_form_is_reviewed_page_by_page_and_released(client: Client, coordinator: User) -> None:
    form = in_review([*TEXTS, *(f"Tekst {number}." for number in range(7))])
    assert "Nog te bekijken: 12 van 12." in page_of(client, review_url(form))
    assert reverse("evaluation_review", args=[form.pk]) in page_of(client, LIST)
    assert "Bekijk de open antwoorden van 1 evaluatie" in page_of(client, "/beheer/")
    first, second = (shown_by(client, review_url(form, page)) for page in (1, 2))
    assert len(first) == len(second) + 8 * 4

    # Nobody who changes nothing decides anything; who has seen all says so with one button.
    client.post(review_url(form), first)
    assert set(states(form).values()) == {"waiting"}
    for place, sent in ((1, first), (2, second)):
        client.post(review_url(form, place), {**sent, "all_clear": "1"})
    assert {text for text, status in states(form).items() if status == "waiting"} == {
        "Mevrouw Verhoeven belde.",
        "Bel 06 12345678.",
    }
    # From the top of the page one goes to what is left.
    shown = [one.text for page in (1, 2) for one in forms_on(client, form, page)]
    place, left = next((at, one) for at, one in enumerate(shown) if one.status == "waiting")
    number = place // 10 + 1
    assert f'id="tekst-{left.pk}"' in page_of(client, review_url(form, number))
    other = 2 if number == 1 else 1
    link = f'href="?p={number}#tekst-{left.pk}"'
    assert link in page_of(client, review_url(form, other))
    # Not where the page begins with it.
    assert (link in page_of(client, review_url(form, number))) == (place % 10 > 0)

    # The page with something to see comes by itself; more words can go, a whole text too.
    found = client.get(review_url(form)).context["forms"] + list(
        client.get(review_url(form, 2)).context["forms"]
    )
    for one in found:
        if one.text.status == "waiting":
            number = 1 if str(one.text.pk) in first["snapshot"] else 2
            sent = shown_by(client, review_url(form, number))
            name = one.add_prefix("more")
            if one.text.text.startswith("Bel"):
                wrong = client.post(review_url(form, number), {**sent, name: "bel\nPiet"})
                assert "“Piet” staat niet in deze tekst." in html.unescape(wrong.content.decode())
                assert states(form)["Bel 06 12345678."] == "waiting"
                client.post(review_url(form, number), {**sent, name: "bel"})
            else:
                client.post(
                    review_url(form, number), {**sent, one.add_prefix("status"): "left_out"}
                )
    page = page_of(client, f"{LIST}{form.pk}/vrijgeven/")
    assert "Blijft helemaal staan: 10" in page
    assert "Zonder een paar woorden: 1" in page
    assert "Helemaal weg: 1" in page
    assert "[weggelaten] [weggelaten]." in page
    assert "Verhoeven" not in page

    token = client.get(f"{LIST}{form.pk}/vrijgeven/").context["snapshot"]
    answer = client.post(f"{LIST}{form.pk}/vrijgeven/", {"snapshot": token}, follow=True)

    assert "Vrijgegeven: 11 teksten." in answer.content.decode()
    # From reading one goes on to what is done with it.
    assert f'href="/beheer/evaluatie/reacties/{form.pk}/"' in answer.content.decode()
    assert states(form)["[weggelaten] [weggelaten]."] == "released"
    assert states(form)[""] == "gone"
    # Nothing is left to do there.
    for url in (review_url(form), f"{LIST}{form.pk}/vrijgeven/"):
        assert client.get(url)["Location"] == LIST
    assert "Bekijk de open antwoorden" not in page_of(client, "/beheer/")


def test_who_asks_to_be_called_is_pointed_out_before_the_number_is_gone(
    client: Client, coordinator: User
) -> None:
    number = "Bel me: 06 12345678."
    plain = ["Fijn.", "Koud.", "Goed.", "Lang.", "Kort."]
    form, other = in_review([*plain, number, "Mevrouw Verhoeven belde."]), in_review(plain)
    asked = "Vraagt iemand om contact?"
    assert page_of(client, review_url(form)).count(asked) == 1
    assert asked not in page_of(client, review_url(other))
    for one in (form, other):
        client.post(review_url(one), {**shown_by(client, review_url(one)), "all_clear": "1"})
    TextAnswer.objects.filter(text=number).update(status=TextStatus.SEEN)
    TextAnswer.objects.filter(text__contains="Verhoeven").update(status=TextStatus.LEFT_OUT)

    page = page_of(client, f"{LIST}{form.pk}/vrijgeven/")
    assert "Wil iemand dat je belt of mailt?" in page
    assert f"<blockquote>{number}</blockquote>" in page
    assert "Verhoeven" not in page
    assert "Wil iemand dat je belt" not in page_of(client, f"{LIST}{other.pk}/vrijgeven/")

    # Left out whole it is gone as well.
    TextAnswer.objects.filter(text=number).update(status=TextStatus.LEFT_OUT)
    assert number in page_of(client, f"{LIST}{form.pk}/vrijgeven/")


def test_two_who_review_at_once_are_told(client: Client, coordinator: User) -> None:
    form = in_review()
    sent = shown_by(client, review_url(form))
    status = name_of(form, "Fijn.", "status")
    client.post(review_url(form), {**sent, status: "seen"})

    answer = client.post(review_url(form), {**sent, status: "left_out"})

    assert answer.status_code == 200
    assert "Iemand anders heeft dit intussen veranderd" in answer.content.decode()
    assert states(form)["Fijn."] == "seen"
    # What the other did not touch goes through, and so does a second time.
    other = name_of(form, "Dank.", "status")
    client.post(review_url(form), {**sent, other: "left_out"})
    again = {**sent, status: "left_out", "snapshot": answer.context["snapshot"]}
    client.post(review_url(form), again)
    assert (states(form)["Fijn."], states(form)["Dank."]) == ("left_out", "left_out")
    early = client.post(f"{LIST}{form.pk}/vrijgeven/", follow=True)
    assert "Nog niet alle teksten zijn bekeken." in early.content.decode()


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        page_of(client, url)
    return len(counted)


def test_the_queries_do_not_grow(client: Client, coordinator: User) -> None:
    form = in_review()
    add_topic(name="Zaal", actor=coordinator)
    urls = (LIST, review_url(form), f"{LIST}{form.pk}/vrijgeven/", reverse("evaluation_topics"))
    client.get("/beheer/")
    few = [queries_of(client, url) for url in urls]
    for number in range(2):
        in_review()
        add_topic(name=f"Zaal {number}", actor=coordinator)
    question = form.questions.get()
    TextAnswer.objects.bulk_create(TextAnswer(question=question, text=f"t{n}") for n in range(4))

    assert [queries_of(client, url) for url in urls] == few


def test_only_who_may_sees_what_waits(client: Client) -> None:
    trainer, both = person_in_role(Role.TRAINER), person_in_role(Role.COORDINATOR)
    form = in_review(trainers=[trainer, both])
    text = released(in_review())
    urls = [
        LIST,
        review_url(form),
        f"{LIST}{form.pk}/vrijgeven/",
        f"/beheer/open-antwoorden/tekst/{text.pk}/",
        reverse("evaluation_topics"),
        reverse("evaluation_exceptions"),
    ]
    for person, expected in (
        (trainer, [302] * 6),
        (person_in_role(Role.VOLUNTEER), [302] * 6),
        # Who gave it, in whatever other role.
        (both, [200, 302, 302, 200, 200, 200]),
        (person_in_role(Role.ADMINISTRATOR), [200] * 6),
    ):
        client.force_login(person)
        assert [client.get(url).status_code for url in urls] == expected
    assert client.post(reverse("evaluation_exception_remove", args=[1])).status_code == 302


def test_something_is_taken_out_later(client: Client, coordinator: User) -> None:
    text = released(in_review())
    url = f"/beheer/open-antwoorden/tekst/{text.pk}/"
    back = "/beheer/open-antwoorden/?q=koud"

    wrong = client.post(url, {"words": "Piet", "next": back})
    assert "“Piet” staat niet in deze tekst." in html.unescape(wrong.content.decode())
    assert 'value="/beheer/open-antwoorden/?q=koud"' in wrong.content.decode()
    done = client.post(url, {"words": "koud", "next": back})
    text.refresh_from_db()
    assert (done["Location"], text.text) == (back, "[weggelaten].")
    # An address of another site leads nowhere.
    done = client.post(url, {"away": "1", "next": "https://kwaad.example/"})
    text.refresh_from_db()
    assert (done["Location"], text.text, text.status) == ("/beheer/", "", "gone")
    assert client.get(url).status_code == 404


def test_topics_and_words_that_are_no_names_are_kept(client: Client, coordinator: User) -> None:
    topics = reverse("evaluation_topics")
    client.post(topics, {"name": "Zaal", "key": ""})
    again = client.post(topics, {"name": "zaal", "key": ""})
    assert "Dit onderwerp is er al." in again.content.decode()
    client.post(topics, {"name": "De ruimte", "key": "takeaway"})
    hall, room = Topic.objects.get(key=""), Topic.objects.get(key="takeaway")
    url = reverse("evaluation_topic", args=[room.pk])

    assert client.post(url, {"do": "rename", "name": ""}).status_code == 200
    client.post(url, {"do": "rename", "name": "Ruimte"})
    assert "Ruimte" in page_of(client, topics)
    assert client.post(url, {"do": "merge", "into": "0"}).status_code == 200
    client.post(url, {"do": "merge", "into": hall.pk})
    client.post(reverse("evaluation_topic", args=[hall.pk]), {"do": "remove"})
    assert not Topic.objects.exists()
    assert "Er zijn nog geen onderwerpen." in page_of(client, topics)

    exceptions = reverse("evaluation_exceptions")
    assert "Rode Kruis" in page_of(client, exceptions)
    client.post(exceptions, {"words": "De Zon"})
    refused = client.post(exceptions, {"words": "de zon"})
    assert "Dit staat al in de lijst." in refused.content.decode()
    made = ScreeningException.objects.get(words="De Zon")
    client.post(reverse("evaluation_exception_remove", args=[made.pk]))
    assert client.post(reverse("evaluation_exception_remove", args=[made.pk])).status_code == 404


def test_ticked_texts_get_a_topic_or_become_golden_tips(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    own, others = in_review(trainers=[trainer]), in_review()
    texts = [released(own), released(others)]
    topic = add_topic(name="Zaal", actor=trainer)
    elsewhere = add_topic(name="Tempo", key="remarks", actor=trainer)
    client.force_login(trainer)
    here = "/beheer/open-antwoorden/?q=k"

    def label(**sent: object) -> list[str]:
        ticked = {"text": [str(one.pk) for one in texts], "next": here, **sent}
        answer = client.post(reverse("evaluation_label"), ticked)
        assert answer["Location"] == here
        return [str(one) for one in client.get("/beheer/account/").context["messages"]]

    # Only those of own editions.
    assert label(do="give", topic=topic.pk) == [
        "“Zaal” gaat erbij: 1 tekst.",
        "1 tekst niet: het onderwerp hoort bij een andere vraag.",
    ]
    assert list(topic.texts.all()) == texts[:1]
    assert label(do="give", topic=elsewhere.pk)[0] == "“Tempo” gaat erbij: 0 teksten."
    assert label(do="take", topic=topic.pk)[0] == "“Zaal” gaat eraf: 1 tekst."
    assert label(do="tip") == ["Gouden tip: 1 tekst."]
    assert TextAnswer.objects.get(is_golden_tip=True) == texts[0]
    assert label(do="no_tip") == ["Geen gouden tip meer: 1 tekst."]
    assert label(do="give", topic="x") == ["Kies een onderwerp."]
    assert label(do="give", text=["x"]) == ["Vink eerst een of meer teksten aan."]
    client.force_login(person_in_role(Role.VOLUNTEER))
    assert client.post(reverse("evaluation_label"), {}).status_code == 302


def test_who_writes_what_was_done_reads_what_people_wrote_beside_it(
    client: Client, coordinator: User
) -> None:
    form, trainer = in_review(), person_in_role(Role.TRAINER)
    assert form.edition is not None
    form.edition.trainers.add(trainer)
    form.edition.save()
    reaction = f"/beheer/evaluatie/reacties/{form.pk}/"
    client.force_login(trainer)
    before = page_of(client, reaction)
    # Nobody reads them here before they are released; only who reviews has a way to that.
    assert ("Koud." in before, "wachten nog tot iemand ze bekijkt" in before) == (False, True)
    assert f"{LIST}{form.pk}/" not in before
    client.force_login(coordinator)
    assert f'href="{LIST}{form.pk}/"' in page_of(client, reaction)
    released(form)
    for reader in (trainer, coordinator):
        client.force_login(reader)
        after = page_of(client, reaction)
        assert ("Koud." in after, "Wat neem je mee?" in after) == (True, True)
        assert "wachten nog tot" not in after
        # And from where one reads, there is a way to write.
        texts = f"/beheer/evaluaties/uitvoering/{form.edition_id}/teksten/?question=takeaway"
        for page in (texts, "/beheer/open-antwoorden/"):
            assert f'href="{reaction}"' in page_of(client, page), page
    other = person_in_role(Role.TRAINER)
    client.force_login(other)
    assert client.get(reaction).status_code == 404


def test_who_reviews_reads_for_whom_something_is_left_out(
    client: Client, coordinator: User
) -> None:
    assert "Wat je weglaat, leest niemand" in page_of(client, review_url(in_review()))
