"""Everything that changes a notice.

Others write one with `notify`, in the transaction of what happened.
"""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, pdf, retention
from courses.common.commits import enqueue_with_commit
from courses.common.errors import Refusal
from courses.common.names import in_sentence
from courses.common.retention import Period
from courses.common.statements import Insertion
from courses.editions.models import Edition
from courses.notices import (
    edition_changes,
    kinds,
    queries,
    sending,
    tasks,
    texts,
    trainer_kinds,
    writing,
)
from courses.notices.enums import FOR_STAFF, OPEN, CallOutcome, NoticeState
from courses.notices.letters import EnclosureError, PaperLetter, render
from courses.notices.models import CALLING_FOR, CallAttempt, CallClaim, Notice, NoticeText
from courses.people.enums import ContactWay
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from courses.common.edit_conflicts import FormSnapshot
    from courses.notices.kinds import NoticeKind
    from courses.notices.texts import Wording
    from courses.plugin_api.contributions.base import Json

_IDS = uuid.UUID("6f2f5a2b-9d3c-4f0e-9a57-0f6d2f0a7c11")

AT_ONCE = 50
"""How many notices one task sends."""

DAY_BEGINS, DAY_ENDS = 8, 21
"""Between which hours people are told what can wait."""

PATIENCE = timedelta(seconds=30)
"""How long the tick leaves a notice to the task that is about to send it."""

SECONDS = 60.0
"""How long one tick goes on sending; the others have their turn too."""

CHECKED_EVERY = timedelta(hours=1)

KEPT = Period("notices", default=365, least=180, most=730)
"""How long is remembered what somebody was told."""

NOTES_KEPT = Period("call_notes", default=28, least=1, most=91)
"""How long after the edition the notes of calls are kept; of what is about none, after the call."""

FACTS_KEPT = Period("notice_words", default=30, least=7, most=90)
"""How long is kept what a notice cannot look up, such as the words of a plugin; until then it can
be sent again."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What one person is to be told; see `notify`."""

    person: User
    kind: str
    key: str
    edition: Edition | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)


_WRITTEN = Insertion(Notice, ignore_conflicts=True)


def notify(
    *,
    person: User,
    kind: str,
    key: str,
    edition: Edition | None = None,
    facts: Mapping[str, Json] | None = None,
    actor: User | None = None,
    wait_until: datetime | None = None,
) -> Notice:
    """Tell somebody something, once the transaction is committed; one statement.

    `kind` is the name of a `NoticeKind`. `key` tells this occasion from others: the same person,
    kind and key give the same notice, however often it is asked. `facts` are what cannot be looked
    up later. `actor` is who made it happen, None the academy itself. With `wait_until` it is not
    sent before that moment.
    """
    announcement = Announcement(
        person=person, kind=kind, key=key, edition=edition, facts=facts or {}
    )
    return notify_all([announcement], actor=actor, wait_until=wait_until)[0]


def write_letter(
    *,
    person: User,
    kind: str,
    key: str,
    edition: Edition | None,
    facts: Mapping[str, Json],
    actor: User | None,
) -> Notice:
    """Put a letter with the others that wait for the printer, also for who hears things otherwise.

    Raises:
        Refusal: there is no address to send it to.
    """
    if not person.has_postal_address:
        raise Refusal(_("Wij hebben geen adres van deze persoon."))
    row = _row(
        Announcement(person=person, kind=kind, key=key, edition=edition, facts=facts), actor, None
    )
    row.way, row.state, row.call_too = ContactWay.LETTER, NoticeState.TO_DO, False
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return row


def notify_all(
    announcements: Iterable[Announcement],
    *,
    actor: User | None = None,
    wait_until: datetime | None = None,
) -> list[Notice]:
    """`notify` for many at once, in one statement; the notices in the same order."""
    rows = [_row(one, actor, wait_until) for one in announcements]
    if len(rows) == 1:
        _WRITTEN.run(rows[0])
    else:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    now = clock.now()
    ids = [str(one.pk) for one in rows if one.state == NoticeState.DUE and one.due_at <= now]
    if ids:
        _queue(ids)
    return rows


