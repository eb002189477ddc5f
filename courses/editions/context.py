"""What editions add to the pages of the catalogue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext

from courses.catalogue.page_context import Values, provide
from courses.catalogue.queries import to_read_in
from courses.common import formats
from courses.editions import house_rules, queries
from courses.editions.enums import EditionStatus, Language, PartOfDay
from courses.editions.facets import FIELDS, narrow
from courses.editions.nearby import near_dates, nearest_first
from courses.translations.queries import offered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.http import HttpRequest
    from wagtail.models import Page

    from courses.catalogue.models import TrainingPage
    from courses.catalogue.queries import TrainingCard
    from courses.common.filters import FilterForm
    from courses.editions.models import Edition, Location
    from courses.editions.queries import NextEdition

MOST_NAMED = 5
"""Trainings that are named when nothing fits all that was chosen."""


@provide("TrainingPage")
def editions_of_training(
    request: HttpRequest, page: TrainingPage, values: Values
) -> dict[str, object]:
    """The coming editions of a training, whether one can enrol in any of them or wait, and whether
    any of them has a seat."""
    editions = queries.coming_in(page.pk)
    return {
        "editions": editions,
        "can_enrol": any(edition.is_open_for_enrolment for edition in editions),
        "has_seats": any(edition.is_bookable for edition in editions),
        "spoken_languages": _spoken_in(editions),
        "lasts": _lasts(page.minutes, editions),
    }


def _lasts(minutes: int, editions: Iterable[Edition]) -> str:
    """How long the training lasts, and that it may be otherwise where a date is so."""
    said = formats.duration(minutes)
    if all(_minutes(one) == minutes for one in editions):
        return said
    return gettext("%(duration)s. Bij een datum kan dat anders zijn.") % {"duration": said}


def _minutes(edition: Edition) -> int:
    """How long its meetings last together."""
    lengths = (one.ends_at - one.starts_at for one in edition.sessions.all())
    return sum(length // timedelta(minutes=1) for length in lengths)


def _spoken_in(editions: Iterable[Edition]) -> list[str]:
    """What is spoken in these editions, each language once; what has no date is in Dutch."""
    spoken = dict.fromkeys(str(edition.get_language_display()) for edition in editions)
    return list(spoken) or [str(Language.DUTCH.label)]


@provide("enrol")
def locations_of_edition(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """The buildings of the edition with how to get there, and the rules that it has."""
    coming = page.status == EditionStatus.OPEN and not page.is_past
    return {
        "locations": [one for one in queries.locations_of(page) if _tells_the_way(one)],
        "other_half": _open_half(page),
        "house_rules": house_rules.sentences(page) if coming else [],
    }


@provide("withdraw")
def rules_of_missing_one(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """What the rules say to who cannot come once, and may think that all is lost."""
    return {"house_rules": house_rules.about_missing_one(page)}


def _tells_the_way(location: Location) -> bool:
    """Whether there is more to say of it than its name, which stands with the sessions."""
    return bool(location.address or location.map_link or location.photo or location.access)


def _open_half(edition: Edition) -> Edition | None:
    """The other half of a hybrid, as long as one can choose it."""
    other = queries.other_half(edition)
    return other if other is not None and other.is_open_for_enrolment else None


@provide("CataloguePage")
def next_editions(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """For each training on this page of the list, its first edition that is open and that fits
    what was chosen: who asked for online sees no date on a venue."""
    chosen = values["chosen"]
    is_narrowed = any(chosen.get(name) for name in FIELDS)
    fitting = narrow(queries.open_for_enrolment(), chosen) if is_narrowed else None
    return {
        "trainings": queries.with_next_edition(values["cards"], among=fitting),
        **_nearby(values["nearby_cards"], values["filter_form"]),
        "only_part_of_day": _only_part_of_day(chosen),
        **_to_read(str(chosen.get("taal") or ""), number=values["page_obj"].paginator.count),
    }


@provide("agenda")
def readable_instead(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """What can be read in the language that was chosen, where no date in it fits."""
    code = str(values["chosen"].get("taal") or "")
    return _to_read(code, number=values["page_obj"].paginator.count)


def _to_read(code: str, *, number: int) -> dict[str, object]:
    """What there is to read in a language in which no date fits, and that language."""
    found = to_read_in(code) if code and not number else []
    return {"to_read": found, "to_read_in": offered()[code] if found else None}


def _only_part_of_day(chosen: Mapping[str, object]) -> str:
    """The part of the day, where nothing else was asked of a date: then that is why it fits not."""
    asked = [name for name in FIELDS if chosen.get(name)]
    return str(PartOfDay(str(chosen["dagdeel"])).label) if asked == ["dagdeel"] else ""


class NearDate(NamedTuple):
    """A date that comes near, and in words what it does not fit."""

    edition: NextEdition
    misses: str


class NearTraining(NamedTuple):
    """A training with the dates that come near; none where nobody can enrol now."""

    training: TrainingCard
    dates: list[NearDate]


def _nearby(cards: Sequence[TrainingCard], form: FilterForm) -> dict[str, object]:
    """What is named when nothing fits: what is in the language that was chosen, or else that there
    is nothing in it; the nearest first, with what each date does not fit."""
    if not cards:
        return {"nearby": []}
    wanted = form.cleaned_data.get("taal")
    dates = near_dates([one.pk for one in cards], form.cleaned_data)
    spoken = {pk: [one for one in near if "taal" not in one.misses] for pk, near in dates.items()}
    not_spoken = ""
    if wanted and any(spoken.values()):
        cards, dates = [one for one in cards if spoken.get(one.pk)], spoken
    elif wanted:
        not_spoken = str(Language(wanted).label)
    words = form.in_words
    # Of a single wish the sentence above the list says it.
    told = [name for name in words if name in FIELDS and not (not_spoken and name == "taal")]
    said = {name: words[name] for name in told} if len(told) + bool(not_spoken) > 1 else {}
    by_key = {one.pk: one for one in cards}
    return {
        "nearby": [
            NearTraining(
                by_key[pk],
                [
                    NearDate(edition, _words_of(misses, said))
                    for edition, misses in dates.get(pk, [])
                ],
            )
            for pk in nearest_first(by_key, dates, most=MOST_NAMED)
        ],
        "not_spoken": not_spoken,
        "all_chosen": ", ".join(words.values()),
    }


def _words_of(misses: Collection[str], said: Mapping[str, str]) -> str:
    return ", ".join(words for name, words in said.items() if name in misses)
