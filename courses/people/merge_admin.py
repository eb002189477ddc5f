"""Making one account of two, in the administration: whom, what is kept, and yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from courses.common.edit_conflicts import FIELD, Conflict, FormSnapshot, fact, token
from courses.common.errors import Refusal
from courses.people import merge_rules, merging, queries, services
from courses.people.models import User
from courses.plugin_host.dependents import everything_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.common.edit_conflicts import Fact

STAYS, GOES = "stays", "goes"

ADDRESS = "address"
"""What is asked of street, postcode and city together."""


class MergeForm(forms.Form):
    """Whose details are kept, field by field, and that staff are sure."""

    sure = forms.BooleanField(
        label=_("Ik weet zeker dat dit één persoon is. Ik heb het nagevraagd."),
        error_messages={"required": _("Vink aan dat je het zeker weet.")},
    )

    def __init__(self, data: object, facts: dict[str, Fact]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.same: list[tuple[str, str]] = []
        for name in merging.FIELDS:
            if name not in merging.ADDRESS:
                self._ask(name, facts[f"{STAYS}-{name}"], facts[f"{GOES}-{name}"])
            elif name == merging.ADDRESS[0]:
                self._ask(ADDRESS, _address(STAYS, facts), _address(GOES, facts))
        self.order_fields([*(name for name in self.fields if name != "sure"), "sure"])

    def _ask(self, name: str, stays: Fact, goes: Fact) -> None:
        if stays.value == goes.value:
            self.same.append((stays.label, stays.text))
            return
        self.fields[f"take-{name}"] = forms.ChoiceField(
            label=stays.label,
            choices=[(STAYS, stays.text), (GOES, goes.text)],
            # What is filled in is kept rather than nothing.
            initial=STAYS if stays.value else GOES,
            widget=forms.RadioSelect,
        )

    def taken(self) -> list[str]:
        """The fields of which the account that goes has what is kept."""
        names = [
            name.removeprefix("take-")
            for name, value in self.cleaned_data.items()
            if name != "sure" and value == GOES
        ]
        if ADDRESS in names:
            names.remove(ADDRESS)
            names += merging.ADDRESS
        return names


def _address(whose: str, facts: dict[str, Fact]) -> Fact:
    """The parts of an address as one thing; of no address none."""
    parts = [facts[f"{whose}-{name}"] for name in merging.ADDRESS]
    filled = [one for one in parts if one.value]
    text = ", ".join(one.text for one in filled) or parts[0].text
    return fact(_("Adres"), [one.value for one in parts] if filled else [], text)


@never_cache
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """With whom: who looks like this person, or whom staff look for."""
    person = _person(request, pk)
    text = request.GET.get("q", "").strip()
    alike = queries.lookalikes(
        first_name=person.first_name,
        last_name=person.last_name,
        telephone=person.telephone,
        postcode=person.postcode,
        birth_year=person.birth_year,
    )
    found = queries.find(text) if text else [one.person for one in alike]
    others = [one for one in found if one.pk != person.pk]
    return render(
        request,
        "people/admin/merge_choose.html",
        {"person": person, "found": others, "searched_for": text},
    )


@never_cache
def merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Show both, let staff choose per field, and merge."""
    stays, goes = _person(request, pk), _person(request, other_pk)
    actor = queries.signed_in_user(request)
    facts = merging.merged_facts(stays, goes)
    if request.method == "POST" and "two" in request.POST:
        services.are_two(person=goes, actor=actor)
        messages.success(request, gettext("Bewaard: dit zijn twee mensen."))
        return redirect("person_page", pk=goes.pk)
    form = MergeForm(request.POST or None, facts)
    # Now, before it is done: afterwards nobody can tell what came free.
    consequences = merge_rules.consequences(stays, goes)
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge_people(
                stays=stays,
                goes=goes,
                actor=actor,
                take=form.taken(),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict:
            messages.warning(
                request,
                gettext(
                    "Iemand anders heeft intussen iets veranderd bij deze personen. Er is nog "
                    "niets gedaan. Kijk het nog eens na."
                ),
            )
            return redirect(request.path)
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, gettext("De twee accounts zijn nu één."))
            for one in consequences:
                messages.info(request, one.after())
            return redirect("person_page", pk=stays.pk)
    return render(
        request,
        "people/admin/merge.html",
        {
            "stays": stays,
            "goes": goes,
            "is_maybe_double": queries.is_maybe_double(goes),
            "form": form,
            "why_not": merging.why_not(stays=stays, goes=goes, actor=actor),
            "consequences": consequences,
            "kept_of_goes": everything_of([goes]),
            "snapshot_token": request.POST.get(FIELD) or token(facts),
        },
    )


def _person(request: HttpRequest, pk: int) -> User:
    person = get_object_or_404(User.objects.select_related("partner"), pk=pk)
    if not queries.may_manage(request.user, person):
        raise PermissionDenied
    return person
