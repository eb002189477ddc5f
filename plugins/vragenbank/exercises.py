"""The exercise: questions of a bank in one form."""

from __future__ import annotations

import re
import secrets
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import (
    Exercise,
    ExerciseContext,
    Json,
    PortableExercise,
    Refusal,
    Score,
)
from plugins.vragenbank.blocks import BankQuestionsBlock
from plugins.vragenbank.drawing import (
    NO_SEED,
    is_drawn,
    opened,
    place_of,
    sealed,
    versions_asked,
    versions_for,
)
from plugins.vragenbank.grading import given_in, is_answered, part_right
from plugins.vragenbank.marks import needed, pass_mark
from plugins.vragenbank.portable import portable
from plugins.vragenbank.queries import question_in
from plugins.vragenbank.showing import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wagtail import blocks

    from plugins.vragenbank.formats.model import Question
    from plugins.vragenbank.models import QuestionVersion

FIELD = re.compile(r"q(\d{1,12})(?:-(\d{1,3}))?")
MOST_FIELD = 4000
SEED = re.compile(r"[0-9a-f]{1,32}")


class BankQuestions(Exercise):
    """Questions of a bank: chosen ones, all, or a number at random; a point for each.

    An answer is `{"place": …, "seed": …, "asked": [version, …], "given": {version: …}}`, where a
    version is what a question said when it was asked. What was asked in another place, or is not
    all there any more, counts as not begun. Where questions are drawn, the first answer is a seed
    and no more: with it the page shows the same questions until somebody begins again. Parts of
    questions that are right add up to points. What nobody judges counts for none.
    """

    name = "questions"
    template_name = "vragenbank/questions.html"
    # The template brings its own: to begin, and to send.
    submit_label = ""

    def block(self) -> blocks.Block:
        return BankQuestionsBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        token = next(iter(data.get("asked", ())), "")
        if not token:
            return {"seed": _seed_of(previous) or secrets.token_hex(8)}
        place, seed, asked = opened(token)
        given: dict[str, dict[str, list[str]]] = {}
        for name, values in data.items():
            found = FIELD.fullmatch(name)
            if found and int(found[1]) in asked:
                kept = [value[:MOST_FIELD] for value in values][:100]
                given.setdefault(found[1], {})[found[2] or ""] = kept
        if not any(
            value.strip() for one in given.values() for each in one.values() for value in each
        ):
            raise Refusal(_("Je hebt nog niets ingevuld. Beantwoord eerst de vragen."))
        return {"place": place, "seed": seed, "asked": asked, "given": given}

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """The questions as they are now, judged without us."""
        return portable(ctx)

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Points for what is right, once everything is filled in that must be.

        `feedback` has `questions` (see `showing.shown`), `asked` for the form, and `missing`: the
        questions that must be answered still. Once judged it also has `right` (of the questions
        that are judged, with a part for what is partly right), `passed` and `needed`.
        """
        seed, asked, given = _parts(answer)
        versions = versions_asked(ctx, asked) if _is_here(answer, ctx) else []
        # Of fewer questions than were asked, fewer points would do.
        is_begun = bool(asked) and len(versions) == len(asked)
        if not is_begun:
            versions = versions_for(ctx, seed)
        pairs = [(one, question_in(one)) for one in versions]
        fields = {one.pk: _given(given.get(str(one.pk)), question) for one, question in pairs}
        judged = [
            (one.pk, part)
            for one, question in pairs
            if (part := part_right(question, fields[one.pk])) is not None
        ]
        out_of = len(judged)
        missing = [
            {"key": f"q{one.pk}", "number": number}
            for number, (one, question) in enumerate(pairs, start=1)
            if question.must_answer and not is_answered(question, fields[one.pk])
        ]
        is_done = is_begun and not missing
        told: dict[str, Json] = {
            "asked": sealed(ctx, seed, versions),
            "questions": [
                shown(question, one, number, fields[one.pk], seed=seed, is_done=is_done)
                for number, (one, question) in enumerate(pairs, start=1)
            ],
            "missing": missing if is_begun else [],
        }
        if not is_done:
            return Score(0, out_of, finished=False, feedback=told)
        total = sum((part for _key, part in judged), Decimal(0))
        enough = needed(out_of, pass_mark(ctx.settings))
        told |= {
            "right": float(round(total, 1)),
            "passed": int(total) >= enough,
            "needed": enough,
            "judged": out_of,
        }
        return Score(int(total), out_of, feedback=told)


def first_page(config: Mapping[str, Json], ctx: ExerciseContext) -> dict[str, Json] | None:
    """What is asked before there is an answer, the same for everybody; None where one begins with
    a draw."""
    if is_drawn(config):
        return None
    versions = versions_for(ctx, NO_SEED)
    return {
        "asked": sealed(ctx, NO_SEED, versions),
        "questions": [
            shown(question_in(one), one, number, None, seed=NO_SEED, is_done=False)
            for number, one in enumerate(versions, start=1)
        ],
        "missing": [],
    }


def given_to(version: QuestionVersion, question: Question, answer: Json) -> Json:
    """What a kept answer says to one version."""
    _seed, _asked, given = _parts(answer)
    return _given(given.get(str(version.pk)), question)


def asked_in(answer: Json) -> list[int]:
    """The versions that a kept answer is about."""
    return _parts(answer)[1]


def _given(fields: Json, question: Question) -> Json:
    if not isinstance(fields, dict):
        return None
    kept = {
        key: [one for one in values if isinstance(one, str)]
        for key, values in fields.items()
        if isinstance(key, str) and isinstance(values, list)
    }
    return given_in(question, kept)


def _parts(answer: Json) -> tuple[str, list[int], dict[str, Json]]:
    """Seed, versions and answers of a kept answer, of whatever shape it is."""
    kept = answer if isinstance(answer, dict) else {}
    asked, given = kept.get("asked"), kept.get("given")
    return (
        _seed_of(kept) or NO_SEED,
        [one for one in asked if type(one) is int] if isinstance(asked, list) else [],
        given if isinstance(given, dict) else {},
    )


def _is_here(answer: Json, ctx: ExerciseContext) -> bool:
    return isinstance(answer, dict) and answer.get("place") == place_of(ctx)


def _seed_of(answer: Json) -> str:
    """The seed of an attempt that goes on; a finished one says nothing here."""
    seed = answer.get("seed") if isinstance(answer, dict) else None
    return seed if isinstance(seed, str) and SEED.fullmatch(seed) else ""
