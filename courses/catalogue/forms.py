"""The search and filter form of the catalogue, and the editor's form of a lesson."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from courses.catalogue import filters, readers
from courses.catalogue.completeness import faults_along
from courses.catalogue.queries import public_themes, themes_on_site
from courses.common.filters import Chip, FilterForm, QuickChoice
from courses.common.form_errors import linked
from courses.common.streams import KeepingBlockWidget
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.editing import editing_in
from courses.plugin_host import asking, registry
from courses.search import queries as search
from courses.search.word_index import Found
from courses.translations.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.models import Theme, TrainingPage
    from courses.common.form_types import Files, FormArguments, FormData

MOST_FOUND = 200
"""Trainings of a search that are listed; nobody reads as many."""

STANDS_OUT = 4
"""So many times as well as another training one must fit a search, to be what was meant. With the
four trainings "luisteren" and "goed gesprek" are above it and below."""

LONGEST_TITLE = 255
LONGEST_ADDRESS = 100
"""Characters that a page adds to an address: a lesson's whole address must fit in what Wagtail
keeps of an old one (255), and be short enough to be sent along when signing in."""


class ThemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A theme to choose, by its name as the reader reads it."""

    def label_from_instance(self, obj: Theme) -> str:
        return read(obj.name)


class CatalogueFilterForm(FilterForm):
    """Search words and filters."""

    always = frozenset({"q"})
    nearby: QuerySet[TrainingPage]
    """What fits the words and the theme, whatever else was chosen; from `apply` on."""
    numbers: Sequence[int] = ()
    """The trainings that fit the words, the best first; from `apply` on."""

    q = forms.CharField(
        label=_("Zoek op woord"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    thema = ThemeField(
        label=_("Thema"),
        queryset=themes_on_site(),
        to_field_name="slug",
        required=False,
        empty_label=_("Alle thema's"),
    )

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.found = Found()
        for facet in filters.facets():
            self.fields.update(facet.fields())

    def quick_choices(self) -> list[QuickChoice]:
        return [one for facet in filters.facets() for one in facet.quick_choices()]

    @property
    def themes(self) -> list[Chip]:
        """The themes to touch."""
        themes = public_themes()
        return [self.chip(QuickChoice("thema", one.slug, read(one.name))) for one in themes]

    def apply(self, trainings: QuerySet[TrainingPage]) -> QuerySet[TrainingPage]:
        """The trainings that fit, with what a list shows of them."""
        self.is_valid()
        chosen = self.cleaned_data
        trainings = filters.in_order(trainings, chosen)
        if chosen.get("q"):
            self.found = search.find(chosen["q"])
            self.numbers = numbers = _trainings_in(self.found)
            trainings = trainings.filter(pk__in=numbers)
            if numbers:
                trainings = trainings.order_by(_in_order_of(numbers), "path")
        if chosen.get("thema"):
            trainings = trainings.filter(theme=chosen["thema"])
        self.nearby = trainings = trainings.select_related("theme", "partner")
        for facet in filters.facets():
            trainings = facet.apply(trainings, chosen)
        return trainings

    @property
    def best_stands_out(self) -> bool:
        """Whether the words fit one training much better than the last one that they fit."""
        scores = _scores_in(self.found)
        return max(scores.values()) > STANDS_OUT * min(scores.values())

    def better_than(self, training_id: int) -> QuerySet[TrainingPage]:
        """What fits the words better than a training that fits the filters too: what somebody
        looks for, and would miss without a word."""
        if training_id not in self.numbers:
            return self.nearby.none()
        return self.nearby.filter(pk__in=self.numbers[: self.numbers.index(training_id)])


def _trainings_in(found: Found) -> list[int]:
    """The trainings that were found themselves, or by a lesson or a date; the best first."""
    return list(_scores_in(found))[:MOST_FOUND]


def _scores_in(found: Found) -> dict[int, float]:
    """How well the words fit each training, by what fits them best of it; the best first."""
    scores: dict[int, float] = {}
    for hit in found.hits:
        if hit.document.training is not None:
            scores.setdefault(hit.document.training, hit.score)
    return scores


def _in_order_of(numbers: list[int]) -> Case:
    places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(numbers)]
    return Case(*places, output_field=IntegerField())


class AcademyPageForm(WagtailAdminPageForm):
    """The editor of any page of ours.

    An address with an accent stays as it is: without this, the script that tidies up the field of a
    new page's address would take the letter out of an old one as soon as somebody touched it.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug is not None and not self.instance.slug.isascii():
            slug.widget.attrs["data-w-slug-allow-unicode-value"] = "true"

    def full_clean(self) -> None:
        super().full_clean()
        # The address follows the title: who gave none has one thing to mend, not one on each tab.
        if self._errors and "title" in self._errors and not self.data.get(self.add_prefix("slug")):
            self._errors.pop("slug", None)

    def clean_slug(self) -> str:
        """The address, which may not be too long; one that was there already stays."""
        slug: str = self.cleaned_data["slug"]
        if "slug" in self.changed_data and len(slug) > LONGEST_ADDRESS:
            raise forms.ValidationError(
                _("Maak het adres korter: hoogstens %(most)d tekens.") % {"most": LONGEST_ADDRESS}
            )
        return slug


class TrainingForm(AcademyPageForm):
    """The editor of a training.

    Its new lessons go public with it, so they have to be finished before somebody asks for that;
    a draft can wait.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        sentences = readers.sentences(self.instance) if self.instance.pk else []
        if sentences and "expire_at" in self.fields:
            keep = gettext("Zij kunnen de lessen dan blijven lezen.")
            self.fields["expire_at"].help_text = " ".join([*sentences, keep])

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean()
        if not self.is_deferred_validation:
            for fault in faults_along(self.instance):
                text = gettext("Nog niet af: %(what)s") % {"what": str(fault)}
                self.add_error(None, linked(text, fault.url))
        return cleaned


class AcademyCopyForm(CopyForm):
    """The form that copies a page. Wagtail's own sets no limits, and the copying then fails."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        title, slug = self.fields["new_title"], self.fields["new_slug"]
        title.validators.append(MaxLengthValidator(LONGEST_TITLE))
        slug.validators.append(MaxLengthValidator(LONGEST_ADDRESS))
        slug.initial = slugify(self.page.slug) or self.page.slug


class LessonForm(AcademyPageForm):
    """The editor of a lesson. It offers only the blocks that work in the lesson's training; what
    the lesson has of others is kept."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields.get("body")
        if body is not None:
            training_id = self.parent_page.pk if self.parent_page else self.instance.training.pk
            body.block = body.block.for_form(
                hidden=_blocks_not_working(training_id),
                value=self.instance.body,
                owner=f"{training_id}/{self.instance.pk or 'new'}",
                within=partial(editing_in, training_id),
            )
            body.widget = KeepingBlockWidget(body.block)


def _blocks_not_working(training_id: int) -> set[str]:
    """The types of the blocks whose plugin is off on this site, or in the training."""
    blocks = asking.here(ContentBlock, training_id)
    exercises = asking.here(Exercise, training_id)
    working = {one.entry.key for one in (*blocks, *exercises)}
    return set(registry.block_providers()) - working
