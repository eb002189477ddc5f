"""Who did what, and when: a thin door to Wagtail's audit log.

Never used for what people answer in evaluations: a log with a person and a time beside an answer
would undo their anonymity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.log_actions import get_active_log_context, log, registry
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.statements import Insertion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet

    from courses.common.statements import Parameter

Actor = AbstractBaseUser | AnonymousUser | None
"""Who did something; None is the academy itself."""


_WRITTEN = Insertion(ModelLogEntry)


def record(instance: Model, action: str, *, actor: Actor = None, **data: object) -> None:
    """Write `action` (registered by the part itself) on `instance` to the audit log."""
    user = None if actor is None or isinstance(actor, AnonymousUser) else actor
    if registry.get_log_model_for_instance(instance) is not ModelLogEntry:
        log(instance, action, user=user, data=data or None, timestamp=clock.now())
        return
    around = get_active_log_context()
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        object_id=str(instance.pk),
        label=str(instance),
        action=action,
        data=data,
        user=user or around.user,
        uuid=around.uuid,
        timestamp=clock.now(),
    )
    # As Wagtail checks it when it saves, but for two queries whether the actor and the kind of
    # thing, which are at hand here, are there.
    entry.full_clean(exclude={"content_type", "user"})
    _WRITTEN.run(entry)


def entries(model: type[Model], keys: Iterable[object]) -> QuerySet[ModelLogEntry]:
    """What stands in the log about these rows."""
    return entries_of(ContentType.objects.get_for_model(model).pk, [str(key) for key in keys])


def entries_of(
    content_type: int | Parameter, keys: Sequence[str | Parameter]
) -> QuerySet[ModelLogEntry]:
    """The same of rows of a content type, found by their keys.

    The type is compared as the outcome of a sum, of which no database has an index: SQLite would
    take the one on the type, and read the log of all enrolments there ever were.
    """
    found: QuerySet[ModelLogEntry] = ModelLogEntry.objects.alias(
        kind_of_row=F("content_type") + 0
    ).filter(kind_of_row=content_type, object_id__in=keys)
    return found
