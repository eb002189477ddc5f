"""The academy's own texts of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.notices import (
    kinds,
    texts,
    writing,
)
from courses.notices.models import NoticeText

if TYPE_CHECKING:
    from courses.common.edit_conflicts import FormSnapshot
    from courses.notices.kinds import NoticeKind
    from courses.notices.texts import Wording
    from courses.people.models import User


@transaction.atomic
def change_text(
    *,
    kind: str,
    language: str,
    wording: Wording,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
) -> NoticeText | None:
    """Give a kind of notice words of one's own, in one language; None when they are the standard
    ones.

    Of each part that is as the standard nothing is kept: it goes along when the standard changes.
    `snapshot` is what the page showed on which it was typed.

    Raises:
        Conflict: somebody else has changed it meanwhile.
        Refusal: the kind has no text of one's own; there is no subject or text; or something
            between braces is no placeholder of the kind.
    """
    found = _editable(kind)
    wanted = checked_text(kind=kind, language=language, wording=wording)
    if snapshot is not None:
        NoticeText.objects.select_for_update().filter(kind=kind, language=language).first()
        snapshot.refuse_if_stale(
            stored=writing.text_facts(writing.wording_of(found, language)),
            wanted=writing.text_facts(wanted),
        )
    standard = writing.standard_wording(found, language).parts
    own = {name: "" if part == standard[name] else part for name, part in wanted.parts.items()}
    if not any(own.values()):
        reset_text(kind=kind, language=language, actor=actor)
        return None
    text, _made = NoticeText.objects.update_or_create(
        kind=kind,
        language=language,
        defaults={**own, "changed_by": actor, "changed_at": clock.now()},
    )
    audit.record(text, "notices.text", actor=actor)
    return text


def _editable(kind: str) -> NoticeKind:
    found = kinds.find(kind)
    if found is None or not found.is_editable:
        raise Refusal(_("Van dit bericht kun je de tekst niet veranderen."))
    return found


def checked_text(*, kind: str, language: str, wording: Wording) -> Wording:
    """The words that somebody typed, as they would count: what is for a call and was left empty is
    the standard.

    Raises:
        Refusal: see `change_text`.
    """
    found, typed = _editable(kind), texts.tidy(wording)
    if not typed.subject:
        raise Refusal(_("Vul een onderwerp in."), field="subject")
    if not typed.body:
        raise Refusal(_("Vul een tekst in."), field="body")
    if len(typed.subject) > texts.MOST_IN_SUBJECT:
        raise Refusal(_("Houd het onderwerp korter: ten hoogste 200 tekens."), field="subject")
    if len(typed.body) > texts.MOST_IN_BODY:
        raise Refusal(_("Houd de tekst korter: ten hoogste 20.000 tekens."), field="body")
    known = [one.name for one in kinds.placeholders_of(found)]
    for name, part in typed.parts.items():
        if name in texts.SPOKEN and len(part) > texts.MOST_IN_SCRIPT:
            raise Refusal(_("Houd dit korter: ten hoogste 2.000 tekens."), field=name)
        wrong = texts.misunderstood(part, known)
        if wrong:
            raise Refusal(
                _("Dit kunnen we niet invullen: %(wrong)s. Kies uit: %(known)s.")
                % {
                    "wrong": ", ".join(wrong),
                    "known": ", ".join(f"{{{one}}}" for one in known),
                },
                field=name,
            )
    return writing.completed(typed, standard=writing.standard_wording(found, language))


@transaction.atomic
def reset_text(*, kind: str, language: str, actor: User | None) -> bool:
    """Go back to the academy's standard text of a kind; whether there was another."""
    found = NoticeText.objects.filter(kind=kind, language=language).first()
    if found is None:
        return False
    audit.record(found, "notices.text_reset", actor=actor)
    found.delete()
    return True
