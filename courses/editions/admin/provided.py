"""What other parts add to an edition in the administration, and who hears of what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, ListingButton

from courses.common import addresses
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location
from courses.editions.permissions import EditionPermissionPolicy
from courses.plugin_api.events import EditionReplanned

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from courses.people.models import User

POLICY = EditionPermissionPolicy(Edition)

ButtonProvider = Callable[[Edition], list[Button]]
"""What higher parts can do with an edition, as buttons."""

RARELY = 40
"""The priority from which a list keeps a button in its menu."""

button_providers: list[ButtonProvider] = []

WarningProvider = Callable[[Edition], list[str]]
"""What higher parts know that staff should look at, as sentences."""

NoteProvider = Callable[[Edition], str]
"""What higher parts say above the form of an edition: HTML of a template, or nothing."""

note_providers: list[NoteProvider] = []

warning_providers: list[WarningProvider] = []


def provide_warnings(provider: WarningProvider) -> WarningProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    warning_providers.append(provider)
    return provider


def provide_notes(provider: NoteProvider) -> NoteProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    note_providers.append(provider)
    return provider


def edition_notes(edition: Edition) -> list[str]:
    """What to know before an edition is changed, as HTML; no empty ones."""
    return [note for provider in note_providers if (note := provider(edition))]


@dataclass(frozen=True)
class Hears:
    """Who hears of something that staff are about to do: HTML for the page that asks, and a
    sentence for when it is done."""

    before: str
    after: str


ChangeProvider = Callable[[Edition, EditionReplanned], list[Hears]]
"""Of whom higher parts know that they hear when an edition became different for who is in it."""

change_providers: list[ChangeProvider] = []


def provide_what_follows(provider: ChangeProvider) -> ChangeProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    change_providers.append(provider)
    return provider


PublishProvider = Callable[[Edition], Hears | None]
"""Of whom higher parts know that they hear when an edition is published."""

publish_providers: list[PublishProvider] = []


def provide_who_hears(provider: PublishProvider) -> PublishProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    publish_providers.append(provider)
    return provider


PlaceProvider = Callable[[Location], Hears | None]
"""Of whom higher parts know that they hear when a location is another place, if that is asked."""

place_providers: list[PlaceProvider] = []


def provide_who_hears_of_place(provider: PlaceProvider) -> PlaceProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    place_providers.append(provider)
    return provider


WaitingProvider = Callable[[Collection[Edition]], Mapping[int, int]]
"""How many people wait in each of these editions, by key; of all of them at once."""

waiting_providers: list[WaitingProvider] = []


def provide_waiting(provider: WaitingProvider) -> WaitingProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    waiting_providers.append(provider)
    return provider


TrainersProvider = Callable[[Edition, Collection[int], Collection[int]], list[Hears]]
"""Of whom higher parts know that they hear when an edition that people know of has other trainers:
who began and who stopped, by key."""

trainers_providers: list[TrainersProvider] = []


def provide_other_trainers(provider: TrainersProvider) -> TrainersProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    trainers_providers.append(provider)
    return provider


name_button_providers: list[ButtonProvider] = []
"""In which ways higher parts let staff name who took part in an edition of the past."""


def provide_buttons_for_names(provider: ButtonProvider) -> ButtonProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    name_button_providers.append(provider)
    return provider


def provide_buttons(provider: ButtonProvider) -> ButtonProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    button_providers.append(provider)
    return provider


def on_site(edition: Edition) -> str:
    """Where a visitor finds a published edition."""
    return f"{addresses.training(edition.training.slug)}#uitvoering-{edition.pk}"


class GuardedButton(Button):
    """A button for who has a right: to others it would lead to a refusal."""

    def __init__(self, label: StrOrPromise, *, permission: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.permission = permission


def edition_buttons(edition: Edition, user: User | AnonymousUser) -> list[Button]:
    """What somebody can do with an edition, besides what Wagtail does with any model."""
    buttons: list[Button] = []
    if edition.is_reported:
        url = reverse("edition_reported", args=[edition.pk])
        people_url = reverse("edition_reported_people", args=[edition.pk])
        return [
            Button(_("Wijzig de opgave"), url=url, icon_name="history", priority=1),
            Button(_("Namen en papieren"), url=people_url, icon_name="group", priority=2),
        ]
    if edition.status == EditionStatus.DRAFT:
        url = reverse("edition_publish", args=[edition.pk])
        buttons.append(Button(_("Publiceer"), url=url, icon_name="upload", priority=1))
    if edition.status == EditionStatus.OPEN and not edition.is_past:
        buttons.append(
            Button(_("Bekijk op de site"), url=on_site(edition), icon_name="view", priority=RARELY)
        )
    url = reverse("edition_copy", args=[edition.pk])
    buttons.append(Button(_("Kopieer"), url=url, icon_name="copy", priority=RARELY))
    if edition.status != EditionStatus.CANCELLED and not edition.is_past:
        url = reverse("edition_half", args=[edition.pk])
        # To make the other half, or to go there when it is made.
        label = _("Op locatie en online")
        buttons.append(Button(label, url=url, icon_name="globe", priority=RARELY + 1))
    for provider in button_providers:
        buttons.extend(provider(edition))
    return sorted(
        one
        for one in buttons
        if not isinstance(one, GuardedButton) or user.has_perm(one.permission)
    )


def in_sight(button: Button) -> ListingButton:
    """The same, outside a menu."""
    return ListingButton(
        button.label, url=button.url, icon_name=button.icon_name, priority=button.priority
    )