def _row(one: Announcement, actor: User | None, wait_until: datetime | None) -> Notice:
    way = queries.way_of(
        one.person, kind=kinds.find(one.kind), actor=actor, edition=one.edition, facts=one.facts
    )
    now = clock.now()
    return Notice(
        id=_id(one.person, one.kind, one.key),
        person=one.person,
        kind=one.kind,
        edition=one.edition,
        facts=dict(one.facts),
        way=way,
        state=NoticeState.DUE if way == ContactWay.MAIL else NoticeState.TO_DO,
        created_at=now,
        due_at=max(now, wait_until) if wait_until else now,
        by=actor,
    )


def in_the_daytime(moment: datetime) -> datetime:
    """The same moment, or eight o'clock after it when it is late in the evening or at night."""
    local = clock.local(moment)
    if DAY_BEGINS <= local.hour < DAY_ENDS:
        return moment
    day = local.date() + timedelta(days=local.hour >= DAY_ENDS)
    return clock.moment_of(day, time(DAY_BEGINS))


def _id(person: User, kind: str, key: str) -> uuid.UUID:
    return uuid.uuid5(_IDS, f"{person.pk} {kind} {key}")


def _queue(ids: Sequence[str]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        enqueue_with_commit(tasks.send, list(ids[start : start + AT_ONCE]))


@transaction.atomic
def tell_person(*, person_id: int, edition_id: int, kind: str, key: str) -> list[Notice]:
    """Tell one person something about an edition; nothing when one of them is gone."""
    edition = Edition.objects.filter(pk=edition_id).first()
    people = User.objects.filter(pk=person_id)
    return _tell_about(edition, people, kind=kind, key=key)


@transaction.atomic
def tell_trainers(
    *,
    edition_id: int,
    kind: str,
    key: str,
    facts: Mapping[str, Json] | None = None,
    wait_until: datetime | None = None,
) -> list[Notice]:
    """Tell who gives an edition something about it; nothing when it is gone."""
    edition = Edition.objects.filter(pk=edition_id).first()
    people = edition.trainers.filter(is_active=True) if edition is not None else ()
    return _tell_about(edition, people, kind=kind, key=key, facts=facts, wait_until=wait_until)


@transaction.atomic
def tell_trainers_of_change(
    *, edition_id: int, key: str, before: str, new_link: bool
) -> list[Notice]:
    """Tell who gives an edition what is different now; `before` is how it was planned."""
    edition = Edition.objects.filter(pk=edition_id).first()
    if edition is None:
        return []
    trainers = list(edition.trainers.filter(is_active=True))
    facts = edition_changes.facts_of_change(
        people=[one.pk for one in trainers],
        kind=trainer_kinds.MOVED,
        edition=edition,
        before=before,
        new_link=new_link,
    )
    return notify_all(
        Announcement(
            person=one,
            kind=trainer_kinds.MOVED,
            key=key,
            edition=edition,
            facts=facts.get(one.pk, {}),
        )
        for one in trainers
    )


def _tell_about(
    edition: Edition | None,
    people: Iterable[User],
    *,
    kind: str,
    key: str,
    facts: Mapping[str, Json] | None = None,
    wait_until: datetime | None = None,
) -> list[Notice]:
    if edition is None:
        return []
    return notify_all(
        [
            Announcement(person=one, kind=kind, key=key, edition=edition, facts=facts or {})
            for one in people
        ],
        wait_until=wait_until,
    )


# --- What the tick does ---------------------------------------------------------------------------


def send_due() -> int:
    """Send what is due and was not sent: after a failure, or lost on the way; returns how many.

    Sent here and not queued, so that it goes also where the worker is away. When the mail server
    cannot be reached the others wait, without a try being counted.
    """
    # A little patience: the task may be just about to do it.
    due = queries.due().filter(due_at__lte=clock.now() - PATIENCE)
    tried, until = 0, monotonic() + SECONDS
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:1000]):
        tried += 1
        if not sending.send(pk) or monotonic() > until:
            break
    return tried


def drop_stale() -> int:
    """Take letters and calls off the lists that are no news any more; returns how many.

    Each is looked at once an hour, and when somebody prints it or calls.
    """
    now = clock.now()
    unchecked = Q(checked_at__isnull=True) | Q(checked_at__lte=now - CHECKED_EVERY)
    waiting = list(
        Notice.objects.filter(unchecked, state__in=FOR_STAFF)
        .exclude(way=ContactWay.MAIL)
        .select_related("person", "edition__training")
        .order_by("checked_at", "pk")[:200]
    )
    Notice.objects.filter(pk__in=[one.pk for one in waiting]).update(checked_at=now)
    return sum(drop_if_stale(notice=one) for one in waiting)


