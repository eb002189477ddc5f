"""What must be so of roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from courses.common.invariants import Invariant, Violation, provide
from courses.people.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterator


def missing_roles() -> Iterator[Violation]:
    """Roles whose group is gone or has another name: nobody has its rights."""
    known = set(Group.objects.filter(name__in=Role.values).values_list("name", flat=True))
    for role in Role.values:
        if role not in known:
            yield Violation(f"{_('rol')} {role}", str(_("heeft geen groep.")))


provide(
    Invariant(
        "roles",
        _("Elke rol heeft een groep"),
        _("Maak in het beheer weer een groep met precies deze naam, en geef haar haar rechten."),
        missing_roles,
    )
)
