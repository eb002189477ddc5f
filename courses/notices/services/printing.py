"""Printing letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, pdf
from courses.common.errors import Refusal
from courses.common.names import in_sentence
from courses.notices import (
    sending,
    writing,
)
from courses.notices.enums import FOR_STAFF, NoticeState
from courses.notices.letters import EnclosureError, PaperLetter, render
from courses.notices.models import Notice
from courses.notices.queries import BY_PERSON
from courses.notices.services.upkeep import drop_if_stale
from courses.notices.services.ways import go_without_address
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from courses.people.models import User


def print_letters(
    *, notices: Iterable[Notice], actor: User | None, one_sided: bool = False
) -> bytes:
    """One file with the letters for these notices, and write down that they were printed.

    What is no news any more is left out, and so is a letter to somebody of whom we have no address
    any more: that becomes a call. Those to one person come after each other. A letter that was
    printed before can be printed again. `one_sided` leaves out blank pages.

    Raises:
        Refusal: nothing is left to print, a letter has a character that no font has, or what is
            enclosed cannot be printed.
        PdfUnavailable: this machine cannot make PDFs.
    """
    keys = [one.pk for one in notices]
    found = Notice.objects.filter(pk__in=keys, way=ContactWay.LETTER).select_related(
        "person", "edition__training"
    )
    letters = {}
    for one in found.order_by(*BY_PERSON):
        if one.state in FOR_STAFF and drop_if_stale(notice=one):
            continue
        if not one.person.has_postal_address:
            go_without_address(one)
            continue
        try:
            written = writing.write(one, way=ContactWay.LETTER)
        except (writing.UnknownKindError, KeyError):
            # Of a part that is gone, or with a placeholder that is: the others are printed.
            sending.logger.exception("Letter %s could not be written", one.pk)
            continue
        if written is not None:
            letters[one.pk] = PaperLetter(
                one.person, written.letter, written.pictures(), written.enclosures()
            )
    if not letters:
        raise Refusal(_("Er is niets te printen."))
    # Made before anything is locked: it takes a while.
    content = _rendered(list(letters.values()), one_sided=one_sided)
    _mark_printed(list(letters), actor)
    return content


def _rendered(letters: Sequence[PaperLetter], *, one_sided: bool) -> bytes:
    try:
        return render(letters, one_sided=one_sided)
    except pdf.MissingGlyphs as missing:
        names = [
            one.person.name
            for one in letters
            if any(character in one.text for character in missing.characters)
        ]
        raise Refusal(
            _(
                "In de brief aan %(names)s staat een teken dat we niet kunnen printen: "
                "%(characters)s."
            )
            % {"names": ", ".join(names), "characters": in_sentence(missing.characters)}
        ) from missing
    except EnclosureError as error:
        names = [one.person.name for one in letters if one.enclosures]
        raise Refusal(
            _(
                "Wat bij een van deze brieven hoort, kunnen we niet printen: %(names)s. Kies de "
                "andere brieven, en vraag een technisch beheerder om hulp."
            )
            % {"names": ", ".join(names)}
        ) from error


@transaction.atomic
def _mark_printed(keys: Sequence[uuid.UUID], actor: User | None) -> None:
    # One moment for all: what was printed together can be printed together again.
    now = clock.now()
    for one in Notice.objects.select_for_update().filter(pk__in=keys):
        if one.state in FOR_STAFF:
            one.state, one.settled_at, one.by = NoticeState.SENT, now, actor
            one.save(update_fields=["state", "settled_at", "by"])
        audit.record(one, "notices.print", actor=actor)
