"""How people reach the Infopunt, as the academy sets it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from courses.catalogue.hours import Hours
from courses.catalogue.hours import clock as clock_time
from courses.common.contact_details import telephone_link


@register_setting(icon="help")
class InfopuntSettings(BaseSiteSetting):
    """Where volunteers take a signal: the details of the Infopunt, as pages show them."""

    name = models.CharField(_("naam"), max_length=80, default="Infopunt Informele Zorg")
    phone = models.CharField(_("telefoon"), max_length=30, default="(030) 236 17 45")
    email = models.EmailField(_("e-mailadres"), default="infopuntiz@nizu.nl")
    postal_address = models.TextField(
        _("postadres"),
        blank=True,
        default="",
        db_default="",
        max_length=300,
        help_text=_(
            "Waar mensen post naartoe sturen, zoals een formulier op papier. Schrijf het zoals op "
            "een envelop. Staat hier niets? Dan vragen brieven om te bellen."
        ),
    )
    opens_at = models.TimeField(_("bereikbaar vanaf"), null=True, blank=True, default=time(9))
    closes_at = models.TimeField(_("bereikbaar tot"), null=True, blank=True, default=time(13))
    in_weekends = models.BooleanField(_("ook in het weekend"), default=True)
    closed_days = models.TextField(
        _("dagen dicht"),
        blank=True,
        max_length=2000,
        help_text=_("Bijvoorbeeld feestdagen: een datum op elke regel, zoals 25-12-2026."),
    )
    hours_note = models.CharField(
        _("aanvulling bij de tijden"),
        max_length=120,
        blank=True,
        help_text=_("Zonder tijden hierboven staat alleen dit op de site."),
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("phone"),
        FieldPanel("email"),
        FieldPanel("postal_address"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldPanel("in_weekends"),
        FieldPanel("closed_days"),
        FieldPanel("hours_note"),
    ]

    class Meta:
        verbose_name = _("Infopunt")
        verbose_name_plural = _("gegevens van het Infopunt")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (self.opens_at is None) != (self.closes_at is None):
            raise ValidationError({"closes_at": gettext("Vul beide tijden in, of geen van beide.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": gettext("Dit is niet later dan het begin.")})
        for line in self.closed_days.splitlines():
            if line.strip() and _as_date(line) is None:
                message = gettext("“%(line)s” is geen datum. Schrijf bijvoorbeeld 25-12-2026.")
                raise ValidationError({"closed_days": message % {"line": line.strip()[:40]}})

    @property
    def hours(self) -> Hours | None:
        """When one can call; None when only the note tells."""
        if self.opens_at is None or self.closes_at is None:
            return None
        days = (_as_date(line) for line in self.closed_days.splitlines())
        closed = frozenset(day for day in days if day is not None)
        return Hours(self.opens_at, self.closes_at, self.in_weekends, closed)

    @property
    def opening_hours(self) -> str:
        """When one can call, in words: `elke dag van 9.00 tot 13.00 uur`."""
        if self.opens_at is None or self.closes_at is None:
            return self.hours_note
        values = {"opens": clock_time(self.opens_at), "closes": clock_time(self.closes_at)}
        words = (
            gettext("elke dag van %(opens)s tot %(closes)s uur")
            if self.in_weekends
            else gettext("op werkdagen van %(opens)s tot %(closes)s uur")
        ) % values
        return f"{words}. {self.hours_note}" if self.hours_note else words

    @property
    def postal_lines(self) -> list[str]:
        """The address for post, line by line; none where we have none."""
        return [line.strip() for line in self.postal_address.splitlines() if line.strip()]

    @property
    def phone_link(self) -> str:
        """The number as a `tel:` address."""
        return telephone_link(self.phone)

    @property
    def mail_link(self) -> str:
        """The address as a `mailto:` link."""
        return f"mailto:{self.email}"


def _as_date(line: str) -> date | None:
    try:
        return datetime.strptime(line.strip(), "%d-%m-%Y").date()
    except ValueError:
        return None
