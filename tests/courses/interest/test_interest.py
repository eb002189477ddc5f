"""Who wants to hear of new dates hears of each, whatever way, until enrolling or stopping."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail as django_mail
from django.test import Client

from courses.common import addresses, clock
from courses.common.errors import Refusal
from courses.desk.todos.editions import wanted_dates
from courses.editions.enums import Language, PartOfDay
from courses.enrolment.notice_names import OTHER_EDITION
from courses.enrolment.services import enrol, move
from courses.interest.models import Interest
from courses.interest.notice_kinds import NEW_DATE
from courses.interest.queries import would_hear_of
from courses.interest.services import (
    forget_old_interest,
    register_interest,
    tell_interested,
    withdraw_interest,
)
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.people.enums import ContactWay, Role
from courses.people.services import keep_address
from courses.translations.models import ContentLanguage
from tests.courses.translations.test_reading import translate
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)
from tests.mails import newest_code

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_each_hears_of_a_date_that_is_new_and_leaves_the_list_by_enrolling() -> None:
    training = TrainingFactory.create(title="Zeilen")
    EditionFactory.create(training=training)
    by_mail = PersonFactory.create()
    by_call = PersonFactory.create(email="", telephone="030 236 17 45")
    enrolled = PersonFactory.create()
    for person in (by_mail, by_call, enrolled):
        register_interest(person=person, training=training, actor=person)
        register_interest(person=person, training=training, actor=person)
    assert [tell_interested(), Interest.objects.count()] == [0, 3]
    new = EditionFactory.create(training=training)
    EnrolmentFactory.create(person=enrolled, edition=new)
    assert [tell_interested(), tell_interested(), Interest.objects.count()] == [2, 0, 2]
    told = Notice.objects.filter(kind=NEW_DATE).order_by("person_id")
    assert [(one.person, one.edition, one.way) for one in told] == [
        (by_mail, new, ContactWay.MAIL),
        (by_call, new, ContactWay.TELEPHONE),
    ]
    assert told[1].state == NoticeState.TO_DO


@pytest.mark.both_databases
def test_who_cannot_come_on_the_first_new_date_hears_of_the_next_one_at_most_once_a_day() -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    morning = clock.moment_of(clock.today(), time(9))

    def told_of() -> list[Edition | None]:
        tell_interested()
        told = Notice.objects.filter(kind=NEW_DATE, person=person)
        return [one.edition for one in told.order_by("created_at")]

    with clock.at(morning):
        register_interest(person=person, training=training, actor=person)
        first = EditionFactory.create(training=training)
        EditionFactory.create(training=training)
        assert told_of() == [first], "two at once are one message, which leads to all dates"
        evening = EditionFactory.create(training=training)
        with clock.at(morning + timedelta(hours=3)):
            assert told_of() == [first]
    with clock.at(morning + timedelta(days=1)):
        assert told_of() == [first, evening]
        assert told_of() == [first, evening]
        EnrolmentFactory.create(person=person, edition=evening)
        assert told_of() == [first, evening]
        assert not Interest.objects.exists(), "who enrolled waits for nothing"


def bodies_about(subject: str) -> list[str]:
    return [str(one.body) for one in django_mail.outbox if one.subject.startswith(subject)]


OFF_LIST = "Je staat niet meer op de lijst voor nieuwe data"
STAYS = "Op de lijst voor nieuwe data blijf je staan."


@pytest.mark.both_databases
def test_a_wish_ends_in_the_moment_of_the_seat_and_page_and_mail_say_so(
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    register_interest(person=person, training=training, actor=person)
    edition = EditionFactory.create(training=training)
    client.force_login(person)
    own = f"/inschrijven/{edition.pk}/"

    def send(action: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(own, {"action": action}, follow=True).content.decode()

    assert OFF_LIST in send("enrol")
    assert not Interest.objects.exists()
    assert [OFF_LIST in one for one in bodies_about("Je bent ingeschreven")] == [True]
    assert OFF_LIST not in client.get(own).content.decode(), "said once"
    leaving = client.get(f"{own}afmelden/").content.decode()
    assert (STAYS in leaving, "Laat het me weten als er een nieuwe datum is" in leaving) == (
        False,
        True,
    )
    assert "Laat het me weten als er een nieuwe datum is" in send("withdraw")
    (told,) = bodies_about("Je bent afgemeld")
    assert ("Zet je dan op de lijst" in told, "Je blijft op de lijst" in told) == (True, False)
    # Who never waited reads nothing of a list, and coming back is no other than coming.
    assert OFF_LIST not in send("enrol")
    assert [OFF_LIST in one for one in bodies_about("Je bent ingeschreven")] == [True, False]


def test_who_asks_for_another_date_with_a_seat_stays_on_the_list_after_giving_it_up(
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    edition = EditionFactory.create(training=training)
    enrol(person=person, edition=edition)
    register_interest(person=person, training=training, actor=person)
    client.force_login(person)
    leaving = client.get(f"/inschrijven/{edition.pk}/afmelden/").content.decode()
    assert (STAYS in leaving, "We kunnen je een bericht sturen" in leaving) == (True, False)
    tell_interested()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/inschrijven/{edition.pk}/", {"action": "withdraw"})
    tell_interested()
    assert Interest.objects.filter(person=person).exists()
    assert ["Je blijft op de lijst" in one for one in bodies_about("Je bent afgemeld")] == [True]


def test_a_place_in_a_queue_ends_no_wish_and_a_swap_does() -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    register_interest(person=person, training=training, actor=person)
    full = EditionFactory.create(training=training, capacity=1)
    EnrolmentFactory.create(edition=full)
    enrol(person=person, edition=full)
    assert Interest.objects.filter(person=person).exists()
    edition = EditionFactory.create(training=training)
    enrolment = enrol(person=person, edition=edition)
    register_interest(person=person, training=training, actor=person)
    other = EditionFactory.create(training=training)
    move(enrolment=enrolment, to_edition=other, actor=person)
    assert not Interest.objects.exists()
    notice = Notice.objects.get(person=person, kind=OTHER_EDITION)
    assert OFF_LIST in str(script_of(notice))
    # Asked since the notice was made: then it is not so.
    register_interest(person=person, training=training, actor=person)
    assert OFF_LIST not in str(script_of(notice))


@pytest.mark.both_databases
def test_who_can_only_come_in_the_evening_hears_of_no_morning() -> None:
    training = TrainingFactory.create()
    evening, day, any_time = PersonFactory.create_batch(3)
    for person, part in ((evening, "avond"), (day, "overdag"), (any_time, "anders")):
        register_interest(person=person, training=training, actor=person, part_of_day=part)
    soon = clock.today() + timedelta(days=9)

    def told_of(hour: int) -> set[User]:
        edition = EditionFactory.create(
            training=training, starts_at=clock.moment_of(soon, time(hour))
        )
        hears = set(would_hear_of(edition))
        tell_interested()
        told = {one.person for one in Notice.objects.filter(kind=NEW_DATE, edition=edition)}
        assert told == hears
        # Nobody is told twice on a day.
        Notice.objects.filter(kind=NEW_DATE).delete()
        return told

    assert told_of(10) == {day, any_time}
    assert told_of(19) == {evening, any_time}
    # Said once more, it is what was said last.
    register_interest(person=evening, training=training, actor=evening)
    assert [one.part_of_day for one in Interest.objects.filter(person=evening)] == [""]


@pytest.mark.both_databases
def test_who_asked_for_a_language_hears_of_no_other() -> None:
    training = TrainingFactory.create()
    english, dutch, any_one = PersonFactory.create_batch(3)
    for person, language in ((english, "en"), (dutch, "nl"), (any_one, "elfs")):
        register_interest(person=person, training=training, actor=person, language=language)

    def told_of(language: str) -> set[User]:
        edition = EditionFactory.create(training=training, language=language)
        hears = set(would_hear_of(edition))
        tell_interested()
        told = {one.person for one in Notice.objects.filter(kind=NEW_DATE, edition=edition)}
        assert told == hears
        Notice.objects.filter(kind=NEW_DATE).delete()
        return told

    assert told_of("en") == {english, any_one}
    assert told_of("nl") == {dutch, any_one}
    # Plain Dutch is Dutch.
    assert told_of("nl-eenvoudig") == {dutch, any_one}
    assert told_of("tr") == {any_one}


def test_staff_and_people_themselves_say_when_they_can(client: Client) -> None:
    training, person = (
        TrainingFactory.create(slug="zeilen"),
        PersonFactory.create(last_name="Terwijde"),
    )
    client.force_login(person_in_role(Role.COORDINATOR))
    page = f"/beheer/trainingen/{training.pk}/belangstelling/"
    wish = {"part_of_day": "avond", "language": "en"}
    client.post(page, {"person": person.pk, "action": "add", **wish})
    shown = client.get(page).content.decode()
    assert '<td data-label="Kan alleen">’s Avonds</td>' in shown
    assert '<td data-label="Taal">Engels</td>' in shown
    searched = client.get(page, {"q": person.last_name}).content.decode()
    assert ("staat al op de lijst" in searched, "Niemand gevonden" in searched) == (True, False)
    own = "/trainingen/zeilen/nieuwe-datum/"
    client.force_login(person)
    own_words = "Je krijgt een mail bij elke nieuwe datum ’s avonds in het Engels."
    assert own_words in client.get(own).content.decode()
    client.post(own, {"action": "withdraw"})
    assert "Wanneer kun je?" in client.get(own).content.decode()
    client.post(own, {"part_of_day": "overdag"})
    assert Interest.objects.get().part_of_day == "overdag"
    # Who has to sign in first keeps the choice.
    Interest.objects.all().delete()
    client.logout()
    client.post(own, {"part_of_day": "avond"})
    wish = client.session["interest_wish"]
    client.force_login(person)
    session = client.session
    session["interest_wish"] = wish
    session.save()
    client.get(own)
    assert Interest.objects.get().part_of_day == "avond"


@pytest.mark.parametrize(
    ("email", "part", "language", "when"),
    [
        ("", "", "", ""),
        ("", "overdag", "", " overdag"),
        ("z@example.org", "", "nl-eenvoudig", " in het eenvoudig Nederlands"),
        ("z@example.org", "avond", "en", " ’s avonds in het Engels"),
    ],
)
def test_every_text_says_the_same_of_when_somebody_can(
    client: Client, email: str, part: str, language: str, when: str
) -> None:
    training = TrainingFactory.create(slug="zeilen")
    person = PersonFactory.create(email=email, telephone="030 236 17 45")
    client.force_login(person)
    own = "/trainingen/zeilen/nieuwe-datum/"
    asked = {"part_of_day": part, "language": language}
    done = client.post(own, asked, follow=True).content.decode()
    said = " ".join(done.split())
    how = "Je krijgt een mail" if email else "We bellen je of sturen een brief"
    assert f"Gelukt! Je hoort van ons bij elke nieuwe datum{when}." in said
    assert f"Je wacht op een nieuwe datum{when}</h1>" in said.replace(" </h1>", "</h1>")
    assert f"Je staat op de lijst. {how} bij elke nieuwe datum{when}." in said
    mine = " ".join(client.get("/mijn/").content.decode().split())
    assert f"> bij elke nieuwe datum{when} </span>" in mine
    page = " ".join(client.get("/trainingen/zeilen/").content.decode().split())
    assert f"Je hoort van ons als er een nieuwe datum{when} is" in page
    visitor = Client()
    visitor.post(own, asked)
    asking = visitor.get(f"/account/login/?next={own}").content.decode()
    assert f"als er een nieuwe datum{when} is voor ‘{training.title}’" in asking


def test_who_took_part_before_asking_hears_of_new_dates_as_well() -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    with clock.at(clock.now() - timedelta(days=200)):
        EnrolmentFactory.create(person=person, training=training)
    register_interest(person=person, training=training, actor=person)
    EditionFactory.create(training=training)
    assert [tell_interested(), Interest.objects.count()] == [1, 1]


def test_the_message_says_that_one_stays_on_the_list_and_where_one_stops(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    training = TrainingFactory.create(title="Zeilen", slug="zeilen")
    person = PersonFactory.create()
    register_interest(person=person, training=training, actor=person)
    EditionFactory.create(training=training)
    with django_capture_on_commit_callbacks(execute=True):
        tell_interested()
    (mail,) = [one for one in django_mail.outbox if one.subject == "Nieuwe datum: Zeilen"]
    assert "Je blijft op de lijst" in mail.body
    assert "/trainingen/zeilen/\n" in mail.body


def test_who_waits_stays_on_the_list_as_long_as_there_is_no_date() -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    register_interest(person=person, training=training, actor=person)
    assert [tell_interested(), Interest.objects.count()] == [0, 1]
    assert not Notice.objects.filter(kind=NEW_DATE).exists()


def test_who_waits_is_refused_withdrawn_forgotten_and_erased() -> None:
    training, person = TrainingFactory.create(), PersonFactory.create()
    coordinator = person_in_role(Role.COORDINATOR)
    off_site = TrainingFactory.create(live=False)
    with pytest.raises(Refusal, match="niet op de site"):
        register_interest(person=person, training=off_site, actor=person)
    closed = PersonFactory.create(is_active=False)
    with pytest.raises(Refusal, match="gesloten"):
        register_interest(person=closed, training=training, actor=coordinator)
    register_interest(person=person, training=training, actor=coordinator)
    withdraw_interest(person=person, training=training, actor=coordinator)
    withdraw_interest(person=person, training=training, actor=person)
    assert Interest.objects.count() == 0
    register_interest(person=person, training=training, actor=person)
    assert forget_old_interest() == 0
    with clock.at(clock.now() + timedelta(days=366)):
        assert [forget_old_interest(), Interest.objects.count()] == [1, 0]


def test_the_page_asks_who_is_signed_in_and_shows_how_it_stands() -> None:
    training, person = TrainingFactory.create(title="Zeilen"), PersonFactory.create()
    address = f"/trainingen/{training.slug}/nieuwe-datum/"
    client = Client()
    assert client.get(address).status_code == 200
    assert address in client.get(f"/trainingen/{training.slug}/").content.decode()
    client.force_login(person)
    client.post(address, {"action": "register"})
    assert "Je krijgt een mail" in client.get(address).content.decode()
    assert "Je hoort van ons" in client.get(f"/trainingen/{training.slug}/").content.decode()
    client.post(address, {"action": "withdraw"})
    assert Interest.objects.count() == 0
    assert client.get("/trainingen/bestaat-niet/nieuwe-datum/").status_code == 404


def test_staff_see_who_waits_and_put_somebody_on_the_list_who_calls() -> None:
    training = TrainingFactory.create(title="Zeilen")
    person = PersonFactory.create(first_name="Wilhelmina", last_name="Zonneveld")
    coordinator, trainer = person_in_role(Role.COORDINATOR), person_in_role(Role.TRAINER)
    address = f"/beheer/trainingen/{training.pk}/belangstelling/"
    client = Client()
    client.force_login(coordinator)
    assert (
        "Zet Wilhelmina Zonneveld op de lijst"
        in client.get(f"{address}?q=zonneveld").content.decode()
    )
    client.post(address, {"action": "add", "person": person.pk})
    assert "Zonneveld" in client.get(address).content.decode()
    todo = wanted_dates(coordinator)
    assert todo is not None
    assert [todo.count, [one.text for one in todo.lines]] == [1, ["Zeilen: 1"]]
    assert wanted_dates(trainer) is None
    EditionFactory.create(training=training)
    assert wanted_dates(coordinator) is None
    client.post(address, {"action": "remove", "person": person.pk})
    assert Interest.objects.count() == 0
    other = Client()
    other.force_login(trainer)
    assert "Zonneveld" not in other.get(address).content.decode()


def test_a_visitor_asks_first_and_is_on_the_list_after_signing_in() -> None:
    training = TrainingFactory.create(title="Zeilen")
    person = PersonFactory.create(email="vera@example.org")
    keep_address(person=person)
    address = f"/trainingen/{training.slug}/nieuwe-datum/"
    client = Client()
    assert "Hierna vragen we wie je bent" in client.get(address).content.decode()
    # All that the form sends, and as a browser does: it waits in the session, so no page holds it.
    sent_by_form = {"action": "register", "part_of_day": "avond", "language": "en"}
    door = client.post(address, sent_by_form, headers={"accept": "text/html"}).headers["Location"]
    asked = "Je wilt het weten als er een nieuwe datum ’s avonds in het Engels is voor ‘Zeilen’"
    assert asked in client.get(door).content.decode()
    assert asked in client.get(f"/account/signup/?next={address}").content.decode()
    sent = client.post("/account/login/", {"login": person.email, "way": "code", "next": address})
    assert asked in client.get(sent.headers["Location"]).content.decode()
    assert Interest.objects.count() == 0
    back = client.post(sent.headers["Location"], {"code": newest_code()}, follow=True)
    page = back.content.decode()
    assert "Gelukt! Je hoort van ons" in page
    assert "Je staat op de lijst" in page
    assert "Je bent ingelogd." not in page, "one message, of what was asked"
    wishes = [(one.person, one.part_of_day, one.language) for one in Interest.objects.all()]
    assert wishes == [(person, PartOfDay.EVENING, Language.ENGLISH)]
    client.post(address, {"action": "withdraw"})
    client.get(address)
    assert Interest.objects.count() == 0, "asked once, so done once"


def test_who_asked_nothing_is_put_on_no_list_by_signing_in() -> None:
    training = TrainingFactory.create()
    address = f"/trainingen/{training.slug}/nieuwe-datum/"
    client = Client()
    assert "Je wilt het weten" not in client.get(f"/account/login/?next={address}").content.decode()
    client.force_login(PersonFactory.create())
    client.get(address)
    late = Client()
    late.post(address)
    with clock.at(clock.now() + timedelta(minutes=61)):
        late.force_login(PersonFactory.create())
        assert "Laat het me weten" in late.get(address).content.decode()
    assert Interest.objects.count() == 0


def test_who_signs_in_by_another_way_is_on_the_list_all_the_same() -> None:
    training = TrainingFactory.create(title="Zeilen")
    person = PersonFactory.create(email="vera@example.org")
    keep_address(person=person)
    client = Client()
    client.post(f"/trainingen/{training.slug}/nieuwe-datum/", {"part_of_day": "avond"})
    # Back, and in by what was pressed next.
    elsewhere = f"/inschrijven/{EditionFactory.create().pk}/"
    sent = {"login": person.email, "way": "code", "next": elsewhere}
    door = client.post("/account/login/", sent).headers["Location"]
    page = client.post(door, {"code": newest_code()}, follow=True)
    assert page.request["PATH_INFO"] == elsewhere
    said = "Gelukt! Je hoort van ons bij elke nieuwe datum ’s avonds voor ‘Zeilen’."
    assert said in page.content.decode()
    assert [(one.person, one.training) for one in Interest.objects.all()] == [(person, training)]
    client.post("/account/logout/")
    client.force_login(PersonFactory.create())
    assert Interest.objects.count() == 1, "asked once, so done once"


def test_a_mail_says_what_one_waits_for_and_where_one_stops(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    training, person = TrainingFactory.create(title="Zeilen"), PersonFactory.create()
    django_mail.outbox.clear()
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            register_interest(
                person=person, training=training, actor=person, part_of_day=PartOfDay.EVENING
            )
    (told,) = django_mail.outbox
    assert (told.to, told.subject) == ([person.email], "Je hoort van ons: Zeilen")
    assert "Je krijgt een mail bij elke nieuwe datum ’s avonds." in str(told.body)
    assert f"/trainingen/{training.slug}/nieuwe-datum/" in str(told.body)
    # Another wish is news; and who is on the telephone is not called to hear what was said.
    with django_capture_on_commit_callbacks(execute=True):
        register_interest(person=person, training=training, actor=person)
    assert "Je krijgt een mail bij elke nieuwe datum.\n" in str(django_mail.outbox[-1].body)
    caller = PersonFactory.create(email=None, telephone="030 236 17 45")
    staff = person_in_role(Role.COORDINATOR)
    register_interest(person=caller, training=training, actor=staff)
    assert not Notice.objects.filter(person=caller).exists()
    withdraw_interest(person=person, training=training, actor=person)
    assert script_of(Notice.objects.filter(person=person)[0]) is None


def test_who_signs_in_for_what_left_the_site_is_on_no_list() -> None:
    training = TrainingFactory.create()
    client = Client()
    client.post(f"/trainingen/{training.slug}/nieuwe-datum/")
    training.unpublish()
    client.force_login(PersonFactory.create())
    assert Interest.objects.count() == 0


def test_the_own_page_shows_what_somebody_waits_for_and_stops_it() -> None:
    training, person = TrainingFactory.create(title="Zeilen"), PersonFactory.create()
    gone = TrainingFactory.create(title="Roeien")
    client = Client()
    client.force_login(person)
    assert "Je wacht op een nieuwe datum" not in client.get("/mijn/").content.decode()
    for one in (training, gone):
        register_interest(person=person, training=one, actor=person)
    gone.unpublish()
    page = client.get("/mijn/").content.decode()
    assert "Je wacht op een nieuwe datum" in page
    assert "Zeilen" in page
    assert "Roeien" not in page
    address = f"/trainingen/{training.slug}/nieuwe-datum/"
    stopped = client.post(address, {"action": "withdraw", "from": "mine"}, follow=True)
    assert stopped.redirect_chain == [("/mijn/", 302)]
    assert "Je staat niet meer op de lijst" in stopped.content.decode()
    assert not Interest.objects.filter(training=training).exists()


def test_who_makes_an_account_on_the_way_is_on_the_list_as_well() -> None:
    training = TrainingFactory.create(title="Zeilen")
    address = f"/trainingen/{training.slug}/nieuwe-datum/"
    client = Client()
    assert 'value="new"' in client.get(address).content.decode()
    door = client.post(address, {"action": "new"}).headers["Location"]
    assert door == f"/account/signup/?next={address}"
    form = client.get(door).content.decode()
    assert "Laat het me weten als er een nieuwe datum is</h1>" in form
    assert "Maak mijn account" not in form
    details = {
        "email": "nieuw@example.org",
        "first_name": "Nieuwe",
        "last_name": "Vrijwilliger",
        "background": "resident",
        "partner": "",
        "password1": "",
        "next": address,
    }
    typing = client.post("/account/signup/", details, follow=True)
    assert "Je wilt het weten als er een nieuwe datum is" in typing.content.decode()
    asked = django_mail.outbox[-1]
    assert asked.subject == "Je code om het te horen van een nieuwe datum"
    assert "Daarna sta je op de lijst." in str(asked.body)
    assert "Wilde je geen account" not in str(asked.body)
    back = client.post(typing.request["PATH_INFO"], {"code": newest_code()}, follow=True)
    assert "Je staat op de lijst" in back.content.decode()
    assert [one.person.email for one in Interest.objects.all()] == ["nieuw@example.org"]


@pytest.mark.parametrize("page", ["nieuwe-datum", "boekje", "klaar"])
def test_the_way_to_a_page_is_in_the_language_of_the_reader(client: Client, page: str) -> None:
    training = TrainingFactory.create(title="Zeilen", slug="zeilen")
    translate(ContentLanguage.objects.get(code="en"), training, {"Zeilen": "Sailing"})
    person = PersonFactory.create()
    EnrolmentFactory.create(person=person, training=training)
    client.force_login(person)
    client.cookies["taal"] = "en"
    shown = client.get(addresses.training("zeilen") + f"{page}/").content.decode()
    crumbs = shown.partition('class="utrecht-breadcrumb-nav"')[2].partition("</nav>")[0]
    assert ("Sailing" in crumbs, "Zeilen" in crumbs) == (True, False)


def test_before_asking_one_reads_for_whom_the_training_is_and_which_dates_one_hears_of(
    client: Client,
) -> None:
    TrainingFactory.create(
        slug="zeilen", for_whom="<p>Heb je <b>kort geleden</b> iemand verloren? Bel eerst.</p>"
    )
    own = "/trainingen/zeilen/nieuwe-datum/?dagdeel=avond"
    warning = "Heb je <b>kort geleden</b> iemand verloren?"
    page = client.get(own).content.decode()
    assert page.index(warning) < page.index('id="part_of_day"')
    assert "bij elke nieuwe datum die past bij wat je hieronder kiest" in page
    assert "Dan hoor je ook van data in eenvoudig Nederlands." in page
    # Who asked has read it.
    client.force_login(PersonFactory.create())
    client.post(own)
    assert warning not in client.get(own).content.decode()
