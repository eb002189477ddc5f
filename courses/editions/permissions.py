"""Who may do what with which edition in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.permission_policies import ModelPermissionPolicy

from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries import editions_for_staff

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.people.models import User


class EditionPermissionPolicy(ModelPermissionPolicy):
    """The model's permissions, for a trainer on own editions only. Only drafts can be deleted, and
    what was reported."""

    def user_has_permission_for_instance(
        self, user: User | AnonymousUser, action: str, instance: Edition
    ) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: User | AnonymousUser, actions: Iterable[str], instance: Edition
    ) -> bool:
        actions = set(actions)
        may_go = instance.status in {EditionStatus.DRAFT, EditionStatus.REPORTED}
        if not may_go or instance.seats_taken:
            actions.discard("delete")
        return (
            bool(actions)
            and self.user_has_any_permission(user, actions)
            and editions_for_staff(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Iterable[str]
    ) -> QuerySet[Edition]:
        if not self.user_has_any_permission(user, actions):
            return Edition.objects.none()
        return editions_for_staff(user)

    def instances_user_has_permission_for(
        self, user: User | AnonymousUser, action: str
    ) -> QuerySet[Edition]:
        return self.instances_user_has_any_permission_for(user, [action])
