"""A coordinator gives notices the academy's own words, and can go back."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.enrolment.services import enrol
from courses.notices import kinds
from courses.notices.models import NoticeText
from courses.notices.scripts import script_of
from courses.notices.services import change_text, send_due, tell_trainers
from courses.notices.texts import Wording
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = "/beheer/teksten/enrolment_confirmed/nl/"
OWN = {"subject": "Welkom {voornaam}", "body": "Je doet mee met {training}.\n\n{wanneer}"}


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(person_in_role(Role.COORDINATOR))
    return client


def snapshot(client: Client) -> str:
    return str(client.get(ADDRESS).context["snapshot_token"])


def test_the_own_text_is_what_people_get(
    coordinator: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert coordinator.post(ADDRESS, OWN).status_code == 302
    edition = EditionFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        enrol(person=PersonFactory.create(first_name="Noor"), edition=edition)
    send_due()
    assert mail.outbox[-1].subject == "Welkom Noor"
    assert f"Je doet mee met {edition.training.title}." in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Dag {achternaam}", "Dit kunnen we niet invullen: {achternaam}"),
        ("Dag {voornaam", "Dit kunnen we niet invullen"),
        ("", ""),
    ],
)
def test_what_cannot_be_filled_in_is_told_at_the_field_and_stays(
    coordinator: Client, body: str, said: str
) -> None:
    answer = coordinator.post(ADDRESS, {"subject": "Hallo daar", "body": body})
    page = answer.content.decode()
    assert list(answer.context["form"].errors) == ["body"]
    assert (answer.status_code, said in page, "Hallo daar" in page) == (200, True, True)
    assert NoticeText.objects.count() == 0


def test_it_can_be_looked_at_with_somebody_before_it_is_kept(coordinator: Client) -> None:
    enrolled = enrol(
        person=PersonFactory.create(first_name="Noor"), edition=EditionFactory.create()
    )
    notice = enrolled.person.notices.get()
    answer = coordinator.post(ADDRESS, {**OWN, "preview": "1", "example": str(notice.pk)})
    assert answer.context["preview"].subject == "Welkom Noor"
    # It stands below all the fields: the button goes there.
    page = answer.content.decode()
    assert ('formaction="#preview"' in page, 'id="preview"' in page) == (True, True)
    invented = coordinator.post(ADDRESS, {**OWN, "preview": "1"})
    assert invented.context["preview"].subject == "Welkom Sanne"
    assert NoticeText.objects.count() == 0


def test_what_nobody_was_told_yet_is_looked_at_with_who_takes_part_or_gives_it(
    coordinator: Client,
) -> None:
    giver = person_in_role(Role.TRAINER, first_name="Thijs")
    edition = EditionFactory.create(trainers=[giver])
    enrol(person=PersonFactory.create(first_name="Noor"), edition=edition)
    tell_trainers(edition_id=edition.pk, kind="trainer_assigned", key="1")
    for kind, name in (("enrolment_offered", "Noor"), ("trainer_cancelled", "Thijs")):
        page = f"/beheer/teksten/{kind}/nl/"
        (example,) = coordinator.get(page).context["examples"]
        sent = {"subject": "Over {training}", "body": "Dag {voornaam}", "preview": "1"}
        seen = coordinator.post(page, {**sent, "example": str(example.pk)}).context["preview"]
        assert (seen.subject, seen.body) == (f"Over {edition.training.title}", f"Dag {name}")


def test_of_every_kind_the_page_says_what_one_says_in_a_call(coordinator: Client) -> None:
    for kind in kinds.every():
        for language in ("nl", "en"):
            page = coordinator.get(f"/beheer/teksten/{kind.name}/{language}/")
            assert (page.status_code == 200) == kind.is_editable
            if kind.is_editable:
                said = page.context["spoken"].say
                assert (len(said) > 0, [one for one in said if "{" in one]) == (True, [])


def call_about(client: Client, **fields: str | None) -> str:
    """The page of a call to somebody who was just enrolled."""
    named = {"first_name": "Noor", "email": None, "telephone": "06 12345678", **fields}
    enrolled = enrol(
        person=PersonFactory.create(**named),
        edition=EditionFactory.create(training=TrainingFactory.create(title="Luisteren")),
    )
    notice = enrolled.person.notices.get()
    return unescape(client.get(reverse("notices_call", args=[notice.pk])).content.decode())


def test_who_calls_reads_the_changed_sentences(coordinator: Client) -> None:
    shown = coordinator.get(ADDRESS).context["form"].initial
    changed = {
        "say": "Dag {voornaam}, met ons.\r\n\r\n  Je zit bij {training}.  \r\n{wanneer}",
        "ask": "Neem je {voornaam} mee?",
        "note": "Zet een kruis.",
    }
    assert coordinator.post(ADDRESS, {**shown, **changed}).status_code == 302
    page = call_about(coordinator)
    said = ["Dag Noor, met ons.", "Je zit bij Luisteren.", "Neem je Noor mee?", "Zet een kruis."]
    usual = ["Fijn dat je meedoet!", "Kun je op", "Meld die persoon dan af."]
    without_letter = page.partition("Alles wat in het bericht staat")[0]
    assert [one for one in said if one not in without_letter] == []
    assert [one for one in usual if one in without_letter] == []
    # The greeting and our number are there all the same.
    assert "Spreek ik met Noor" in page
    assert "Ons nummer is" in page
    # Nobody changed what people read: that goes along when the standard changes.
    kept = NoticeText.objects.get()
    assert (kept.subject, kept.body) == ("", "")
    assert kept.say == "Dag {voornaam}, met ons.\nJe zit bij {training}.\n{wanneer}"


def test_what_is_said_is_changed_in_each_language_apart(coordinator: Client) -> None:
    page = ADDRESS.replace("/nl/", "/en/")
    shown = coordinator.get(page).context["form"].initial
    assert "Kun je" not in shown["say"] + shown["ask"] + shown["note"]
    coordinator.post(page, {**shown, "ask": "Can you come, {voornaam}?"})
    assert "Can you come, Noor?" in call_about(coordinator, language="en")
    assert "Can you come" not in call_about(coordinator)


def test_a_sentence_with_a_page_is_not_said_to_who_cannot_sign_in(coordinator: Client) -> None:
    shown = coordinator.get(ADDRESS).context["form"].initial
    coordinator.post(ADDRESS, {**shown, "say": "Ik bel.\nJe leest meer op:\n{link}\nTot dan."})
    said = call_about(coordinator).partition("Alles wat in het bericht staat")[0]
    assert ("Tot dan." in said, "Je leest meer op:" in said) == (True, False)
    said = call_about(coordinator, email="noor@example.org", preferred_way="telephone")
    assert "Je leest meer op:" in said


@pytest.mark.parametrize("field", ["say", "ask", "note"])
def test_what_cannot_be_said_is_told_at_its_field_and_stays(
    coordinator: Client, field: str
) -> None:
    for typed in ("Dag {achternaam}", "Dag {voornaam", "{{ voornaam }}", "x" * 2001):
        sent = {**OWN, "say": "Hallo zeg.", field: typed}
        for button in ({}, {"preview": "1"}):
            answer = coordinator.post(ADDRESS, {**sent, **button})
            form = answer.context["form"]
            assert list(form.errors) == [field]
            assert (form[field].value(), form["subject"].value()) == (typed, OWN["subject"])
            assert typed in unescape(answer.content.decode())
    assert NoticeText.objects.count() == 0


def test_what_is_said_can_be_looked_at_with_somebody_first(coordinator: Client) -> None:
    enrolled = enrol(
        person=PersonFactory.create(first_name="Noor"), edition=EditionFactory.create()
    )
    example = {"preview": "1", "example": str(enrolled.person.notices.get().pk)}
    typed = {**OWN, "say": "Dag {voornaam}.", "ask": "Kom je, {voornaam}?", "note": ""}
    with_noor = coordinator.post(ADDRESS, {**typed, **example})
    spoken = with_noor.context["spoken"]
    assert (spoken.say, spoken.ask) == (["Dag Noor."], ["Kom je, Noor?"])
    # What was left empty is the standard; what does not hold for Noor is not said of her.
    assert spoken.note == ["Kan iemand niet? Meld die persoon dan af."]
    assert "Kom je, Noor?" in with_noor.content.decode()
    invented = coordinator.post(ADDRESS, {**typed, "preview": "1"}).context["spoken"]
    assert (invented.say, len(invented.note)) == (["Dag Sanne."], 3)
    assert NoticeText.objects.count() == 0


def test_what_is_left_as_it_is_stays_the_standard(coordinator: Client) -> None:
    for kind in kinds.every():
        for language in ("nl", "en") if kind.is_editable else ():
            page = f"/beheer/teksten/{kind.name}/{language}/"
            shown = coordinator.get(page).context["form"].initial
            sent = {name: text.replace("\n", "\r\n") for name, text in shown.items()}
            assert coordinator.post(page, sent).status_code == 302
    assert not NoticeText.objects.exists()


def test_the_standard_sentences_come_back_one_by_one_or_all(coordinator: Client) -> None:
    standard = coordinator.get(ADDRESS).context["form"].initial
    coordinator.post(ADDRESS, {**standard, "say": "Dag.", "ask": "Kom je?"})
    coordinator.post(ADDRESS, {**standard, "say": "Dag.", "ask": ""})
    shown = coordinator.get(ADDRESS).context["form"].initial
    assert (shown["say"], shown["ask"]) == ("Dag.", standard["ask"])
    coordinator.post(f"{ADDRESS}standaard/")
    assert coordinator.get(ADDRESS).context["form"].initial == standard
    logged = ModelLogEntry.objects.filter(action__startswith="notices.text").order_by("pk")
    done = ["notices.text", "notices.text", "notices.text_reset"]
    assert list(logged.values_list("action", flat=True)) == done


def test_of_two_who_change_what_is_said_the_second_sees_both(coordinator: Client) -> None:
    shown = snapshot(coordinator)
    theirs = Wording(**{**OWN, "say": "Van een ander."})
    change_text(kind="enrolment_confirmed", language="nl", wording=theirs, actor=None)
    mine = {**OWN, "say": "Van mij.", "snapshot": shown}
    answer = coordinator.post(ADDRESS, mine)
    (difference,) = answer.context["conflict"].differences
    assert (difference.key, difference.theirs, difference.yours) == (
        "say",
        "Van een ander.",
        "Van mij.",
    )
    assert "Van mij." in answer.content.decode()
    token = answer.context["snapshot_token"]
    coordinator.post(ADDRESS, {**mine, "snapshot": token, "take_theirs": "say"})
    assert NoticeText.objects.get().say == "Van een ander."
    assert coordinator.post(ADDRESS, {**mine, "snapshot": token}).status_code == 302
    assert NoticeText.objects.get().say == "Van mij."


def test_who_called_us_does_not_hear_why_we_call(coordinator: Client) -> None:
    standard = coordinator.get(ADDRESS).context["form"].initial
    changed = standard["say"].replace("Fijn dat je meedoet!", "Wat leuk!")
    assert changed != standard["say"]
    coordinator.post(ADDRESS, {**standard, "say": changed})
    enrolled = enrol(person=PersonFactory.create(), edition=EditionFactory.create())
    script = script_of(enrolled.person.notices.get(), who_called=True)
    assert script is not None
    title = enrolled.edition.training.title
    assert script.say[:2] == [
        f"Het gaat om de training {title}.",
        "Je bent ingeschreven. Wat leuk!",
    ]


def test_the_standard_text_can_come_back(coordinator: Client) -> None:
    coordinator.post(ADDRESS, OWN)
    assert "Ja, gebruik de standaardtekst" in coordinator.get(ADDRESS).content.decode()
    coordinator.post(f"{ADDRESS}standaard/")
    assert NoticeText.objects.count() == 0


def test_of_two_who_change_it_at_once_the_second_sees_both(coordinator: Client) -> None:
    shown = snapshot(coordinator)
    change_text(kind="enrolment_confirmed", language="nl", wording=Wording(**OWN), actor=None)
    mine = {"subject": "Van mij", "body": OWN["body"], "snapshot": shown}
    answer = coordinator.post(ADDRESS, mine)
    page = answer.content.decode()
    assert ("Iemand anders was je voor" in page, "Van mij" in page) == (True, True)
    again = {**mine, "snapshot": answer.context["snapshot_token"]}
    assert coordinator.post(ADDRESS, again).status_code == 302
    assert NoticeText.objects.get().subject == "Van mij"


def test_only_who_runs_the_academy_changes_texts(client: Client) -> None:
    pages = ["/beheer/teksten/", ADDRESS]
    client.force_login(person_in_role(Role.TRAINER))
    assert [client.get(page).status_code for page in pages] == [302, 302]
    assert client.post(ADDRESS, {**OWN, "say": "Dag."}).status_code == 302
    assert client.post(f"{ADDRESS}standaard/").status_code == 302
    assert NoticeText.objects.count() == 0
    client.force_login(person_in_role(Role.COORDINATOR))
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert client.get("/beheer/teksten/bestaat-niet/nl/").status_code == 404
    assert client.get("/beheer/teksten/enrolment_confirmed/fr/").status_code == 404
