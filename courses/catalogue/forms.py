"""The search and filter form of the catalogue, and the editor's form of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from courses.catalogue import filters, readers
from courses.catalogue.completeness import faults_along
from courses.catalogue.models import Theme, TrainingGoal, TrainingPage
from courses.common.filters import FilterForm
from courses.common.form_errors import linked
from courses.common.streams import KeepingBlockWidget
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_host import asking, registry

if TYPE_CHECKING:
    from courses.common.form_types import Files, FormArguments, FormData

MAX_WORDS = 8
LONGEST_TITLE = 255
LONGEST_ADDRESS = 100
"""Characters that a page adds to an address: a lesson's whole address must fit in what Wagtail
keeps of an old one (255), and be short enough to be sent along when signing in."""


class CatalogueFilterForm(FilterForm):
    """Search words and filters."""

    always = frozenset({"q"})

    q = forms.CharField(
        label=_("Zoek op woord"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    thema = forms.ModelChoiceField(
        label=_("Thema"),
        queryset=Theme.objects.filter(trainings__live=True).distinct(),
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
        for facet in filters.facets():
            self.fields.update(facet.fields())

    def apply(self, trainings: QuerySet[TrainingPage]) -> QuerySet[TrainingPage]:
        """The trainings that fit, with what a list shows of them."""
        self.is_valid()
        chosen = self.cleaned_data
        for word in (chosen.get("q") or "").split()[:MAX_WORDS]:
            trainings = trainings.filter(_mentions(word))
        if chosen.get("thema"):
            trainings = trainings.filter(theme=chosen["thema"])
        for facet in filters.facets():
            trainings = facet.apply(trainings, chosen)
        return trainings.select_related("theme", "partner").order_by("path")


def _mentions(word: str) -> Q:
    # Part of a word is enough: who types "eenzaam" wants "eenzaamheid" too.
    in_goals = TrainingGoal.objects.filter(text__icontains=word).values("training")
    return (
        Q(title__icontains=word)
        | Q(summary__icontains=word)
        | Q(introduction__icontains=word)
        | Q(theme__name__icontains=word)
        | Q(pk__in=in_goals)
    )


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
            )
            body.widget = KeepingBlockWidget(body.block)


def _blocks_not_working(training_id: int) -> set[str]:
    """The types of the blocks whose plugin is off on this site, or in the training."""
    blocks = asking.here(ContentBlock, training_id)
    exercises = asking.here(Exercise, training_id)
    working = {one.entry.key for one in (*blocks, *exercises)}
    return set(registry.block_providers()) - working
