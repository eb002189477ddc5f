"""Everything that changes a language of the site, and what stands in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.common.text import made_keepable
from courses.translations import po_files
from courses.translations.loose_texts import loose_texts
from courses.translations.models import ContentLanguage, TextTranslation, digest_of
from courses.translations.queries import mark_of, specific_pages, text_rows
from courses.translations.segments import TAG, segments_of
from courses.translations.shipped_texts import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wagtail.models import Page

    from courses.common.audit import Actor
    from courses.translations.segments import Segment

LONGEST = 20_000


@dataclass(frozen=True)
class TypedText:
    """What somebody typed for a text, and what stood there when the form was shown."""

    segment: Segment
    before: str
    text: str


@dataclass
class SaveResult:
    """What became of a form or a file.

    `taken_meanwhile` are texts that somebody else changed since; `wrong` those with a reason.
    """

    saved: int = 0
    unknown: int = 0
    taken_meanwhile: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)


def _locked(code: str) -> ContentLanguage:
    return ContentLanguage.objects.select_for_update().get(code=code)


@transaction.atomic
def save_texts(
    *, language: ContentLanguage, page: Page | None, typed: Iterable[TypedText], actor: Actor
) -> SaveResult:
    """Keep the translations that somebody changed in a form; the others stay as they are.

    An empty text takes the academy's own translation away. What somebody else changed since the
    form was shown is left alone, and named in the result.
    """
    locked = _locked(language.code)
    changed = [one for one in typed if one.text.strip() != one.before.strip()]
    now = _own(locked, [one.segment.source for one in changed])
    result = SaveResult()
    for one in changed:
        source, text = one.segment.source, made_keepable(one.text).strip()
        stands = now.get(source, "") or shipped(locked.code).get(source, "")
        if stands.strip() != one.before.strip():
            result.taken_meanwhile.append(source)
            continue
        try:
            _check(one.segment, text)
        except Refusal as refusal:
            result.wrong[source] = str(refusal)
            continue
        _put(locked, source, text, page=page, path=one.segment.path)
        result.saved += 1
    if result.saved:
        _renew(locked)
        audit.record(locked, "translations.texts", actor=actor, number=result.saved)
    return result


def _own(language: ContentLanguage, sources: list[str]) -> dict[str, str]:
    digests = [digest_of(source) for source in sources]
    rows = TextTranslation.objects.filter(language=language, digest__in=digests)
    return dict(rows.values_list("source", "text"))


def _put(
    language: ContentLanguage, source: str, text: str, *, page: Page | None, path: str
) -> None:
    found = TextTranslation.objects.filter(language=language, digest=digest_of(source))
    if not text:
        found.delete()
        return
    TextTranslation.objects.update_or_create(
        language=language,
        digest=digest_of(source),
        defaults={
            "source": source,
            "text": text,
            "page_id": page.pk if page else None,
            "path": path,
            "changed_at": clock.now(),
        },
    )


def _check(segment: Segment, text: str) -> None:
    """Refuse what cannot stand on a page.

    Raises:
        Refusal: it is too long, or has other HTML than the Dutch.
    """
    if len(text) > LONGEST:
        raise Refusal(_("Deze tekst is te lang."))
    if segment.is_html and set(TAG.findall(text)) - set(TAG.findall(segment.source)):
        raise Refusal(
            _("Gebruik alleen de opmaak die ook in het Nederlands staat, met dezelfde tekens.")
        )


def _renew(language: ContentLanguage) -> None:
    """Whoever reads in this language has to look anew."""
    language.texts_version = uuid.uuid4()
    language.save(update_fields=["texts_version"])


@transaction.atomic
def save_language(
    *, language: ContentLanguage, actor: Actor, mark: str | None = None
) -> ContentLanguage:
    """Keep a language as its form has cleaned it: switched on or off, named, new.

    `mark` is what the form showed (`queries.mark_of`).

    Raises:
        Refusal: it is Dutch, or somebody else changed it since.
    """
    is_new = language.pk is None
    if not is_new and mark is not None and mark != mark_of(_locked(language.code)):
        raise Refusal(
            _(
                "Iemand anders heeft dit intussen veranderd. Bewaar nog een keer als het moet "
                "worden zoals het hier staat."
            )
        )
    if language.code == "nl":
        raise Refusal(_("Nederlands is er altijd."), field="code")
    language.texts_version = uuid.uuid4()
    language.save()
    audit.record(
        language,
        "translations.add" if is_new else "translations.change",
        actor=actor,
        on=language.is_on,
    )
    return language


def export_po(*, language: ContentLanguage, page: Page | None = None) -> bytes:
    """All texts of the site (or of one page) with what there is in a language, as a PO file.

    What was translated before the Dutch changed stands there as not sure (`fuzzy`).
    """
    pages: list[Page | None] = [page] if page else [None, *specific_pages()]
    entries: dict[str, po_files.PoEntry] = {}
    for one in pages:
        place = "" if one is None else one.url_path.split("/", 2)[-1].strip("/") or "home"
        for row in text_rows(language, one):
            entries.setdefault(
                row.segment.source,
                po_files.PoEntry(
                    row.segment.source,
                    row.text or row.old_text,
                    place=place.replace(" ", "-"),
                    comment=row.segment.label,
                    is_fuzzy=not row.text and bool(row.old_text),
                ),
            )
    return po_files.write_po(
        entries.values(), language=language.code, about="Vrijwilligersacademie"
    )


@transaction.atomic
def import_po(*, language: ContentLanguage, content: bytes, actor: Actor) -> SaveResult:
    """Take the translations of a PO file over, of texts that the site has now.

    What is empty or not sure in the file is left as it is; so nothing that is there goes.

    Raises:
        Refusal: it is no PO file.
    """
    if len(content) > po_files.MOST_BYTES:
        raise Refusal(_("Dit bestand is te groot."), field="file")
    try:
        entries = po_files.read_po(content)
    except po_files.Unreadable:
        raise Refusal(
            _("Dit is geen PO-bestand dat we kunnen lezen. Kies een bestand dat eindigt op .po."),
            field="file",
        ) from None
    locked = _locked(language.code)
    places = _places()
    now = _own(locked, [one.source for one in entries])
    result = SaveResult()
    for one in entries:
        text = made_keepable(one.text).strip()
        if not text or one.is_fuzzy:
            continue
        if one.source not in places:
            result.unknown += 1
            continue
        stands = now.get(one.source) or shipped(locked.code).get(one.source)
        if stands == text:
            continue
        page, segment = places[one.source]
        try:
            _check(segment, text)
        except Refusal as refusal:
            result.wrong[one.source] = str(refusal)
            continue
        _put(locked, one.source, text, page=page, path=segment.path)
        result.saved += 1
    if result.saved:
        _renew(locked)
    audit.record(locked, "translations.import", actor=actor, number=result.saved)
    return result


def _places() -> Mapping[str, tuple[Page | None, Segment]]:
    """Where each text of the site stands first."""
    found: dict[str, tuple[Page | None, Segment]] = {}
    pages: list[Page | None] = [None, *specific_pages()]
    for page in pages:
        for segment in _segments(page):
            found.setdefault(segment.source, (page, segment))
    return found


def _segments(page: Page | None) -> list[Segment]:
    return loose_texts() if page is None else segments_of(page)
