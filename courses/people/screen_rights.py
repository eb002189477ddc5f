"""Rights for the screens of plugins: rows for Django, shown on the page of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import override

from courses.people.enums import Role
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.staff_screens import Screens
from courses.plugin_host import registry, staff_rights
from courses.plugin_host.models import PluginState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from courses.plugin_host.staff_rights import StaffRight

GROUPS: Mapping[Audience, tuple[Role, ...]] = {
    Audience.TRAINER: (Role.TRAINER,),
    Audience.COORDINATOR: (Role.COORDINATOR, Role.ADMINISTRATOR),
}


def rights() -> list[StaffRight]:
    """Every right that an installed plugin brings, in the academy's own language."""
    with override("nl"):
        found = [staff_rights.described(entry) for entry in registry.every(Screens)]
    return [right for screens in found if screens is not None for right in screens.rights]


def keep_rights(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: object) -> None:
    """Write a row for each right, after `migrate`; a new one is given to the groups that begin
    with it. What an academy gave or took away afterwards stays. Another database gets its rows
    from this one, when they are copied."""
    if using != DEFAULT_DB_ALIAS:
        return
    content_type = ContentType.objects.get_for_model(PluginState)
    rows = Permission.objects.filter(content_type=content_type)
    known = {one.codename: one for one in rows}
    for right in rights():
        row = known.get(right.codename)
        if row is None:
            row = Permission.objects.create(
                content_type=content_type, codename=right.codename, name=right.words
            )
            for group in Group.objects.filter(name__in=_groups_of(right)):
                group.permissions.add(row)
        elif row.name != right.words:
            row.name = right.words
            row.save(update_fields=["name"])


def _groups_of(right: StaffRight) -> list[str]:
    return [role.value for audience in right.given_to for role in GROUPS[audience]]


def permissions() -> QuerySet[Permission]:
    """The rows of `rights`, for the page of a group."""
    return Permission.objects.filter(
        content_type__app_label=staff_rights.APP_LABEL,
        codename__in=[right.codename for right in rights()],
    )
