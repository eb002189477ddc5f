"""Screens of a plugin in the administration, under `/beheer/`."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.base import Audience, Contribution, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model, QuerySet
    from wagtail.admin.viewsets.base import ViewSet
    from wagtail.admin.viewsets.chooser import ChooserViewSet


class Screens(Contribution):
    """Screens for staff, under `/beheer/extra/<plugin>/<name>/`. Since 1.3.

    They are a viewset of Wagtail: a `ModelViewSet` has a list with search, filters, pages and
    export, and forms; a `FormViewSet` one form. `<plugin>_<name>` is the namespace of their
    addresses: `reverse("lti_platforms:index")`.

    Who may open them is a right, `plugin_api.<plugin>_<name>`, which a group gets on its page in
    the administration. Nobody has it at first but the groups that belong to `given_to`. Each of
    `more_rights` is a right of its own, `plugin_api.<plugin>_<name>_<action>`: of `add`, `change`
    and `delete` Wagtail's views ask it, of others your own do, with `user.has_perm`. An action
    that is not in it needs no more than the first right.

    `viewset` is called once in each process, `rows` for each list and row. A view runs in the
    guard; what changes something (POST) runs in a transaction too. It may raise
    `Http404`, `PermissionDenied` and `Refusal`. When it fails, that screen says to try later
    (status 404) and nothing is changed. Where the plugin is off for the site, each address answers
    404 and the menu has no entry.
    """

    label: ClassVar[Text]
    """What the entry in the menu is called."""
    icon: ClassVar[str] = "plus-inverse"
    """The name of an icon of Wagtail's."""
    in_menu: ClassVar[bool] = True
    """Whether the menu has an entry, which leads to the first address of the viewset."""
    actions: ClassVar[Collection[str]] = ("add", "change", "delete")
    """What Wagtail's views let people do with the rows; leave out what your screens do not do."""
    right: ClassVar[Text] = ""
    """What the right to open the screens is called; empty: as the entry."""
    more_rights: ClassVar[Mapping[str, Text]] = {}
    """What other rights are called, by action (lowercase letters and underscores)."""
    given_to: ClassVar[Collection[Audience]] = ()
    """Which groups get the rights when they are first known: `TRAINER` is the trainers, and
    `COORDINATOR` the coordinators and administrators. An academy may take them away."""

    @abstractmethod
    def viewset(self) -> ViewSet:
        """The screens; made once in each process, and given its name by the academy."""

    def chooser(self) -> ChooserViewSet | None:
        """The window in which one of the rows is chosen in another form, if there is one.

        Its name is `<plugin>_<name>_chooser`: its widget needs that before the academy is asked.
        """
        return None

    def rows(self, user: AbstractBaseUser) -> QuerySet[Model] | None:
        """The rows of the viewset's model that somebody may see and change; None for all.

        Asked by the list, the forms and the chooser, after the right.
        """
        return None
