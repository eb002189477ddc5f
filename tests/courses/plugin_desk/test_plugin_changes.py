"""A trainer's change of a plugin in a public training waits for a coordinator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

import tests.courses.catalogue as this_package
from courses.catalogue import services
from courses.catalogue.enums import ChangeState
from courses.catalogue.models import CoursePluginActivation, PluginChange, TrainingPage
from courses.catalogue.queries import active_plugins, settings_of
from courses.common import clock
from courses.common.errors import Refusal
from courses.people.enums import Role
from courses.plugin_desk.lifecycle import remains_of
from tests.courses.plugin_desk.test_plugin_admin import Greeting
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.people.models import User

pytestmark = pytest.mark.django_db

WANTED = {"active": "1", "plugin-greeting": "Dag", "plugin-times": "2"}
SETTINGS = {"greeting": "Dag", "times": 2}


@pytest.fixture(autouse=True)
def plugin(install_plugin: Callable[[Any], Any]) -> Greeting:
    installed: Greeting = install_plugin(Greeting("tests.courses.catalogue", this_package))
    return installed


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER, first_name="Tineke", last_name="Tuin")


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


@pytest.fixture
def live(trainer: User) -> TrainingPage:
    return TrainingFactory.create(title="Luisteren", owner=trainer)


def client_of(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def address(training: TrainingPage, rest: str = "greeting/") -> str:
    return f"/beheer/trainingen/{training.pk}/uitbreidingen/{rest}"


def ask(training: TrainingPage, person: User, **data: str) -> PluginChange:
    assert client_of(person).post(address(training), {**WANTED, **data}).status_code == 302
    return PluginChange.objects.get(state=ChangeState.ASKED)


def outcome() -> str:
    """What a post led to: something holds, something was asked, or nothing."""
    if CoursePluginActivation.objects.filter(active=True, plugin="greeting").exists():
        return "holds"
    return "asked" if PluginChange.objects.filter(state=ChangeState.ASKED).exists() else "nothing"


NEVER = {"live": False}
LIVE = {"live": True}
WITHDRAWN = {"live": False, "first_published_at": clock.now()}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "page", "expected"),
    [
        (None, LIVE, "nothing"),
        (Role.VOLUNTEER, LIVE, "nothing"),
        (Role.TRAINER, LIVE, "nothing"),
        (Role.TRAINER, NEVER, "nothing"),
        ("owner", NEVER, "holds"),
        ("owner", LIVE, "asked"),
        ("owner", WITHDRAWN, "asked"),
        (Role.COORDINATOR, NEVER, "holds"),
        (Role.COORDINATOR, LIVE, "holds"),
        (Role.ADMINISTRATOR, LIVE, "holds"),
    ],
)
def test_what_somebody_changes_holds_at_once_or_waits_by_role_and_training(
    trainer: User, who: Any, page: dict[str, Any], expected: str
) -> None:
    training = TrainingFactory.create(owner=trainer, **page)
    person = {None: None, "owner": trainer}.get(who) or (
        person_in_role(who) if isinstance(who, Role) else None
    )
    client = client_of(person)
    may = expected != "nothing"
    seen = [client.get(address(training, rest)).status_code for rest in ("", "greeting/")]
    assert seen == ([200, 200] if may else [302, 302])
    client.post(address(training), WANTED)
    assert outcome() == expected


def test_while_a_training_is_looked_at_its_maker_asks_too(trainer: User) -> None:
    training = TrainingFactory.create(owner=trainer, live=False)
    training.save_revision(user=trainer)
    training.get_workflow().start(training, trainer)
    client_of(trainer).post(address(training), WANTED)
    assert outcome() == "asked"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 302),
        (Role.VOLUNTEER, 302),
        (Role.TRAINER, 302),
        ("owner", 302),
        (Role.COORDINATOR, 200),
        (Role.ADMINISTRATOR, 200),
    ],
)
def test_only_who_may_publish_decides(
    live: TrainingPage, trainer: User, who: Any, status: int
) -> None:
    change = ask(live, trainer)
    person = trainer if who == "owner" else person_in_role(who) if who else None
    client = client_of(person)
    assert client.get(address(live, f"verzoeken/{change.pk}/")).status_code == status
    client.post(address(live, f"verzoeken/{change.pk}/"), {"decision": "approve", "seen": ""})
    assert (outcome() == "holds") == (status == 200)


@pytest.mark.parametrize(("who", "left"), [(Role.TRAINER, 1), ("owner", 0), (Role.COORDINATOR, 0)])
def test_what_was_asked_is_taken_back_by_who_may_edit(
    live: TrainingPage, trainer: User, who: Any, left: int
) -> None:
    ask(live, trainer)
    person = trainer if who == "owner" else person_in_role(who)
    client_of(person).post(address(live, "greeting/intrekken/"))
    assert PluginChange.objects.filter(state=ChangeState.ASKED).count() == left


def test_a_change_of_another_training_is_not_found(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    change = ask(live, trainer)
    other = TrainingFactory.create()
    client = client_of(coordinator)
    assert client.get(address(other, f"verzoeken/{change.pk}/")).status_code == 404


@pytest.mark.both_databases
def test_approved_it_holds_with_its_settings_and_both_see_so(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    change = ask(live, trainer)
    assert (active_plugins(live.pk), settings_of("greeting", live.pk)) == (frozenset(), {})
    desk = client_of(coordinator)
    home = desk.get("/beheer/").content.decode()
    assert ("gevraagd door Tineke Tuin" in home, f"verzoeken/{change.pk}/" in home) == (True, True)
    page = desk.get(address(live, f"verzoeken/{change.pk}/"))
    assert page.context["rows"] == [
        ("In deze training", "Uit", "Aan"),
        ("Groet", "Hallo", "Dag"),
        ("Keren", "1", "2"),
    ]
    answer = desk.post(
        address(live, f"verzoeken/{change.pk}/"),
        {"decision": "approve", "remark": "Mooi", "seen": page.context["mark"]},
    )
    assert answer.status_code == 302
    assert active_plugins(live.pk) == {"greeting"}
    assert settings_of("greeting", live.pk) == SETTINGS
    for text in (
        client_of(trainer).get("/beheer/").content.decode(),
        client_of(trainer).get(address(live)).content.decode(),
    ):
        assert ("Goedgekeurd" in text, "“Mooi”" in text) == (True, True)
    assert f"verzoeken/{change.pk}/" not in desk.get("/beheer/").content.decode()


@pytest.mark.both_databases
def test_refused_it_says_why_and_nothing_changes(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    change = ask(live, trainer)
    desk = client_of(coordinator)
    without = desk.post(address(live, f"verzoeken/{change.pk}/"), {"decision": "refuse"})
    assert (without.status_code, outcome()) == (422, "asked")
    desk.post(
        address(live, f"verzoeken/{change.pk}/"), {"decision": "refuse", "remark": "Nog niet."}
    )
    assert (outcome(), CoursePluginActivation.objects.count()) == ("nothing", 0)
    text = client_of(trainer).get("/beheer/").content.decode()
    assert ("Niet goedgekeurd" in text, "“Nog niet.”" in text) == (True, True)


def test_the_trainer_finds_what_was_asked_and_visitors_see_what_was(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    services.activate_plugin(training=live, plugin="greeting", actor=coordinator)
    ask(live, trainer)
    own = client_of(trainer).get(address(live)).content.decode()
    theirs = client_of(coordinator).get(address(live)).content.decode()
    assert ('value="Dag"' in own, "moet nog beslissen" in own) == (True, True)
    assert ('value="Hallo"' in theirs, "Bekijk en beslis" in theirs) == (True, True)
    assert settings_of("greeting", live.pk) == {"greeting": "Hallo", "times": 1}


def test_asking_anew_takes_the_place_of_what_was_asked(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    first = ask(live, trainer)
    second = ask(live, trainer, **{"plugin-greeting": "Hoi"})
    with pytest.raises(Refusal):
        services.approve_plugin_change(change=first, actor=coordinator)
    services.approve_plugin_change(change=second, actor=coordinator)
    assert settings_of("greeting", live.pk) == {"greeting": "Hoi", "times": 2}
    with pytest.raises(Refusal):
        services.refuse_plugin_change(change=second, actor=coordinator, remark="Toch niet")


def test_wanting_what_is_so_already_asks_nothing(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    services.activate_plugin(training=live, plugin="greeting", actor=coordinator)
    same = {"active": "1", "plugin-greeting": "Hallo", "plugin-times": "1"}
    client_of(trainer).post(address(live), same)
    assert not PluginChange.objects.exists()


def test_a_coordinator_who_saw_something_else_looks_again(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    change = ask(live, trainer)
    desk = client_of(coordinator)
    mark = desk.get(address(live, f"verzoeken/{change.pk}/")).context["mark"]
    services.save_plugin_settings(
        training=live, plugin="greeting", settings={"greeting": "Anders", "times": 3}
    )
    answer = desk.post(
        address(live, f"verzoeken/{change.pk}/"),
        {"decision": "approve", "remark": "Goed zo", "seen": mark},
    )
    text = answer.content.decode()
    assert (answer.status_code, outcome()) == (422, "asked")
    assert ("Kijk nog een keer" in text, "Goed zo" in text, "Anders" in text) == (True, True, True)


def test_a_change_goes_with_its_plugin_and_stays_without_its_asker(
    live: TrainingPage, trainer: User
) -> None:
    change = ask(live, trainer)
    Page.objects.filter(pk=live.pk).update(owner=None)
    trainer.delete()
    change.refresh_from_db()
    assert (change.state, change.asked_by) == (ChangeState.ASKED, None)
    counted = {str(one.label): one.number for one in remains_of("greeting").traces}
    assert counted["wijzigingen die trainers vroegen"] == 1


def test_old_decisions_leave_the_first_page(
    live: TrainingPage, trainer: User, coordinator: User
) -> None:
    change = ask(live, trainer)
    services.refuse_plugin_change(change=change, actor=coordinator, remark="Nee")
    with clock.at(clock.now() + timedelta(days=15)):
        assert "wat je vroeg" not in client_of(trainer).get("/beheer/").content.decode()


def test_the_first_page_asks_as_much_for_three_changes_as_for_one(
    trainer: User, coordinator: User
) -> None:
    def queries_now() -> int:
        client = client_of(coordinator)
        client.get("/beheer/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/beheer/")
        return len(caught)

    def add() -> None:
        training = TrainingFactory.create(owner=PersonFactory.create())
        services.ask_for_plugin_change(
            training=training, plugin="greeting", active=True, settings=None, actor=trainer
        )

    add()
    one = queries_now()
    add()
    add()
    assert queries_now() == one
