"""What waits for a coordinator: webhooks that were switched off since nothing arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from academy.webhooks import queries
from courses.desk import todos
from courses.desk.todos.todo import Line, Todo
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from courses.people.models import User


@todos.provide
def webhooks_given_up(user: User) -> Todo | None:
    """Webhooks that were switched off by themselves."""
    number = queries.known().given_up
    if not number or not is_coordinator(user):
        return None
    sentence = ngettext(
        "%(n)d webhook is uitgezet: er kwam dagen niets meer aan.",
        "%(n)d webhooks zijn uitgezet: er kwam dagen niets meer aan.",
        number,
    )
    lines = [
        Line(one.name, reverse("webhook_detail", args=[one.pk]))
        for one in queries.webhooks().filter(given_up_at__isnull=False)[:3]
    ]
    return Todo(sentence % {"n": number}, number, reverse("webhooks"), lines)
