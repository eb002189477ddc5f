"""Which questions somebody gets, and how they are shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext as _

from courses.plugin_api.api import Json, Refusal
from plugins.vragenbank.blocks import MOST_QUESTIONS
from plugins.vragenbank.models import QuestionVersion
from plugins.vragenbank.queries import banks_in, current_versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.plugin_api.api import ExerciseContext

SALT = "vragenbank.asked"
NO_SEED = "0"
"""Of questions that everybody gets alike."""


def is_drawn(config: Mapping[str, Json]) -> bool:
    """Whether everybody gets a number of questions at random."""
    return bool(config.get("bank")) and bool(config.get("number"))


def versions_for(ctx: ExerciseContext, seed: str) -> list[QuestionVersion]:
    """The questions of an attempt, as they are now.

    A draw takes the questions whose mark with this seed is lowest. So who reloads the page gets
    the same ones, and a question that is added to the bank changes one of them at most.
    """
    config = ctx.config
    banks = banks_in(ctx.training_id).values_list("pk", flat=True)
    if not config.get("bank"):
        chosen = [int(one) for one in config.get("questions") or () if str(one).isdigit()]
        versions = current_versions(banks=banks).filter(question__in=chosen)
        by_question = {one.question_id: one for one in versions}
        return [by_question[one] for one in dict.fromkeys(chosen) if one in by_question]
    bank = int(config["bank"]) if str(config["bank"]).isdigit() else 0
    versions_in_bank = list(current_versions(banks=set(banks) & {bank}))
    if not is_drawn(config):
        return versions_in_bank[:MOST_QUESTIONS]
    return sorted(versions_in_bank, key=lambda one: mark(seed, one.question.key))[
        : config["number"]
    ]


def versions_asked(ctx: ExerciseContext, asked: Sequence[int]) -> list[QuestionVersion]:
    """The versions that were asked, in that order; without what is gone by now."""
    banks = banks_in(ctx.training_id).values_list("pk", flat=True)
    found = QuestionVersion.objects.filter(pk__in=asked, question__bank__in=list(banks))
    by_key = found.select_related("question").in_bulk()
    return [by_key[one] for one in asked if one in by_key]


def mark(seed: str, what: str) -> str:
    """A number in an order that nobody can guess and that stays."""
    return hashlib.sha256(f"{seed}:{what}".encode()).hexdigest()


def place_of(ctx: ExerciseContext) -> list[int | str]:
    """Which exercise of which lesson it is, to know an answer to another one by."""
    return [ctx.training_id, ctx.lesson_id, ctx.exercise_id]


def sealed(ctx: ExerciseContext, seed: str, versions: Sequence[QuestionVersion]) -> str:
    """What was asked and where, for the form: nobody can choose other questions by changing it, or
    by sending what another exercise asked."""
    # Without a time: what is shown must be the same whenever it is asked.
    told = [place_of(ctx), seed, [one.pk for one in versions]]
    return signing.Signer(salt=SALT).sign_object(told, compress=True)


def opened(text: str) -> tuple[list[int | str], str, list[int]]:
    """What `sealed` put away: place, seed and versions.

    Raises:
        Refusal: somebody changed it.
    """
    try:
        place, seed, asked = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refusal(_("Er ging iets mis met deze vragen. Begin opnieuw.")) from error
    return list(place), str(seed), [int(one) for one in asked][:MOST_QUESTIONS]
