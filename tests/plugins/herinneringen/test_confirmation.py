"""What the confirmation adds, the settings, and the list of people to call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import connection
from django.template import Context, Engine
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common import clock
from courses.enrolment import services as enrolment_services
from courses.people.enums import Role
from courses.plugin_api.api import NotificationContext, NotificationKind, PanelContext
from courses.plugin_host import plugin_settings
from courses.plugin_host.models import PluginFault
from plugins.herinneringen.forms import ReminderForm, days_before, to_bring
from plugins.herinneringen.letters import Confirmation, as_written
from plugins.herinneringen.panels import ToCall
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2027, 3, 10, 9, 0))


def a_training(**settings: Any) -> TrainingPage:
    training = TrainingFactory.create(title="Luisteren")
    activate_plugin(training=training, plugin="herinneringen")
    save_plugin_settings(training=training, plugin="herinneringen", settings=settings)
    return training


# --- The settings -----------------------------------------------------------------------------


def test_at_first_people_are_reminded_two_days_before_and_bring_nothing() -> None:
    assert plugin_settings.defaults("herinneringen") == {"days": 2, "bring": ""}


@pytest.mark.parametrize(
    ("days", "bring", "kept"),
    [
        ("0", "", {"days": 0, "bring": ""}),
        ("7", " Een pen\r\nEen schrift ", {"days": 7, "bring": "Een pen\nEen schrift"}),
        ("2", "a\r\n" * 249 + "bb", {"days": 2, "bring": "a\n" * 249 + "bb"}),
    ],
)
def test_what_is_filled_in_is_kept(days: str, bring: str, kept: dict[str, Any]) -> None:
    form = ReminderForm({"days": days, "bring": bring})
    assert form.is_valid()
    assert plugin_settings.cleaned(form) == kept


@pytest.mark.parametrize(
    ("days", "bring", "wrong"),
    [("8", "", "days"), ("-1", "", "days"), ("", "", "days"), ("2", "a" * 501, "bring")],
)
def test_what_cannot_be_is_refused(days: str, bring: str, wrong: str) -> None:
    assert list(ReminderForm({"days": days, "bring": bring}).errors) == [wrong]


@pytest.mark.parametrize("kept", [{}, {"days": None}, {"days": "x"}, {"days": 99}])
def test_settings_that_are_odd_count_as_those_at_first(kept: dict[str, Any]) -> None:
    assert (days_before(kept), to_bring({"bring": None})) == (2, "")


# --- The confirmation -------------------------------------------------------------------------


@pytest.fixture
def confirmation(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> Callable[..., str]:
    """The text of the mail that somebody gets who enrols in a training."""

    def enrol(training: TrainingPage, **person: Any) -> str:
        edition = EditionFactory.create(training=training)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            EnrolmentFactory.create(person=PersonFactory.create(**person), edition=edition)
        (message,) = mail.outbox
        # The number of the edition is in the address.
        return str(message.body).replace(f"/{edition.pk}/", "/1/")

    return enrol


def test_the_confirmation_adds_what_to_bring(confirmation: Callable[..., str]) -> None:
    lines = "Een {{ pen }} & {% schrift %} {# <b> #}\n}} {"
    plain = confirmation(a_training(), first_name="Anna")
    assert confirmation(a_training(bring=lines), first_name="Anna") == (
        f"{plain.strip()}\n\nPS Neem mee of bereid voor:\n{lines}\n"
    )
    assert list(PluginFault.objects.all()) == []


def test_without_lines_nothing_changes(confirmation: Callable[..., str]) -> None:
    off = TrainingFactory.create(title="Luisteren")
    assert confirmation(a_training(bring=" \n"), first_name="Anna") == confirmation(
        off, first_name="Anna"
    )


def test_only_the_confirmation_has_them() -> None:
    ctx = NotificationContext(1, "nl", {"bring": "Een pen"})
    assert list(Confirmation().templates(ctx)) == [NotificationKind.CONFIRMED]


def test_the_heading_is_in_the_readers_language(confirmation: Callable[..., str]) -> None:
    text = confirmation(a_training(bring="Een pen"), language="en")
    with override("en"):
        heading = gettext("PS Neem mee of bereid voor:")
    assert text.endswith(f"\n\n{heading}\nEen pen\n")


@pytest.mark.parametrize("text", ["{{ x }}", "{% now 'Y' %}", "{# weg #}", "{", "}}", "{{{{", ""])
def test_signs_of_templates_are_only_signs(text: str) -> None:
    made = Engine().from_string(as_written(text)).render(Context({"x": 1}, autoescape=False))
    assert made == text


# --- Whom to call -----------------------------------------------------------------------------


def an_edition(trainer: User, training: TrainingPage, *, days: int) -> Edition:
    """An edition that begins at eleven in the evening, so many days from now."""
    return EditionFactory.create(
        training=training,
        trainers=[trainer],
        starts_at=NOW.replace(hour=23) + timedelta(days=days),
    )


def takes_part(edition: Edition, name: str, email: str | None = None) -> None:
    with clock.at(NOW - timedelta(days=30)):
        EnrolmentFactory.create(
            person=PersonFactory.create(first_name=name, last_name="Bos", email=email),
            edition=edition,
        )


def panel(person: User, *trainings: TrainingPage, days: int = 2) -> str | None:
    with clock.at(NOW):
        html = ToCall().render(
            PanelContext(person.pk, {one.pk: {"days": days} for one in trainings})
        )
    return None if html is None else " ".join(html.split())


def names(html: str | None) -> list[str]:
    return [name for name in ("Anna", "Bob", "Cor", "Dia") if f"{name} Bos" in (html or "")]


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


def test_a_trainer_reads_whom_to_call(trainer: User) -> None:
    training = a_training()
    edition = an_edition(trainer, training, days=2)
    takes_part(edition, "Anna")
    takes_part(edition, "Bob", "bob@example.org")
    html = panel(trainer, training) or ""
    assert '<bdi>Anna Bos</bdi>: <span lang="nl">Luisteren</span>, vrijdag 12 maart, 23:00' in html
    assert names(html) == ["Anna"]


def test_names_are_for_the_editions_own_trainers_and_coordinators(trainer: User) -> None:
    training = a_training()
    other = person_in_role(Role.TRAINER)
    takes_part(an_edition(trainer, training, days=1), "Anna")
    takes_part(an_edition(other, training, days=1), "Bob")
    shown = {
        "trainer": names(panel(trainer, training)),
        "other": names(panel(other, training)),
        "coordinator": names(panel(person_in_role(Role.COORDINATOR), training)),
        "volunteer": names(panel(person_in_role(Role.VOLUNTEER), training)),
    }
    assert shown == {
        "trainer": ["Anna"],
        "other": ["Bob"],
        "coordinator": ["Anna", "Bob"],
        "volunteer": [],
    }


@pytest.mark.parametrize(
    ("days", "shown"), [(0, []), (1, ["Anna"]), (2, ["Anna", "Bob"]), (7, ["Anna", "Bob", "Cor"])]
)
def test_soon_is_what_the_training_says(trainer: User, days: int, shown: list[str]) -> None:
    training = a_training()
    for number, name in ((1, "Anna"), (2, "Bob"), (3, "Cor"), (8, "Dia")):
        takes_part(an_edition(trainer, training, days=number), name)
    assert names(panel(trainer, training, days=days)) == shown


def test_who_left_and_what_is_called_off_or_over_is_not_there(trainer: User) -> None:
    training = a_training()
    edition = an_edition(trainer, training, days=2)
    takes_part(edition, "Anna")
    takes_part(an_edition(trainer, training, days=-3), "Bob")
    assert names(panel(trainer, training)) == ["Anna"]
    with clock.at(NOW):
        enrolment_services.cancel_edition(edition=edition, actor=None)
    assert panel(trainer, training) is None


def test_the_panel_stands_on_the_first_page_of_the_administration(trainer: User) -> None:
    training = a_training()
    edition = EditionFactory.create(
        training=training, trainers=[trainer], starts_at=clock.now() + timedelta(days=1)
    )
    person = PersonFactory.create(first_name="Anna", last_name="Bos", email=None)
    EnrolmentFactory.create(person=person, edition=edition)
    client = Client()
    client.force_login(trainer)
    html = client.get("/beheer/").content.decode()
    assert ("Bel deze deelnemers" in html, names(html)) == (True, ["Anna"])


def test_three_people_cost_no_more_queries_than_one(trainer: User) -> None:
    trainings = [a_training() for _number in range(3)]
    for training in trainings:
        takes_part(an_edition(trainer, training, days=1), "Anna")
    counts = []
    for some in (trainings[:1], trainings):
        with CaptureQueriesContext(connection) as queries:
            assert panel(trainer, *some) is not None
        counts.append(len(queries))
    assert counts[0] == counts[1]