def drop_outdated(*, person: User, edition: Edition, kinds: Iterable[str]) -> int:
    """Take calls and letters of these kinds off the lists, since what follows says it anew; how
    many. Nobody calls to say that somebody is enrolled in what has just been called off."""
    outdated = Notice.objects.filter(
        person=person, edition=edition, kind__in=sorted(kinds), state__in=FOR_STAFF
    )
    return outdated.update(state=NoticeState.DROPPED, settled_at=clock.now())


def drop_if_stale(*, notice: Notice) -> bool:
    """Take a letter or call off the list when it is no news any more; whether it was."""
    try:
        is_news = (
            not queries.is_superseded(notice)
            and writing.write(notice, way=ContactWay(notice.way)) is not None
        )
    except Exception:  # noqa: BLE001 - what cannot be written now may be news, and stays
        sending.logger.exception("Notice %s could not be written", notice.pk)
        return False
    if is_news:
        return False
    open_still = Notice.objects.filter(pk=notice.pk, state__in=FOR_STAFF)
    return bool(open_still.update(state=NoticeState.DROPPED, settled_at=clock.now()))


def facts_to_forget() -> QuerySet[Notice]:
    """Notices with facts that nobody needs any more."""
    kept = [kind.name for kind in kinds.every() if kind.keeps_facts]
    settled = Notice.objects.filter(settled_at__lt=clock.now() - FACTS_KEPT.length)
    return settled.exclude(facts={}).exclude(kind__in=kept)


def forget_facts() -> int:
    """Empty the facts of `facts_to_forget`; how many notices."""
    return facts_to_forget().update(facts={})


def notes_to_forget() -> QuerySet[CallAttempt]:
    """Calls with a note, long enough after what they were about."""
    until = clock.now() - NOTES_KEPT.length
    over = Q(notice__edition__ends_at__lt=until)
    about_none = Q(notice__edition__ends_at__isnull=True, at__lt=until)
    return CallAttempt.objects.filter(over | about_none).exclude(note="")


def forget_notes() -> int:
    """Erase `notes_to_forget`; how many."""
    found = CallAttempt.objects.filter(pk__in=notes_to_forget().values("pk"))
    return found.update(note="")


def old_notices() -> QuerySet[Notice]:
    """What people were told so long ago that it need not be remembered."""
    return Notice.objects.filter(settled_at__lt=clock.now() - KEPT.length)


def forget_old() -> int:
    """Remove `old_notices`, and who calls whom when that is over; how many notices."""
    CallClaim.objects.filter(at__lte=clock.now() - CALLING_FOR).delete()
    return retention.delete(old_notices())


# --- What staff do --------------------------------------------------------------------------------


@transaction.atomic
def begin_call(*, person: User, actor: User, anyway: bool = False) -> CallClaim:
    """Say that one calls somebody now; `anyway` also when somebody else says so.

    Raises:
        Refusal: somebody else is calling.
    """
    # Of two who press at once, one comes first.
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    other = queries.who_calls(person)
    if other is not None and other.by_id != actor.pk and not anyway:
        raise Refusal(_("%(name)s belt deze persoon nu.") % {"name": other.by.name})
    claim, _made = CallClaim.objects.update_or_create(
        person=person, defaults={"by": actor, "at": clock.now()}
    )
    return claim


def end_call(*, person: User) -> None:
    """Say that nobody calls somebody any more."""
    CallClaim.objects.filter(person=person).delete()


