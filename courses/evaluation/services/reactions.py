"""Telling people what was done with what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.evaluation.enums import REACTION, FormStatus, ReactionStatus
from courses.evaluation.models import MOST_CHARACTERS, EvaluationForm, Reaction
from courses.evaluation.queries import reactions as queries
from courses.notices.services import Announcement, in_the_daytime, notify_all

if TYPE_CHECKING:
    from courses.common.edit_conflicts import FormSnapshot
    from courses.people.models import User


@transaction.atomic
def save_reaction(
    *,
    form: EvaluationForm,
    heard: str,
    done: str,
    is_shared: bool,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
) -> Reaction:
    """Write or change the reaction to a closed form. One that is published stays so, with the new
    words; who was told before is not told again.

    `snapshot` is what the page showed on which it was typed.

    Raises:
        Conflict: somebody else has changed it meanwhile.
        Refusal: the form is not closed, a text is too long, or a published one would be empty.
    """
    locked = EvaluationForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if locked.status != FormStatus.CLOSED:
        raise Refusal(_("Dit formulier is nog open. Schrijf je reactie als het gesloten is."))
    stored = Reaction.objects.filter(form=locked).first() or Reaction(form=locked)
    wanted = Reaction(
        form=locked, heard=_tidy(heard), done=_tidy(done), is_shared=is_shared, status=stored.status
    )
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.facts(stored), wanted=queries.facts(wanted))
    _refuse_too_long(wanted)
    if stored.is_published:
        _refuse_empty(wanted)
    if stored.pk and all(
        getattr(stored, name) == getattr(wanted, name) for name in queries.WRITTEN
    ):
        return stored
    stored.heard, stored.done, stored.is_shared = wanted.heard, wanted.done, wanted.is_shared
    stored.save()
    _record(stored, "saved", actor)
    return stored


@transaction.atomic
def publish_reaction(
    *, reaction: Reaction, actor: User | None, snapshot: FormSnapshot | None = None
) -> int:
    """Let people read a reaction, and tell everybody who was invited and did not hear of it yet;
    returns how many that are. Harmless when it is published already.

    `snapshot` is what the page showed that asked whether to publish.

    Raises:
        Conflict: somebody else has changed it meanwhile.
        Refusal: a part of it is empty.
    """
    locked = _lock(reaction)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.facts(locked))
    if locked.is_published:
        return 0
    _refuse_empty(locked)
    locked.status, locked.published_at = ReactionStatus.PUBLISHED, clock.now()
    locked.save(update_fields=["status", "published_at"])
    form = locked.form
    told = notify_all(
        [
            Announcement(
                person=person,
                kind=REACTION,
                # Who was not reached before it was withdrawn is told anew.
                key=f"{form.pk} {locked.published_at.isoformat()}",
                edition=form.edition,
                facts={"form": form.pk},
            )
            for person in queries.people_to_tell(form)
        ],
        actor=actor,
        wait_until=in_the_daytime(clock.now()),
    )
    _record(locked, "published", actor, people=len(told))
    return len(told)


@transaction.atomic
def withdraw_reaction(*, reaction: Reaction, actor: User | None) -> Reaction:
    """Take a published reaction off all pages, and tell nobody who did not hear of it yet.

    Raises:
        Refusal: it is not published.
    """
    locked = _lock(reaction)
    if not locked.is_published:
        raise Refusal(_("Deze reactie is niet gepubliceerd."))
    locked.status = ReactionStatus.WITHDRAWN
    locked.save(update_fields=["status"])
    _record(locked, "withdrawn", actor)
    return locked


def _lock(reaction: Reaction) -> Reaction:
    # By way of its form, as who saves it does.
    EvaluationForm.objects.select_for_update(of=("self",)).get(pk=reaction.form_id)
    return Reaction.objects.select_related("form__edition__training").get(pk=reaction.pk)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().splitlines())


def _refuse_too_long(wanted: Reaction) -> None:
    for name in ("heard", "done"):
        if len(getattr(wanted, name)) > MOST_CHARACTERS:
            raise Refusal(
                gettext("Houd het korter: ten hoogste %(most)d tekens.")
                % {"most": MOST_CHARACTERS},
                field=name,
            )


def _refuse_empty(wanted: Reaction) -> None:
    if not wanted.heard:
        raise Refusal(_("Schrijf eerst wat jullie hoorden."), field="heard")
    if not wanted.done:
        raise Refusal(_("Schrijf eerst wat jullie ermee deden."), field="done")


def _record(reaction: Reaction, action: str, actor: User | None, **data: object) -> None:
    words = {"heard": reaction.heard, "done": reaction.done}
    audit.record(reaction, f"evaluation.reaction_{action}", actor=actor, **words, **data)
