"""From the data of a certificate to its PDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from courses.certificates import attachments, foreign, sheets, signing
from courses.certificates.looks import Look, design, language_of, look_of, signature_url
from courses.common import clock, mail, names, pdf, process_cache, qr, time_limit
from courses.plugin_api.contributions.certificates import (
    CertificateContext,
    CertificateData,
    CertificateTemplate,
)
from courses.plugin_host import asking

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.utils.safestring import SafeString

    from courses.certificates.fitting import Level
    from courses.common.pdf_profile import EmbeddedFile
    from courses.plugin_host.asking import Provider

TEMPLATE_VERSION = "academy-4"
"""Kept with every certificate; goes up whenever the look or the words change."""


class Rendered(NamedTuple):
    """A certificate as it will be kept: the PDF, which template made it, whose key signed it (empty
    where the academy has none), and what is told of the files that plugins put inside."""

    pdf: bytes
    template_version: str
    signed_by: str = ""
    attachments: Sequence[dict[str, str]] = ()


def render(data: CertificateData, training_id: int, *, replaces: str = "") -> Rendered:
    """The PDF of a certificate: A4, accessible and fit for an archive, in the language of its
    edition where there is one in it.

    The first plugin that is on in the training and brings a template makes it; the academy's own
    does so where there is none, and where a plugin's fails. `replaces` is the code of the one whose
    place it takes, which it names.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters; a certificate with boxes is none.
        TooLong: titles and names have no room on one sheet, not even in the smallest letters.
        SigningUnavailable: certificates are signed here, and this one cannot be.
    """
    pdf.load()
    text = " ".join((data.name, data.training, data.partner, data.place))
    missing = names.refused_characters(text) + pdf.characters_without_font(text)
    if missing:
        # Before a plugin is asked: it is not its fault.
        raise pdf.MissingGlyphs(missing)
    on = asking.Activations()
    attached = attachments.attachments_for(data, training_id, issued_at=clock.now(), activations=on)
    files = [one.file for one in attached]
    told = [one.as_json() for one in attached]
    for template in asking.here(CertificateTemplate, training_id, on).found[:1]:
        content = _by_plugin(template, data, training_id, replaces, files)
        if content is not None:
            return _signed(Rendered(content, _version(template), attachments=told))
    look = look_of(training_id=training_id, edition_id=data.edition)
    content = render_own(data, replaces=replaces, look=look, files=files)
    return _signed(Rendered(content, TEMPLATE_VERSION, attachments=told))


def _signed(rendered: Rendered) -> Rendered:
    if not signing.is_asked():
        return rendered
    signatory = signing.signatory()
    content = signing.sign(rendered.pdf, by=signatory)
    return rendered._replace(pdf=content, signed_by=signatory.name)


def render_own(
    data: CertificateData,
    *,
    replaces: str = "",
    look: Look | None = None,
    files: Sequence[EmbeddedFile] = (),
) -> bytes:
    """The PDF of a certificate by the academy's own template: one A4.

    Of several with the same look and facts, the sheet is laid out once. The bytes are the same as
    when each is made alone.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
        TooLong: it does not fit on one sheet in the smallest letters.
    """
    look = look or Look()
    with translation.override(look.language):
        words = _words(data)
        filling = _filling(data, look, replaces)
        key = (look, data.training, data.partner, data.place, *words.values())
        for level in _levels_to_try(key, data, look, words):
            try:
                sheet = pdf.Sheet(
                    key=(key, level),
                    whole=partial(sheets.whole, data, look, level, words, filling),
                    css=sheets.css(look, level, is_whole=True),
                    parts_css=sheets.css(look, level, is_whole=False),
                    parts=partial(sheets.parts, data, look, level, filling),
                    names=sheets.PARTS,
                    most={"text": sheets.text_height(look)},
                )
                made = pdf.render_sheet(sheet, filling, files=files)
            except pdf.TooLong:
                continue
            _levels()[key] = level
            return made
    raise pdf.TooLong("the training has no room on one sheet")


def render_example() -> bytes:
    """How a certificate looks with the design of now, with invented facts: proof of nothing.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
    """
    chosen = design()
    today = clock.today().isoformat()
    data = CertificateData(
        name=gettext("Voorbeeld van een naam"),
        training=gettext("Voorbeeld van een training"),
        partner="",
        first_day=today,
        last_day=today,
        issued_on=today,
        minutes=180,
        hours="3",
        place="Utrecht",
        edition=0,
        code="XXXX-XXXX-XXXX-XXXX",
        check_url=mail.absolute_url(reverse("certificates:ask")),
    )
    look = Look(
        orientation=chosen.orientation,
        goals=(gettext("Hier staat wat iemand heeft geleerd."),),
        signatory=chosen.signatory,
        role=chosen.role,
        signature=signature_url(chosen),
    )
    return render_own(data, look=look)


MOST_LEVELS = 100


@process_cache.for_process
def _levels() -> dict[Hashable, Level]:
    """In which level the sheet of an edition had room; found out once."""
    return {}


def _levels_to_try(
    key: Hashable, data: CertificateData, look: Look, words: dict[str, str]
) -> Sequence[Level]:
    known = _levels()
    if len(known) > MOST_LEVELS:
        known.clear()
    return [known[key]] if key in known else sheets.levels(data, look, words)


def _by_plugin(
    template: Provider[CertificateTemplate],
    data: CertificateData,
    training_id: int,
    replaces: str,
    files: Sequence[EmbeddedFile],
) -> bytes | None:
    """What a plugin makes of it; None when that is no certificate, which is then reported."""
    spoken = language_of(data.edition)

    def ask(one: CertificateTemplate) -> bytes:
        # Who wrote it says of which languages it can be; whatever else is spoken, it is in Dutch.
        language = spoken if spoken in one.languages else "nl"
        with translation.override(language):
            context = CertificateContext(
                data=data,
                training_id=training_id,
                settings=template.settings,
                qr=qr_drawing(data.check_url),
                language=language,
                **_words(data),
            )
            document = time_limit.within(pdf.SECONDS, lambda: one.render(context))
            return foreign.to_pdf(document, data, language=language, replaces=replaces, files=files)

    # The limit of time ends the plugin's part; what comes behind it, and takes as long, is ours.
    return template.ask(ask, default=None, slow=pdf.SECONDS)


def _version(template: Provider[CertificateTemplate]) -> str:
    plugin = template.plugin
    return f"{plugin.slug}-{template.contribution.name}-{str(plugin.version)[:40]}"


def hours_text(hours: str | Decimal) -> str:
    """`3 uur`, `2,5 uur`."""
    number = Decimal(hours)
    text = str(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
    if not (translation.get_language() or "nl").startswith("en"):
        text = text.replace(".", ",")
    count = 1 if number == 1 else 2
    return ngettext("%(hours)s uur", "%(hours)s uur", count) % {"hours": text}


def days_text(first_day: str, last_day: str) -> str:
    """`3 maart 2026`, or `3 maart 2026 t/m 17 maart 2026` for several sessions."""
    first, last = (date_format(date.fromisoformat(day), "j F Y") for day in (first_day, last_day))
    if first == last:
        return last
    return gettext("%(first)s t/m %(last)s") % {"first": first, "last": last}


def _words(data: CertificateData) -> dict[str, str]:
    return {
        "days": days_text(data.first_day, data.last_day),
        "hours": hours_text(data.hours),
        "issued_on": date_format(date.fromisoformat(data.issued_on), "j F Y"),
    }


def _filling(data: CertificateData, look: Look, replaces: str) -> pdf.Filling:
    """What of a certificate differs from the others of its edition."""
    site, _slash, page = data.check_url.partition("://")[2].partition("/")
    return pdf.Filling(
        title=gettext("Certificaat %(training)s – %(name)s")
        % {"training": data.training, "name": data.name},
        texts={
            "holder": data.name,
            "code": f"{gettext('Code')} {data.code}",
            "replaces": f"{gettext('Vervangt')} {replaces}" if replaces else "",
            # On two lines, so that it can be typed over.
            "site": f"{site}/",
            "page": page,
        },
        links={"link": data.check_url},
        dots={"qr": (qr.dots(data.check_url), qr_title(data.check_url))},
        sizes=sheets.name_size(data, look),
    )


def qr_drawing(address: str) -> SafeString:
    """The code of the page that checks a certificate, as a drawing that says what it is."""
    return qr.drawing(address, qr_title(address), sheets.QR_MILLIMETRES)


def qr_title(address: str) -> str:
    """What the code says of itself to who does not see it."""
    return gettext("QR-code naar de controlepagina: %(address)s") % {"address": address}
