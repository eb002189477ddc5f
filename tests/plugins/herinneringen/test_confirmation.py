"""What the confirmation adds, and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils.translation import gettext, override

from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.plugin_api.api import NotificationContext, NotificationKind
from courses.plugin_host import plugin_settings
from courses.plugin_host.models import PluginFault
from plugins.herinneringen.forms import ReminderForm, days_before, to_bring
from plugins.herinneringen.letters import Confirmation
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


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


def test_what_to_bring_is_said_in_a_call_too_after_all_else() -> None:
    edition = EditionFactory.create(training=a_training(bring="Een pen\nEen schrift"))
    person = PersonFactory.create(email=None)
    EnrolmentFactory.create(person=person, edition=edition)
    script = script_of(Notice.objects.get(person=person, kind=NotificationKind.CONFIRMED.value))
    assert script is not None
    *_said, heading, pen, paper, closing = script.say
    assert [heading, pen, paper] == ["Neem mee of bereid voor:", "Een pen", "Een schrift"]
    assert closing.startswith("Heb je nog vragen?")