@transaction.atomic
def record_attempt(
    *,
    notice: Notice,
    outcome: CallOutcome,
    actor: User | None,
    again_at: datetime | None = None,
    note: str = "",
) -> Notice:
    """Write down what came of a call about a notice, and a `note` of what was said.

    Who was reached has heard it. With `again_at` the notice is up at that moment; else it goes to
    the end of the list. Who did not answer or asked to be called later has not heard of anything
    else either, so what else there is to call about goes along. A wrong number makes a letter of it
    where there is an address.

    Raises:
        Refusal: somebody else settled it meanwhile.
    """
    # All in one order, so that two who call do not wait for each other.
    all_of_person = list(
        Notice.objects.select_for_update()
        .filter(queries.TO_CALL, person=notice.person_id)
        .order_by("pk")
    )
    locked = _lock(notice)
    _refuse_unless_to_call(locked)
    now = clock.now()
    tried = [locked]
    if outcome in (CallOutcome.NO_ANSWER, CallOutcome.CALL_AGAIN):
        others = [one for one in all_of_person if one.pk != locked.pk and one.due_at <= now]
        Notice.objects.filter(pk__in=[one.pk for one in others]).exclude(
            state=NoticeState.DUE
        ).update(due_at=again_at or now)
        tried += others
    CallAttempt.objects.bulk_create(
        CallAttempt(
            notice=one,
            by=actor,
            at=now,
            outcome=outcome,
            again_at=again_at,
            # Of the other matters others may read, such as the trainers of another edition.
            note=note.strip() if one is locked else "",
        )
        for one in tried
    )
    end_call(person=locked.person)
    if outcome == CallOutcome.REACHED:
        locked.state, locked.settled_at = NoticeState.SENT, now
        locked.way, locked.by, locked.call_too = ContactWay.TELEPHONE, actor, False
    elif locked.state != NoticeState.DUE:
        # The mail keeps its own turn.
        locked.due_at = again_at or now
        if outcome == CallOutcome.WRONG_NUMBER:
            _go_otherwise(locked, ContactWay.TELEPHONE)
    elif outcome == CallOutcome.WRONG_NUMBER:
        # Nobody is reached there; the mail goes on trying.
        locked.call_too = False
    locked.save(
        update_fields=["state", "settled_at", "way", "by", "call_too", "due_at", "attempts"],
    )
    audit.record(locked, "notices.call", actor=actor, outcome=str(outcome))
    return locked


@transaction.atomic
def settle_call(*, notice: Notice, actor: User | None, since: datetime) -> None:
    """Something was done for somebody in a call about a notice: that is settled then, and so is
    what was written for that person `since` and would have to be told by telephone.
    """
    new = Notice.objects.filter(
        person=notice.person_id, way=ContactWay.TELEPHONE, created_at__gte=since
    )
    mark_done(notices=new, actor=actor)
    try:
        record_attempt(notice=notice, outcome=CallOutcome.REACHED, actor=actor)
    except Refusal:
        # What was done made it no news any more; there was a call all the same.
        note_call(notice=notice, note="", actor=actor)
        end_call(person=notice.person)


@transaction.atomic
def tell_along(*, notices: Iterable[Notice], actor: User | None) -> None:
    """Who was reached heard these too in the same call; what is settled already stays as it is."""
    for one in notices:
        with contextlib.suppress(Refusal):
            record_attempt(notice=one, outcome=CallOutcome.REACHED, actor=actor)


def note_call(*, notice: Notice, note: str, actor: User | None) -> CallAttempt:
    """Keep that somebody was spoken with, and what was said, with what he or she was told then."""
    return CallAttempt.objects.create(
        notice=notice, by=actor, outcome=CallOutcome.REACHED, note=note.strip()
    )


@transaction.atomic
def carry_notes(*, person: User, before: Edition, after: Edition) -> None:
    """Let what was noted in calls with somebody about an edition belong to another one, where that
    person is now: it stands in one place, and is kept as long as what is said of that edition."""
    noted = list(queries.noted_with(person, before))
    if not noted:
        return
    last = noted[-1].at
    carried = Notice.objects.create(
        person=person,
        kind=kinds.NOTES_CARRIED,
        edition=after,
        way=ContactWay.TELEPHONE,
        state=NoticeState.SENT,
        # When it was said, not now: nobody is told anything.
        created_at=last,
        due_at=last,
        settled_at=last,
    )
    CallAttempt.objects.bulk_create(
        CallAttempt(notice=carried, by_id=one.by_id, at=one.at, outcome=one.outcome, note=one.note)
        for one in noted
    )
    CallAttempt.objects.filter(pk__in=[one.pk for one in noted]).update(note="")


def _go_otherwise(notice: Notice, failed: ContactWay) -> None:
    """Let a notice go another way than one that cannot be; not kept yet.

    A mail that was tried for days is not tried once more: then it is a call.
    """
    way = queries.way_besides(notice.person, failed, notice=notice)
    if way != ContactWay.MAIL:
        notice.way = way
    elif notice.state == NoticeState.FAILED:
        notice.way = ContactWay.TELEPHONE
    else:
        notice.way, notice.state = way, NoticeState.DUE
        notice.due_at, notice.attempts = clock.now(), 0
        _queue([str(notice.pk)])


