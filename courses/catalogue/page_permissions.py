"""Who may do what with trainings and with the files on their pages, where it differs from Wagtail.

A trainer makes drafts and a coordinator publishes. Wagtail keeps to that for pages; here is closed
what would reach visitors beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, PagePermissionTester, ReferenceIndex
from wagtail.permission_policies.collections import (
    CollectionOwnershipPermissionPolicy,
    CollectionPermissionPolicy,
)

from courses.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model

Gives = Callable[[User | AnonymousUser, int], bool]

_gives: list[Gives] = []


def provide(gives: Gives) -> Gives:
    """Register who gives a training besides who made it; from a part's app config."""
    _gives.append(gives)
    return gives


class TrainingPermissions(PagePermissionTester):
    """Lessons in a training are added by who made or gives it, and by who may change any.

    Lessons that are new go public with their training. So without this, any trainer's draft would.
    """

    def __init__(self, user: User | AnonymousUser, page: Page) -> None:
        super().__init__(user, page)
        if user.is_superuser or not user.is_active or "add" not in self.permissions:
            return
        if "change" in self.permissions or page.owner_id == user.pk:
            return
        if not any(gives(user, page.pk) for gives in _gives):
            self.permissions.discard("add")


class DraftFilesPolicy(CollectionOwnershipPermissionPolicy):
    """Who uploaded a file may change it until it stands on a public page; then who may change any.

    Wagtail lets the uploader put another file in its place, which visitors would see at once.
    """

    def user_has_any_permission_for_instance(
        self, user: User | AnonymousUser, actions: Iterable[str], instance: Model
    ) -> bool:
        changes = {"change", "delete"} & set(actions)
        others = set(actions) - changes
        if others and super().user_has_any_permission_for_instance(user, others, instance):
            return True
        if not changes or not super().user_has_any_permission_for_instance(user, changes, instance):
            return False
        of_any = CollectionPermissionPolicy(self.model, auth_model=self.auth_model)
        if of_any.user_has_permission_for_instance(user, "change", instance):
            return True
        return not is_public(instance)


def is_public(file: Model) -> bool:
    """Whether an image or document stands on a public page, or on something that is no page."""
    pages = set()
    for reference in ReferenceIndex.get_references_to(file).select_related("base_content_type"):
        source = reference.base_content_type.model_class()
        if source is None or not issubclass(source, Page):
            return True
        pages.add(reference.object_id)
    return bool(pages) and Page.objects.live().filter(pk__in=pages).exists()
