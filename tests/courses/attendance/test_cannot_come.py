"""A trainer who cannot come to one session says so, and coordinators call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from courses.attendance import queries, services
from courses.common import clock
from courses.common.errors import Refusal
from courses.desk.sessions import sessions_for
from courses.desk.todos import todos_for
from courses.editions.services import cancel_edition, save_edition
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.notices.services import drop_stale, mark_done
from courses.people.enums import ContactWay, Role
from tests.courses.attendance.test_admin import BEGIN, an_edition, signed_in
from tests.factories import person_in_role

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.editions.models import Edition, Session
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DAY_BEFORE = BEGIN - timedelta(days=1)


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER, first_name="Nel", last_name="Smit", telephone="030 1234567")


@pytest.fixture
def edition(trainer: User) -> Edition:
    return an_edition(trainer, sessions=2)


@pytest.fixture
def session(edition: Edition) -> Session:
    first: Session = edition.sessions.order_by("starts_at")[0]
    return first


def url_of(session: Session, more: str = "") -> str:
    return f"/beheer/presentie/{session.edition_id}/bijeenkomst/{session.pk}/{more}"


def said_by(session: Session) -> list[str]:
    return [one.person.name for one in queries.said_not_to_come(session)]


def test_it_becomes_a_call_that_stands_first_for_coordinators_and_nobody_else_hears(
    trainer: User, session: Session
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    with clock.at(DAY_BEFORE):
        services.say_cannot_come(session=session, trainer=trainer)
        services.say_cannot_come(session=session, trainer=trainer)  # pressed twice
        (notice,) = Notice.objects.filter(kind=queries.CANNOT_COME)
        # Also of who hears all else by mail.
        assert (notice.way, notice.state) == (ContactWay.TELEPHONE, NoticeState.TO_DO)
        first, second, *_others = todos_for(coordinator)
        script = script_of(notice)
        assert todos_for(trainer) == []
    assert (first.sentence, first.urgent) == (
        "1 keer kan een trainer niet komen: zoek een oplossing",
        True,
    )
    assert first.lines[0].text.startswith(f"Smit, Nel, trainer ({session.edition.training.title}):")
    assert first.lines[0].url == f"/beheer/bellen/{notice.pk}/"
    assert second.sentence == "Bel 1 persoon"
    assert script is not None
    assert "Je zei dat je bij deze bijeenkomst niet kunt komen:" in script.say
    others = Notice.objects.exclude(person__in=[trainer, coordinator])
    assert not others.filter(created_at__gte=DAY_BEFORE).exists()


def test_it_can_be_taken_back_until_somebody_settled_it_and_said_again(
    trainer: User, session: Session
) -> None:
    with clock.at(DAY_BEFORE):
        services.say_cannot_come(session=session, trainer=trainer)
        services.say_can_come(session=session, trainer=trainer)
        assert said_by(session) == []
        services.say_cannot_come(session=session, trainer=trainer)
        assert said_by(session) == ["Nel Smit"]
        mark_done(notices=queries.said_not_to_come(session), actor=None)
        with pytest.raises(Refusal):
            services.say_can_come(session=session, trainer=trainer)
        assert said_by(session) == ["Nel Smit"]


def test_only_who_gives_it_says_so_and_only_before_it_begins(
    trainer: User, session: Session
) -> None:
    other = person_in_role(Role.TRAINER)
    with clock.at(DAY_BEFORE), pytest.raises(Refusal):
        services.say_cannot_come(session=session, trainer=other)
    with clock.at(session.starts_at), pytest.raises(Refusal):
        services.say_cannot_come(session=session, trainer=trainer)
    with clock.at(DAY_BEFORE):
        cancel_edition(edition=session.edition, actor=None)
        with pytest.raises(Refusal):
            services.say_cannot_come(session=session, trainer=trainer)
    assert said_by(session) == []


def test_the_call_goes_when_somebody_else_gives_it_or_it_is_over(
    trainer: User, edition: Edition, session: Session
) -> None:
    later = edition.sessions.order_by("starts_at")[1]
    with clock.at(DAY_BEFORE):
        for one in (session, later):
            services.say_cannot_come(session=one, trainer=trainer)
    with clock.at(session.ends_at + timedelta(minutes=1)):
        drop_stale()
        assert (said_by(session), said_by(later)) == ([], ["Nel Smit"])
    with clock.at(session.ends_at + timedelta(hours=2)):
        edition.trainers.set([person_in_role(Role.TRAINER)])
        save_edition(edition=edition, actor=None, new=False)
        drop_stale()
        assert said_by(later) == []


def page(person: User, url: str) -> Any:
    with clock.at(DAY_BEFORE):
        return signed_in(person).get(url)


def test_the_list_of_a_session_to_come_leads_there_and_names_our_number(
    trainer: User, session: Session
) -> None:
    url = url_of(session, "ik-kan-niet/")
    coordinator = person_in_role(Role.COORDINATOR)
    shown = page(trainer, url_of(session))
    text = shown.content.decode()
    assert url in text
    assert f"Of bel ons: {shown.context['phone']}." in text
    # Who does not give it has nothing to say there, and sees what the trainer said.
    assert url not in page(coordinator, url_of(session)).content.decode()
    assert page(coordinator, url).status_code == 404
    asked = page(trainer, url).content.decode()
    assert "Dit gaat alleen over deze bijeenkomst." in asked
    with clock.at(DAY_BEFORE):
        signed_in(trainer).post(url)
    assert "Zei niet te kunnen komen als trainer: Nel Smit." in (
        page(coordinator, url_of(session)).content.decode()
    )
    assert "Ik kan toch komen" in page(trainer, url_of(session)).content.decode()
    with clock.at(DAY_BEFORE):
        signed_in(trainer).post(url, {"can": "1"})
    assert said_by(session) == []
    with clock.at(session.starts_at):
        assert url not in signed_in(trainer).get(url_of(session)).content.decode()


def test_the_first_page_has_it_at_own_sessions_only(trainer: User, session: Session) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    url = url_of(session, "ik-kan-niet/")
    with clock.at(BEGIN - timedelta(hours=3)):
        assert [one.cannot_come_url for one in sessions_for(trainer)] == [url]
        assert [one.cannot_come_url for one in sessions_for(coordinator)] == [""]
        text = signed_in(trainer).get("/beheer/").content.decode()
        assert "Ben je ziek" not in signed_in(coordinator).get("/beheer/").content.decode()
    assert "Ben je ziek, of kun je een keer niet?" in text
    assert url in text


def test_coordinators_get_a_mail_with_whom_to_call_until_the_trainer_comes_after_all(
    trainer: User,
    session: Session,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    by_telephone = person_in_role(Role.COORDINATOR, email=None)
    mail.outbox.clear()
    with clock.at(DAY_BEFORE), django_capture_on_commit_callbacks(execute=True):
        services.say_cannot_come(session=session, trainer=trainer)
        services.say_cannot_come(session=session, trainer=trainer)  # pressed twice
    (told,) = mail.outbox
    assert told.to == [coordinator.email]
    assert told.subject == f"Trainer kan niet komen: {session.edition.training.title}"
    call = queries.said_not_to_come(session).get()
    for words in ("Nel Smit", "030 123 4567", f"/beheer/bellen/{call.pk}/"):
        assert words in str(told.body)
    # What is to be done is one call, to the trainer; nobody calls a coordinator about it.
    assert not Notice.objects.filter(person=by_telephone).exists()
    (notice,) = Notice.objects.filter(kind=queries.COORDINATORS_TOLD)
    with clock.at(DAY_BEFORE):
        assert script_of(notice) is not None
        services.say_can_come(session=session, trainer=trainer)
        assert script_of(notice) is None
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            services.say_cannot_come(session=session, trainer=trainer)
    assert len(mail.outbox) == 1, "said again, told again"


def test_who_gives_it_and_coordinates_is_told_nothing_that_is_known(session: Session) -> None:
    both = person_in_role(Role.COORDINATOR)
    session.edition.trainers.add(both)
    session.edition.save()
    with clock.at(DAY_BEFORE):
        services.say_cannot_come(session=session, trainer=both)
    assert not Notice.objects.filter(kind=queries.COORDINATORS_TOLD).exists()


def test_the_first_page_says_that_one_said_so_and_leads_to_taking_it_back(
    trainer: User, session: Session
) -> None:
    with clock.at(DAY_BEFORE):
        before = signed_in(trainer).get("/beheer/").content.decode()
        services.say_cannot_come(session=session, trainer=trainer)
        after = signed_in(trainer).get("/beheer/").content.decode()
        assert [one.said_not_to_come for one in sessions_for(trainer)] == [True]
        services.say_can_come(session=session, trainer=trainer)
        assert [one.said_not_to_come for one in sessions_for(trainer)] == [False]
    said = "Je zei dat je niet kunt komen. De coördinator belt je."
    assert (said in before, said in after) == (False, True)
    assert "Ik kan niet komen<" in before
    assert "Ik kan niet komen<" not in after
    assert "Ik kan toch komen<" in after


def test_calling_off_says_that_it_is_about_all_of_it(trainer: User, edition: Edition) -> None:
    text = page(trainer, f"/beheer/uitvoeringen/{edition.pk}/annuleer/").content.decode()
    assert "met alle 2 bijeenkomsten, voor iedereen." in " ".join(text.split())
    own = page(trainer, f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
    for session in edition.sessions.all():
        assert url_of(session) in own
    assert "dan stopt de hele uitvoering, voor iedereen" in own
