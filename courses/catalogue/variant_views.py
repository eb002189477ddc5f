"""Where somebody makes a variant of a training, and decides on what its base changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from courses.catalogue import variant_queries, variant_services
from courses.catalogue.models import TrainingPage, TrainingVariant
from courses.catalogue.variant_merging import FIELD, Change, Difference, Part
from courses.common.errors import Refusal, add_refusal
from courses.people.queries import is_coordinator, is_trainer, signed_in_user
from courses.translations.segments import Segment, through_block, through_html

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail import blocks

PAGE_SIZE = 20


class VariantsMenuItem(MenuItem):
    """For who makes trainings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user) or is_trainer(request.user)


class VariantForm(forms.Form):
    """What a new variant is called, and for whom it is."""

    title = forms.CharField(label=_("Titel"), max_length=120)
    for_whom = forms.CharField(
        label=_("Voor wie"),
        max_length=120,
        help_text=_("Bijvoorbeeld: oudere migranten, beroepskrachten, een bedrijf (90 minuten)."),
    )


@dataclass(frozen=True)
class DifferenceRow:
    """A change of the base as somebody reads it."""

    difference: Difference
    label: str
    seen: list[str]
    base: list[str]
    own: list[str]


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The variants that one may change, and how many changes of their base wait."""
    if not (is_coordinator(request.user) or is_trainer(request.user)):
        raise PermissionDenied
    search = request.GET.get("q", "").strip()
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    found = variant_queries.variants().filter(training__in=pages.values("pk"))
    if search:
        found = found.filter(training__title__icontains=search)
    page_obj = Paginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    rows = [(one, variant_queries.number_on_offer(one)) for one in page_obj]
    return render(
        request,
        "catalogue/admin/variants.html",
        {"rows": rows, "page_obj": page_obj, "search": search},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make a variant of a training."""
    base = get_object_or_404(TrainingPage, pk=page_id)
    if not may_make(request, base):
        raise PermissionDenied
    form = VariantForm(request.POST or None, initial={"title": base.title})
    if request.method == "POST" and form.is_valid():
        try:
            made = variant_services.make_variant(
                base=base, actor=signed_in_user(request), **form.cleaned_data
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                gettext(
                    "De variant is er, als concept. Verander wat anders moet. De rest blijft "
                    "zoals in de basis."
                ),
            )
            return redirect("wagtailadmin_pages:edit", made.training_id)
    return render(request, "catalogue/admin/make_variant.html", {"form": form, "base": base})


def may_make(request: HttpRequest, base: TrainingPage) -> bool:
    """Who may add trainings, of one that is public or that one may change."""
    may_add: bool = base.get_parent().permissions_for_user(request.user).can_add_subpage()
    return may_add and (base.live or base.permissions_for_user(request.user).can_edit())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, variant_id: int) -> HttpResponse:
    """What the base changed: take it over or leave it."""
    variant = get_object_or_404(variant_queries.variants(), pk=variant_id)
    if not _may_decide(request, variant):
        raise PermissionDenied
    if request.method == "POST":
        takes = "take" in request.POST
        try:
            variant_services.decide(
                variant=variant,
                page_key=request.POST.get("page", ""),
                key=request.POST.get("key", ""),
                mark=request.POST.get("mark", ""),
                takes=takes,
                actor=signed_in_user(request),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                gettext("Overgenomen in het concept. Zet het op de site als het klaar is.")
                if takes
                else gettext("De variant blijft zoals hij is."),
            )
        return redirect("variant_changes", variant_id)
    pages = [
        (one, [_row(one, difference) for difference in one.differences])
        for one in variant_queries.on_offer(variant)
    ]
    return render(
        request, "catalogue/admin/variant_changes.html", {"variant": variant, "pages": pages}
    )


def _may_decide(request: HttpRequest, variant: TrainingVariant) -> bool:
    may: bool = variant.training.permissions_for_user(request.user).can_edit()
    return may


def _row(page: variant_queries.PageDifferences, difference: Difference) -> DifferenceRow:
    return DifferenceRow(
        difference,
        _label(page, difference),
        _texts(page, difference.seen),
        _texts(page, difference.base),
        _texts(page, difference.own) if difference.is_own else [],
    )


def _label(page: variant_queries.PageDifferences, difference: Difference) -> str:
    what = _kind(page, difference.base or difference.seen or {})
    sentence = {
        Change.ADDED: gettext("Nieuw in de basis: %(what)s"),
        Change.CHANGED: gettext("Veranderd in de basis: %(what)s"),
        Change.REMOVED: gettext("Weg uit de basis: %(what)s"),
    }[difference.change]
    return sentence % {"what": what}


def _kind(page: variant_queries.PageDifferences, part: Part) -> str:
    if part.get("type") == variant_queries.GOAL:
        return gettext("leerdoel")
    if part.get("type") == FIELD:
        return str(page.base._meta.get_field(part["id"]).verbose_name)
    block = _block(page, part)
    return str(block.label) if block else str(part.get("type"))


def _block(page: variant_queries.PageDifferences, part: Part) -> blocks.Block | None:
    stream = page.base._meta.get_field("body").stream_block
    return stream.child_blocks[part["type"]] if part.get("type") in stream.child_blocks else None


def _texts(page: variant_queries.PageDifferences, part: Part | None) -> list[str]:
    """The texts of a part, as somebody compares them."""
    if part is None:
        return []
    found: list[str] = []

    def collect(segment: Segment) -> str:
        found.append(strip_tags(segment.source))
        return segment.source

    if part["type"] in (FIELD, variant_queries.GOAL):
        through_html(str(part["value"]), "", "", collect)
        return found
    block = _block(page, part)
    if block is not None:
        through_block(block, part["value"], "", collect)
    return found or [gettext("(geen tekst)")]


urlpatterns = [
    path("varianten/", index, name="variants"),
    path("varianten/nieuw/<int:page_id>/", make, name="variant_make"),
    path("varianten/<int:variant_id>/", changes, name="variant_changes"),
]
