"""Questions about people that more than one place asks."""

from typing import Any

from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from courses.people.enums import Role
from courses.people.models import User


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the (active, signed-in) user has one of these roles; a superuser has all.

    The answer is remembered on the user object, so that a page asks the database once.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    names = getattr(user, "_role_names", None)
    if names is None:
        names = user._role_names = frozenset(user.groups.values_list("name", flat=True))
    return any(role.value in names for role in roles)


def is_coordinator(user: Any) -> bool:
    """Whether the user runs the academy (coordinator or administrator)."""
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR)


def is_trainer(user: Any) -> bool:
    """Whether the user gives trainings."""
    return has_role(user, Role.TRAINER)


def people_with_role(role: Role) -> Any:
    """Active people in this role."""
    return User.objects.filter(groups__name=role.value, is_active=True)


def must_stay(person: User) -> bool:
    """Whether something that is kept, such as a certificate, belongs to the person."""
    try:
        Collector(using=router.db_for_write(User), origin=person).collect([person])
    except (ProtectedError, RestrictedError):
        return True
    return False
