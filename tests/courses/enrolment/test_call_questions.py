"""What staff write down and do while they call somebody about an edition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.enrolment import services
from courses.enrolment.answers import keep_answers
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment, EnrolmentAnswer, EnrolmentQuestion
from courses.notices.enums import CallOutcome, NoticeState
from courses.notices.models import CallAttempt, Notice
from courses.notices.services import forget_notes
from courses.people.enums import ContactWay, Role
from courses.people.queries import export_personal_data
from tests.factories import EditionFactory, PersonFactory, end_of, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NEEDS = "Kan geen trap op"


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def edition() -> Edition:
    return EditionFactory.create(trainers=[person_in_role(Role.TRAINER)])


def called_about(edition: Edition, coordinator: User) -> tuple[Enrolment, Notice]:
    """Somebody without e-mail who was enrolled, and the call about that."""
    person = PersonFactory.create(email=None, telephone="030 236 17 45")
    enrolment = services.enrol(person=person, edition=edition, actor=coordinator)
    return enrolment, Notice.objects.get(person=person)


def question(training: TrainingPage, text: str = "Kun je traplopen?") -> EnrolmentQuestion:
    return EnrolmentQuestion.objects.create(
        training=training, text=text, reason="Er is geen lift.", is_required=True
    )


def call_page(notice: Notice) -> str:
    return f"/beheer/bellen/{notice.pk}/"


def list_page(edition: Edition) -> str:
    return f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/"


def fields_of(client: Client, notice: Notice) -> list[str]:
    return list(client.get(call_page(notice)).context["form"].fields)


def links_of(client: Client, notice: Notice) -> dict[str, str]:
    return {str(one.label): one.url for one in client.get(call_page(notice)).context["actions"]}


def taken(*editions: Edition) -> list[int]:
    for one in editions:
        one.refresh_from_db()
    return [one.seats_taken for one in editions]


def test_what_the_training_asks_and_was_not_answered_is_written_down_with_the_outcome(
    client: Client, coordinator: User, edition: Edition
) -> None:
    stairs, diet = question(edition.training), question(edition.training, "Eet je vlees?")
    enrolment, notice = called_about(edition, coordinator)
    keep_answers(enrolment=enrolment, answers={diet.pk: "Nee"})
    assert fields_of(client, notice) == [f"question_{stairs.pk}", "note", "outcome", "again_on"]
    page = client.get(call_page(notice)).content.decode()
    assert "Er is geen lift." in page
    assert "4 weken na de training wissen we het." in page
    # Who does not answer the telephone, answers no question either.
    client.post(call_page(notice), {"outcome": CallOutcome.NO_ANSWER})
    assert EnrolmentAnswer.objects.count() == 1
    client.post(call_page(notice), {"outcome": CallOutcome.REACHED, f"question_{stairs.pk}": NEEDS})
    assert dict(EnrolmentAnswer.objects.values_list("question", "text")) == {
        diet.pk: "Nee",
        stairs.pk: NEEDS,
    }
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert NEEDS in client.get(list_page(edition)).content.decode()


def test_an_answer_is_kept_also_when_somebody_else_settled_the_call(
    client: Client, coordinator: User, edition: Edition
) -> None:
    stairs = question(edition.training)
    _enrolment, notice = called_about(edition, coordinator)
    client.post(f"/beheer/berichten/{notice.pk}/klaar/")
    sent = {"outcome": CallOutcome.REACHED, f"question_{stairs.pk}": NEEDS, "note": "Belt terug"}
    page = client.post(call_page(notice), sent).content.decode()
    assert EnrolmentAnswer.objects.get().text == NEEDS
    # What could not be kept, is shown once more.
    assert ("Je notitie is niet bewaard" in page, "Belt terug" in page) == (True, True)


def test_nobody_is_asked_who_does_not_take_part_any_more(
    client: Client, coordinator: User, edition: Edition
) -> None:
    question(edition.training)
    enrolment, _notice = called_about(edition, coordinator)
    services.withdraw(enrolment=enrolment, actor=coordinator)
    left = Notice.objects.get(person=enrolment.person, kind="enrolment_withdrawn")
    assert fields_of(client, left) == ["note", "outcome", "again_on"]


def test_a_note_is_read_by_who_works_with_the_edition_and_erased_four_weeks_after_it(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    client.post(call_page(notice), {"outcome": CallOutcome.CALL_AGAIN, "note": NEEDS})
    assert CallAttempt.objects.count() == 0
    again = {"again_on_day": "", "outcome": CallOutcome.NO_ANSWER, "note": NEEDS}
    client.post(call_page(notice), again)
    seen = {}
    own = edition.trainers.get()
    people = [coordinator, own, person_in_role(Role.TRAINER), person_in_role(Role.VOLUNTEER)]
    for place, person in enumerate(people):
        client.force_login(person)
        seen[place] = [
            NEEDS in client.get(page, follow=True).content.decode()
            for page in (call_page(notice), list_page(edition))
        ]
    assert list(seen.values()) == [[True, True], [True, True], [False, False], [False, False]]
    assert NEEDS in str(export_personal_data(enrolment.person))
    for days, erased in ((27, 0), (29, 1)):
        with clock.at(end_of(edition) + timedelta(days=days)):
            assert forget_notes() == erased
    assert CallAttempt.objects.get().note == ""


def test_a_note_about_one_edition_is_not_for_the_trainers_of_another(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    other = EditionFactory.create(trainers=[person_in_role(Role.TRAINER)])
    services.enrol(person=enrolment.person, edition=other, actor=coordinator)
    there = Notice.objects.get(person=enrolment.person, edition=other)
    # Nobody answered, so the other matter goes to the end too; the note stays with the first.
    client.post(call_page(notice), {"outcome": CallOutcome.NO_ANSWER, "note": NEEDS})
    assert there.calls.count() == 1
    assert NEEDS in client.get(call_page(there)).content.decode()
    client.force_login(other.trainers.get())
    assert NEEDS not in client.get(call_page(there)).content.decode()


def test_who_is_called_goes_to_another_edition_in_one_step_and_has_heard_it(
    client: Client, coordinator: User, edition: Edition
) -> None:
    other = EditionFactory.create(
        training=edition.training, starts_at=clock.now() + timedelta(days=28)
    )
    enrolment, notice = called_about(edition, coordinator)
    url = links_of(client, notice)["Zet in een andere uitvoering"]
    page = client.get(url)
    sent = {"to_edition": other.pk, "snapshot": page.context["snapshot_token"]}
    said = client.post(url, sent, follow=True)
    enrolment.refresh_from_db()
    assert (enrolment.edition_id, enrolment.status) == (other.pk, S.CONFIRMED)
    assert taken(edition, other) == [0, 1]
    assert said.redirect_chain == [("/beheer/bellen/", 302)]
    # The one message about it was told in this call: nobody is left to be called.
    assert list(Notice.objects.order_by("created_at").values_list("kind", "state", "by")) == [
        ("enrolment_confirmed", NoticeState.SENT, coordinator.pk),
        ("enrolment_other_edition", NoticeState.SENT, coordinator.pk),
    ]
    assert CallAttempt.objects.get().outcome == CallOutcome.REACHED
    assert "moet je bellen" not in said.content.decode()


def test_who_is_asked_to_go_finds_that_date_chosen(
    client: Client, coordinator: User, edition: Edition
) -> None:
    from courses.enrolment import group_mergers

    for days in (28, 35):
        other = EditionFactory.create(
            training=edition.training, starts_at=clock.now() + timedelta(days=days)
        )
    _enrolment, _notice = called_about(edition, coordinator)
    group_mergers.ask_to_move(edition=edition, to_edition=other, actor=coordinator)
    asked = Notice.objects.get(kind="enrolment_move_asked")
    page = client.get(links_of(client, asked)["Zet in een andere uitvoering"])
    assert page.context["form"]["to_edition"].value() == other.pk


def test_who_cannot_come_is_taken_out_from_the_call(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    url = links_of(client, notice)["Meld af"]
    page = client.get(url)
    assert f'href="{call_page(notice)}"' in page.content.decode()
    client.post(url, {"snapshot": page.context["snapshot_token"]})
    enrolment.refresh_from_db()
    assert enrolment.status == S.WITHDRAWN
    # That there was a place is no news any more, and that it is gone was said.
    assert dict(Notice.objects.values_list("kind", "state")) == {
        "enrolment_confirmed": NoticeState.DROPPED,
        "enrolment_withdrawn": NoticeState.SENT,
    }
    assert CallAttempt.objects.get().outcome == CallOutcome.REACHED


def test_who_has_more_to_hear_is_still_on_the_telephone_after_something_was_done(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    other = EditionFactory.create()
    services.enrol(person=enrolment.person, edition=other, actor=coordinator)
    left = Notice.objects.get(edition=other)
    url = links_of(client, notice)["Meld af"]
    page = client.get(url)
    done = client.post(url, {"snapshot": page.context["snapshot_token"]})
    assert done["Location"] == call_page(left)


def test_what_is_no_news_any_more_is_not_gone_on_with(client: Client, coordinator: User) -> None:
    back, last = called_about(EditionFactory.create(), coordinator)
    stale = Notice.objects.create(
        person=back.person,
        kind="enrolment_waiting",
        edition=back.edition,
        way=ContactWay.TELEPHONE,
        state=NoticeState.TO_DO,
    )
    url = links_of(client, last)["Meld af"]
    page = client.get(url)
    done = client.post(url, {"snapshot": page.context["snapshot_token"]})
    assert done["Location"] == "/beheer/bellen/"
    stale.refresh_from_db()
    assert stale.state == NoticeState.DROPPED


def test_a_call_with_somebody_else_is_not_settled(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, _notice = called_about(edition, coordinator)
    _other, with_another = called_about(edition, coordinator)
    url = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{enrolment.pk}/?bel={with_another.pk}"
    page = client.get(url)
    client.post(url, {"snapshot": page.context["snapshot_token"]})
    with_another.refresh_from_db()
    assert with_another.state == NoticeState.TO_DO
    assert client.get(f"{url.partition('?')[0]}?bel=geen-sleutel").status_code == 302


def test_a_trainer_does_it_in_own_editions_only(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    EditionFactory.create(training=edition.training)
    url = links_of(client, notice)["Zet in een andere uitvoering"]
    codes = []
    for person in (
        edition.trainers.get(),
        person_in_role(Role.TRAINER),
        person_in_role(Role.VOLUNTEER),
    ):
        client.force_login(person)
        codes.append([client.get(one).status_code for one in (call_page(notice), url)])
    assert codes == [[200, 200], [404, 404], [302, 302]]
    enrolment.refresh_from_db()
    assert enrolment.edition_id == edition.pk


def test_who_calls_us_is_asked_and_noted_after_enrolling(
    client: Client, coordinator: User, edition: Edition
) -> None:
    stairs = question(edition.training)
    enrolment, notice = called_about(edition, coordinator)
    url = f"/beheer/inschrijven/klaar/{enrolment.pk}/"
    assert list(client.get(url).context["form"].fields) == [f"question_{stairs.pk}", "note"]
    client.post(url, {f"question_{stairs.pk}": NEEDS, "note": "Komt met de taxi"})
    assert EnrolmentAnswer.objects.get().text == NEEDS
    assert CallAttempt.objects.get().note == "Komt met de taxi"
    assert list(client.get(url).context["form"].fields) == ["note"]
    page = client.get(list_page(edition)).content.decode()
    assert [one in page for one in (NEEDS, "Komt met de taxi")] == [True, True]
    # Whether nobody needs to call any more is said with another button of the same form.
    notice.refresh_from_db()
    assert notice.state == NoticeState.TO_DO
    told = client.post(url, {"note": "Neemt iemand mee", "told": "1"}, follow=True)
    assert "Dit staat niet meer op de bellijst." in told.content.decode()
    notice.refresh_from_db()
    assert (notice.state, notice.by) == (NoticeState.SENT, coordinator)
    assert set(CallAttempt.objects.values_list("note", flat=True)) == {
        "Komt met de taxi",
        "Neemt iemand mee",
    }


def test_who_rather_has_another_training_is_done_with_too(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    other = EditionFactory.create(starts_at=clock.now() + timedelta(days=28))
    url = f"/beheer/inschrijven/{enrolment.person_id}/?bel={notice.pk}"
    client.post(url, {"edition": other.pk})
    assert Enrolment.objects.get(edition=other).status == S.CONFIRMED
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT


def test_what_was_written_down_is_kept_by_each_button_of_the_call(
    client: Client, coordinator: User, edition: Edition
) -> None:
    EditionFactory.create(training=edition.training, starts_at=clock.now() + timedelta(days=28))
    asked = question(edition.training)
    enrolment, notice = called_about(edition, coordinator)
    url = links_of(client, notice)["Zet in een andere uitvoering"]
    page = client.get(call_page(notice)).content.decode()
    assert f'href="{url}"' not in page
    (answer,) = (name for name in fields_of(client, notice) if str(asked.pk) in name)
    typed = {"note": NEEDS, answer: "Nee", "outcome": CallOutcome.REACHED}
    # Who says to be calling has not called yet: it stays in the fields.
    said = client.post(f"{call_page(notice)}nu/", typed)
    assert said.context["form"]["note"].value() == NEEDS
    assert said.context["form"]["outcome"].value() == CallOutcome.REACHED
    assert not CallAttempt.objects.exists()
    gone = client.post(call_page(notice), {**typed, "outcome": "", "go": url})
    assert (gone.status_code, gone["Location"]) == (302, url)
    assert CallAttempt.objects.get().note == NEEDS
    assert EnrolmentAnswer.objects.get(enrolment=enrolment).text == "Nee"
    assert NEEDS in client.get(call_page(notice)).content.decode()
    too_long = client.post(call_page(notice), {"note": "x" * 301, "go": url})
    assert too_long.context["form"]["note"].value() == "x" * 301
    elsewhere = client.post(call_page(notice), {"note": "x", "go": "https://example.org/"})
    assert elsewhere.status_code == 200


# --- Notes that come along ------------------------------------------------------------------------


@pytest.mark.parametrize("was_in_it", [True, False])
def test_a_note_comes_along_to_another_edition_and_stands_on_the_persons_page(
    client: Client, coordinator: User, edition: Edition, was_in_it: bool
) -> None:
    other = EditionFactory.create(
        training=edition.training, starts_at=clock.now() + timedelta(days=60)
    )
    enrolment, notice = called_about(edition, coordinator)
    client.post(call_page(notice), {"outcome": CallOutcome.NO_ANSWER, "note": NEEDS})
    person = f"/beheer/personen/{enrolment.person_id}/"
    assert client.get(person).content.decode().count(NEEDS) == 1
    if was_in_it:
        services.move(enrolment=enrolment, to_edition=other, actor=coordinator)
    else:
        services.withdraw(enrolment=enrolment, actor=coordinator)
        services.enrol_elsewhere(enrolment=enrolment, to_edition=other, actor=coordinator)
    pages = [client.get(page).content.decode() for page in (list_page(other), person)]
    assert [NEEDS in page for page in pages] == [True, True]
    assert NEEDS not in client.get(list_page(edition)).content.decode()
    # It is kept as long as what is said of the edition where the person is now.
    with clock.at(end_of(edition) + timedelta(days=29)):
        assert forget_notes() == 0
    with clock.at(end_of(other) + timedelta(days=29)):
        assert forget_notes() == 1


def test_the_last_note_stands_above_what_to_say(
    client: Client, coordinator: User, edition: Edition
) -> None:
    _enrolment, notice = called_about(edition, coordinator)
    client.post(call_page(notice), {"outcome": CallOutcome.NO_ANSWER, "note": "Eerste"})
    client.post(call_page(notice), {"outcome": CallOutcome.NO_ANSWER, "note": "Tweede"})
    before = client.get(call_page(notice)).content.decode().partition("Wat je zegt")[0]
    assert ("Tweede" in before, "Eerste" in before) == (True, False)


def test_a_call_is_answered_with_yes_or_with_what_it_becomes(
    client: Client, coordinator: User, edition: Edition
) -> None:
    _enrolment, notice = called_about(edition, coordinator)
    page = client.get(call_page(notice))
    labels = [str(label) for _value, label in page.context["form"].fields["outcome"].choices]
    assert labels[0] == "Gesproken: ja, komt"
    after = page.content.decode().partition('id="call-form"')[2]
    assert "Nee, kan niet?" in after
    assert "Meld af" in after


def test_who_may_want_another_date_stays_in_sight_after_the_call_until_it_is_done(
    client: Client, coordinator: User, edition: Edition
) -> None:
    other = EditionFactory.create(
        training=edition.training, starts_at=clock.now() + timedelta(days=28)
    )
    enrolment, _told = called_about(edition, coordinator)
    person = enrolment.person
    services.cancel_edition(edition=edition, actor=coordinator)
    notice = Notice.objects.get(person=person, state=NoticeState.TO_DO)
    said = client.post(call_page(notice), {"outcome": "reached"}, follow=True)
    assert said.redirect_chain == [("/beheer/bellen/", 302)]
    ((left, (link,)),) = said.context["left"]
    assert (left, str(link.label)) == (notice, "Zet in een andere uitvoering")
    assert f'href="{link.url}"' in said.content.decode()
    # Nobody else has to see to it.
    client.force_login(person_in_role(Role.COORDINATOR))
    assert client.get("/beheer/bellen/").context["left"] == []
    client.force_login(coordinator)
    page = client.get(link.url)
    client.post(link.url, {"to_edition": other.pk, "snapshot": page.context["snapshot_token"]})
    assert Enrolment.objects.get(person=person, edition=other).status == S.CONFIRMED
    assert client.get("/beheer/bellen/").context["left"] == []


def test_the_list_says_who_was_spoken_to_last_whatever_it_was_about(
    client: Client, coordinator: User, edition: Edition
) -> None:
    enrolment, notice = called_about(edition, coordinator)
    second = EditionFactory.create(trainers=[person_in_role(Role.TRAINER)])
    services.enrol(person=enrolment.person, edition=second, actor=coordinator)
    never = "Nog niet </td>"
    before = " ".join(client.get("/beheer/bellen/").content.decode().split())
    assert never in before
    client.post(call_page(notice), {"outcome": "reached"})
    after = " ".join(client.get("/beheer/bellen/").content.decode().split())
    assert f"Gesproken, door {coordinator.name}" in after
    assert never not in after
