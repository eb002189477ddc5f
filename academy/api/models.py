"""Personal tokens: with one, a program may do a few things that its owner may do."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.api.enums import Scope
from courses.common import clock


class PersonalToken(models.Model):
    """That somebody has a token. The token itself is not here, only its digest: who reads the
    database, or a backup of it, can do nothing with it.

    `hint` are its last characters, by which the owner tells one from another. `last_used_on` is a
    day and no moment: nobody needs to know more.
    """

    objects: ClassVar[models.Manager[PersonalToken]]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="personal_tokens",
    )
    name = models.CharField(_("waarvoor"), max_length=60)
    scope = models.CharField(_("wat het mag"), max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("werkt tot"))
    last_used_on = models.DateField(_("laatst gebruikt"), null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("persoonlijke sleutel")
        verbose_name_plural = _("persoonlijke sleutels")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def works(self) -> bool:
        """Whether its time is not over."""
        return clock.now() < self.expires_at
