"""What somebody saw when a form was opened, so that saving it undoes nobody's newer work.

A page with a form carries a fingerprint of each thing that it showed (`token`). When the form comes
back, the service that stores it compares, under the lock of the row (`refuse_if_stale`): what
somebody else changed since, and would now be changed back, is a `Conflict` that says what stands
there and what was filled in. The page shows both, with the fingerprints of what stands there now,
so that to save once more is to choose for one's own; `with_theirs` takes the other's instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.model_fields import Column, column

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import QueryDict
    from django.utils.functional import Promise

    from courses.common.form_types import ModelFormSet

FIELD = "snapshot"
"""The name under which a page sends what it showed."""

TAKE = "take_theirs"
"""The name of the button that takes what the other saved; its value names the things."""


@dataclass(frozen=True)
class Fact:
    """One thing that a form shows: what it is called, how people read it, and what it is."""

    label: str
    text: str
    value: object

    @property
    def fingerprint(self) -> str:
        """A short text that differs when the value does. It tells nothing of the value."""
        written = json.dumps(self.value, default=str, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:16]


Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Difference:
    """What somebody else saved, and what was filled in here."""

    key: str
    label: str
    theirs: str
    yours: str


def in_words(one: Difference) -> str:
    """Both versions in a sentence, for where there is no room for a table."""
    return gettext("%(label)s: nu staat er “%(theirs)s”, jij vulde in “%(yours)s”.") % {
        "label": one.label,
        "theirs": one.theirs,
        "yours": one.yours,
    }


class Conflict(Refusal):
    """Somebody else changed since what is about to be changed back."""

    def __init__(self, differences: Collection[Difference], stored: Facts) -> None:
        super().__init__(_("Iemand anders heeft dit intussen veranderd. Er is nog niets bewaard."))
        self.differences = list(differences)
        self.token = token(stored)

    @property
    def keys(self) -> str:
        """For the button that takes what the other saved."""
        return ",".join(one.key for one in self.differences)


class FormSnapshot:
    """The fingerprints of what a page showed. Of what it has none for, it showed nothing."""

    def __init__(self, fingerprints: Mapping[str, str]) -> None:
        self.fingerprints = dict(fingerprints)

    @classmethod
    def submitted(cls, data: Mapping[str, object]) -> FormSnapshot:
        """What came back with a form; what cannot be read is as nothing."""
        try:
            found = json.loads(str(data.get(FIELD) or "{}"))
        except (ValueError, RecursionError):
            found = {}
        return cls(found if isinstance(found, dict) else {})

    def is_stale(self, key: str, fact: Fact) -> bool:
        """Whether a thing is not any more what the page showed."""
        return key in self.fingerprints and self.fingerprints[key] != fact.fingerprint

    def refuse_if_stale(self, *, stored: Facts, wanted: Facts | None = None) -> None:
        """Call under the lock of what is stored.

        Of `wanted`, what is the same as stored is no conflict. Without it everything that has
        changed since is one: for pages that ask "are you sure?" of what they show.

        Raises:
            Conflict: something has changed since the page was opened.
        """
        differences = [
            Difference(key, fact.label, fact.text, wanted[key].text if wanted else "")
            for key, fact in stored.items()
            if self.is_stale(key, fact) and (wanted is None or wanted[key].value != fact.value)
        ]
        if differences:
            raise Conflict(differences, stored)


def token(facts: Facts) -> str:
    """For a hidden field: what the page shows."""
    return json.dumps({key: fact.fingerprint for key, fact in facts.items()})


def fact(label: str | Promise, value: object, text: object = None) -> Fact:
    """A thing by its plain value; `text` where people read it otherwise."""
    shown = _shown(value) if text is None else str(text)
    return Fact(capfirst(str(label)), shown or gettext("(leeg)"), value)


def facts_of(instance: Model, names: Iterable[str]) -> dict[str, Fact]:
    """The fields of a row by these names, as a form would show them."""
    return {name: _fact_of(instance, name) for name in names}


def _fact_of(instance: Model, name: str) -> Fact:
    field = column(type(instance), name)
    label = field.verbose_name
    if field.many_to_many:
        chosen = sorted(getattr(instance, field.name).all(), key=lambda one: one.pk)
        return fact(label, [one.pk for one in chosen], ", ".join(str(one) for one in chosen))
    value = field.value_from_object(instance)
    if field.is_relation:
        return fact(label, value, getattr(instance, field.name) or "")
    return fact(label, _plain(value), _in_words(instance, field, value))


def _in_words(instance: Model, field: Column, value: object) -> str:
    if field.choices:
        return str(getattr(instance, f"get_{field.name}_display")() or "")
    return _shown(value)


def _plain(value: object) -> object:
    """What a form can hold of it: moments to the minute, no difference between none and empty."""
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M %z}"
    return "" if value is None else value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, datetime):
        return f"{clock.local(value):%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list | tuple):
        return ", ".join(_shown(one) for one in value)
    return "" if value is None else str(value)


# --- Taking the other's ---------------------------------------------------------------------


def with_theirs(data: QueryDict, fresh: forms.BaseForm) -> QueryDict:
    """What was sent, with what `fresh` (the form as it is stored now) has for what is taken.

    All else stays as it was typed. Both are of a form in which fields are called as the facts are;
    a set of forms (`fresh.formsets`), or a form beside it, goes as a whole.
    """
    sent = data.copy()
    sets = getattr(fresh, "formsets", {})
    for key in data.get(TAKE, "").split(","):
        if key in fresh.fields:
            _take_field(sent, fresh[key])
        elif key in sets:
            _take_set(sent, sets[key])
    return sent


def _take_field(sent: QueryDict, bound: forms.BoundField) -> None:
    widget, value = bound.field.widget, bound.value()
    sent.pop(bound.html_name, None)
    if isinstance(widget, forms.CheckboxInput):
        if value:
            sent[bound.html_name] = "on"
    elif isinstance(value, list | tuple) or hasattr(value, "all"):
        chosen = bound.field.prepare_value(value)
        sent.setlist(bound.html_name, [str(one) for one in chosen])
    else:
        shown = widget.format_value(value)
        shown = shown[0] if isinstance(shown, list) and shown else shown
        sent[bound.html_name] = "" if shown is None or shown == [] else str(shown)


def _take_set(sent: QueryDict, formset: ModelFormSet | forms.BaseForm) -> None:
    for name in [name for name in sent if name.startswith(f"{formset.prefix}-")]:
        del sent[name]
    if isinstance(formset, forms.BaseForm):
        for bound in formset:
            _take_field(sent, bound)
        return
    for bound in formset.management_form:
        sent[bound.html_name] = str(bound.value())
    count = formset.initial_form_count()
    sent[formset.management_form["TOTAL_FORMS"].html_name] = str(count)
    for form in formset.initial_forms:
        for bound in form:
            _take_field(sent, bound)


def with_living_rows(data: QueryDict, formset: ModelFormSet) -> QueryDict:
    """What was sent, in which a row of a set that somebody else removed counts as a new one.

    A set refuses a row that is not there any more, with words that help nobody.
    """
    prefix = formset.prefix
    alive = {str(form.instance.pk) for form in formset.initial_forms}
    try:
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS", 0)), 1000)
    except ValueError:
        return data
    rows = [
        {
            name.removeprefix(f"{prefix}-{number}-"): data.getlist(name)
            for name in data
            if name.startswith(f"{prefix}-{number}-")
        }
        for number in range(total)
    ]
    known = [row for row in rows if row.get("id", [""])[0] in alive]
    if len(known) == sum(1 for row in rows if row.get("id", [""])[0]):
        return data
    others = [{**row, "id": [""]} for row in rows if row.get("id", [""])[0] not in alive]
    sent = data.copy()
    for number, row in enumerate(rows):
        for name in row:
            del sent[f"{prefix}-{number}-{name}"]
    sent[f"{prefix}-INITIAL_FORMS"] = str(len(known))
    for number, row in enumerate([*known, *others]):
        for name, values in row.items():
            sent.setlist(f"{prefix}-{number}-{name}", values)
    return sent