@transaction.atomic
def go_as_liked(*, person: User) -> None:
    """Make a letter of what somebody was to be called about, or the other way round, as the person
    can be reached and likes it by now. What was called about already stays a call."""
    tried = CallAttempt.objects.filter(notice__person=person)
    waiting = Notice.objects.select_for_update().filter(person=person, state=NoticeState.TO_DO)
    for one in waiting.exclude(pk__in=tried.values("notice")).order_by("pk"):
        way = queries.way_of(person, kind=kinds.find(one.kind))
        if way not in (ContactWay.MAIL, one.way):
            one.way = way
            one.save(update_fields=["way"])


@transaction.atomic
def mark_done(*, notices: Iterable[Notice], actor: User | None) -> int:
    """Settle notices that people heard of otherwise; returns how many were still to do."""
    keys = [one.pk for one in notices]
    found = list(
        Notice.objects.select_for_update()
        .filter(pk__in=keys)
        .filter(queries.TO_CALL | queries.TO_PRINT)
    )
    for one in found:
        one.state, one.settled_at, one.by = NoticeState.SENT, clock.now(), actor
        one.call_too = False
        one.save(update_fields=["state", "settled_at", "by", "call_too"])
        audit.record(one, "notices.done", actor=actor)
    CallClaim.objects.filter(person__in=[one.person_id for one in found]).delete()
    return len(found)


def print_letters(*, notices: Iterable[Notice], actor: User | None) -> bytes:
    """One file with the letters for these notices, and write down that they were printed.

    What is no news any more is left out, and so is a letter to somebody of whom we have no address
    any more: that becomes a call. A letter that was printed before can be printed again.

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
    for one in found.order_by("created_at", "pk"):
        if one.state in FOR_STAFF and drop_if_stale(notice=one):
            continue
        if not one.person.has_postal_address:
            _go_without_address(one)
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
    content = _rendered(list(letters.values()))
    _mark_printed(list(letters), actor)
    return content


def _rendered(letters: Sequence[PaperLetter]) -> bytes:
    try:
        return render(letters)
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


@transaction.atomic
def _go_without_address(notice: Notice) -> None:
    locked = _lock(notice)
    if locked.state in FOR_STAFF:
        _go_otherwise(locked, ContactWay.LETTER)
        locked.save(update_fields=["way", "state", "due_at", "attempts"])


@transaction.atomic
def send_again(*, notice: Notice, actor: User | None) -> Notice:
    """Tell somebody the same again, as it is now, in the way that fits now; the new notice.

    Pressing the button twice sends it once more, not twice, as long as the first has not gone.

    Raises:
        Refusal: it is no news any more, or what it said is not kept.
    """
    locked = _lock(notice)
    try:
        written = writing.write(locked, way=ContactWay.MAIL)
    except (writing.UnknownKindError, KeyError):
        written = None
    if written is None:
        raise Refusal(_("Dit bericht klopt nu niet meer. Het gaat daarom niet nog een keer weg."))
    waiting = locked.repeats.filter(state__in=OPEN).first()
    if waiting is not None:
        return waiting
    announcement = Announcement(
        person=locked.person,
        kind=locked.kind,
        key=f"again {locked.pk} {locked.repeats.count()}",
        edition=locked.edition,
        facts=locked.facts,
    )
    row = _row(announcement, actor, None)
    row.again_of = locked
    row.save(force_insert=True)
    if locked.state in FOR_STAFF:
        # The new one takes its place on the list.
        locked.state, locked.settled_at, locked.call_too = NoticeState.DROPPED, clock.now(), False
        locked.save(update_fields=["state", "settled_at", "call_too"])
    audit.record(row, "notices.again", actor=actor)
    if row.state == NoticeState.DUE:
        _queue([str(row.pk)])
    return row


def _lock(notice: Notice) -> Notice:
    return (
        Notice.objects.select_for_update(of=("self",))
        .select_related("person", "edition__training")
        .get(pk=notice.pk)
    )


def _refuse_unless_to_call(notice: Notice) -> None:
    to_call = Notice.objects.filter(queries.TO_CALL, pk=notice.pk)
    if not to_call.exists():
        raise Refusal(_("Dit bericht is al klaar. Iemand anders was je voor."))


# --- Texts ----------------------------------------------------------------------------------------


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
