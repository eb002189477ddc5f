from typing import Any

from django.core import mail

from $slug.handlers import Congratulate
from courses.plugin_api.api import EnrolmentChanged
from courses.plugin_kit.testing import World


def subjects_after(world: World, commit: Any, *, status: str, attempt: int = 1) -> list[str]:
    """The mails that an event leads to."""
    mail.outbox.clear()
    event = EnrolmentChanged(
        training_id=world.training.pk,
        enrolment_id=world.past_enrolment.pk,
        status=status,
        attempt=attempt,
    )
    with commit(execute=True):
        Congratulate().handle(event)
    return [str(one.subject) for one in mail.outbox]


def test_who_completes_gets_one_mail(world: World, django_capture_on_commit_callbacks: Any) -> None:
    commit = django_capture_on_commit_callbacks
    assert subjects_after(world, commit, status="confirmed") == []
    assert subjects_after(world, commit, status="completed") == ["Je hebt de training afgerond"]
    assert subjects_after(world, commit, status="completed", attempt=2) == []
