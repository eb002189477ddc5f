"""The way from an organisation's page to its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.enrolment.partner_page import PartnerLink, provide_links
from courses.reports.selections import seen_by_partner

if TYPE_CHECKING:
    from courses.people.models import Partner


def figures_link(partner: Partner) -> list[PartnerLink]:
    """Where the figures of its trainings stand, when it has any that were held."""
    if not seen_by_partner(partner).exists():
        return []
    url = reverse("partner_figures:overview", args=[partner.pk])
    return [PartnerLink(_("Cijfers over jullie trainingen"), url)]


provide_links(figures_link)
