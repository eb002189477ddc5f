"""Tells the page cache that something public has changed, after commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses.catalogue.models import (
    CoursePluginActivation,
    InfopuntSettings,
    KeptPage,
    Theme,
    TrainingVariant,
)
from courses.common.public_version import texts_version, version
from courses.editions.models import Edition, Location, Session
from courses.evaluation.models import Reaction
from courses.glossary.models import GlossaryWord
from courses.people.models import Partner, User
from courses.search.models import WordGroup
from courses.translations.models import ContentLanguage

if TYPE_CHECKING:
    from django.db.models import Model

PUBLIC_MODELS: tuple[type[Model], ...] = (
    Edition,
    Location,
    Session,
    Theme,
    Partner,
    InfopuntSettings,
    CoursePluginActivation,
    KeptPage,
    TrainingVariant,
    Reaction,
    WordGroup,
    GlossaryWord,
    ContentLanguage,
    Site,
    PageViewRestriction,
    get_image_model(),
)
"""Models whose every change shows on public pages (seats left stand on the edition)."""


OF_DATES: tuple[type[Model], ...] = (Edition, Session, Location, Reaction)
"""Those of which nothing stands in the text of a page."""

NAMES = frozenset({"first_name", "last_name"})


def changed(sender: object = None, **_kwargs: object) -> None:
    """Bump the public version once the change is visible to others; that of texts with it, unless
    it was about dates alone."""
    transaction.on_commit(version.bump, robust=True)
    if sender not in OF_DATES:
        transaction.on_commit(texts_version.bump, robust=True)


def _page_changed(sender: type[Model], **kwargs: object) -> None:
    if issubclass(sender, Page):
        changed(sender)


def _trainer_changed(
    instance: User, created: bool = False, update_fields: frozenset[str] | None = None, **_: object
) -> None:
    """Trainers are named at the dates that they give: by another name, or not any more."""
    is_of_name = update_fields is None or bool(NAMES & update_fields)
    if created or not is_of_name:
        return
    if Edition.trainers.through.objects.filter(user=instance.pk).exists():
        changed(Edition)


def connect() -> None:
    """Listen to everything that visitors can see."""
    for model in PUBLIC_MODELS:
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"public-{model.__name__}")
    for signal in (post_save, pre_delete):
        signal.connect(_trainer_changed, sender=User, dispatch_uid="public-trainer")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(changed, dispatch_uid="public-page")
    m2m_changed.connect(changed, sender=Group.permissions.through, dispatch_uid="public-rights")
    post_save.connect(_page_changed, dispatch_uid="public-page-saved")
    post_delete.connect(_page_changed, dispatch_uid="public-page-deleted")
