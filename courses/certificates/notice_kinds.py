"""What people are told about their certificates, and when it is no news any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.mail_texts import Facts
from courses.catalogue.queries import infopunt_of_default_site
from courses.certificates import queries
from courses.common import mail
from courses.common.errors import Refusal
from courses.notices import call_parts, kinds
from courses.notices.kinds import CallLink, Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.writing import link_for, reads_own_page
from courses.people.enums import ContactWay
from courses.people.queries import is_coordinator
from courses.plugin_api.contributions.messages import NotificationKind
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.certificates.models import Certificate
    from courses.notices.models import Notice
    from courses.people.models import User

READY = NotificationKind.CERTIFICATE.value
REPLACED = "certificate_replaced"
REVOKED = "certificate_revoked"


def _find(notice: Notice, anyway: bool) -> Certificate | None:
    """The certificate that it is about; for a preview the newest of the person there."""
    found = (
        queries.certificates()
        .select_related("enrolment__person", "enrolment__edition", "replaces")
        .defer("pdf", "replaces__pdf")
    )
    if anyway:
        own = found.filter(enrolment__person=notice.person_id, enrolment__edition=notice.edition_id)
        return own.order_by("-pk").first()
    return found.filter(pk=notice.facts.get("certificate")).first()


def _values(certificate: Certificate, way: ContactWay) -> dict[str, str]:
    ready, asked = _how_to_get_it(certificate, way)
    return {
        "waar_het_is": ready,
        "vraag_erover": asked,
        "training": written(certificate.training_title),
        "link": link_for(way, settings.LOGIN_REDIRECT_URL),
        "code": certificate.code,
        "bij_de_brief": gettext("Het zit bij deze brief.") if way == ContactWay.LETTER else "",
    }


def _how_to_get_it(certificate: Certificate, way: ContactWay) -> tuple[str, str]:
    """What one says in a call about where it is, and asks; who cannot sign in has no page."""
    person = certificate.enrolment.person
    if reads_own_page(person, way):
        return (
            gettext("Je certificaat staat klaar op je eigen pagina."),
            gettext("Lukt het om het certificaat te printen, of sturen we het op?"),
        )
    ready = gettext("Je certificaat is klaar. Wij printen het voor je.")
    if person.has_postal_address:
        address = f"{person.street}, {person.postcode} {person.city}"
        asked = gettext("Mogen we het opsturen naar {address}?").format(address=address)
    else:
        asked = gettext("Naar welk adres mogen we het opsturen?")
    return ready, asked


def _itself(certificate: Certificate) -> list[bytes]:
    """The PDF as it was issued, for in the envelope.

    Raises:
        Refusal: it is not what was issued any more; that is not sent to anybody.
    """
    content = bytes(certificate.pdf)
    if queries.is_as_issued(content, certificate):
        return [content]
    raise Refusal(
        _(
            "Het certificaat van %(name)s (%(code)s) is op onze server beschadigd, en gaat dus "
            "niet mee. Kies de andere brieven, en vraag een technisch beheerder om hulp."
        )
        % {"name": certificate.person_name, "code": certificate.code}
    )


def _ready(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """The certificate is there: by mail the way to it, with a letter the certificate itself."""
    certificate = _find(notice, anyway)
    if certificate is None or not (anyway or certificate.is_valid):
        return None
    return Content(
        _values(certificate, way),
        training_id=certificate.enrolment.edition.training_id,
        facts=Facts(
            first_name=notice.person.first_name,
            training=written(certificate.training_title),
            url=mail.absolute_url(settings.LOGIN_REDIRECT_URL),
        ),
        enclosures=partial(_itself, certificate),
    )


def _replaced(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    certificate = _find(notice, anyway)
    if certificate is None or certificate.replaces is None:
        return None
    if not (anyway or certificate.is_valid):
        return None
    old = certificate.replaces
    if old.revoked_at is not None:
        sentence = gettext(
            "Je krijgt een nieuw certificaat voor de training “{training}”. Het komt in de plaats "
            "van het certificaat met de code {code}, dat was ingetrokken."
        )
    else:
        sentence = gettext(
            "Je krijgt een nieuw certificaat voor de training “{training}”. Het vervangt het "
            "certificaat met de code {code}. Dat geldt niet meer."
        )
    what = sentence.format(training=written(certificate.training_title), code=old.code)
    return Content(
        {**_values(certificate, way), "wat": what, "reden": old.replace_reason},
        enclosures=partial(_itself, certificate),
    )


def _revoked(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """The certificate was taken back, and why."""
    certificate = _find(notice, anyway)
    if certificate is None or not (anyway or certificate.revoked_at is not None):
        return None
    infopunt = infopunt_of_default_site()
    contact = gettext("%(phone)s of %(email)s") % {
        "phone": infopunt.phone,
        "email": infopunt.email,
    }
    return Content(
        {
            **_values(certificate, way),
            "reden": certificate.revoke_reason,
            "contact": contact,
        }
    )


_CODE = Placeholder("code", _("de code van het certificaat"), "ABCD-EFGH-JKLM-NPQR")
_REASON = Placeholder("reden", _("de reden"), _("De naam was niet goed geschreven."))
_ENCLOSED = Placeholder(
    "bij_de_brief",
    _("alleen in een brief: een zin die zegt dat het certificaat erbij zit"),
    # A preview is of a mail, where it is not.
    "",
)
_WHERE = Placeholder(
    "waar_het_is",
    _("een zin over waar het certificaat is; wie niet inlogt, krijgt het op papier"),
    _("Je certificaat staat klaar op je eigen pagina."),
)
_ASKED = Placeholder(
    "vraag_erover",
    _("de vraag of iemand het zelf print, of waar het heen moet"),
    _("Lukt het om het certificaat te printen, of sturen we het op?"),
)
_ABOUT = (kinds.TRAINING, kinds.LINK, _CODE)
_NEW = (*_ABOUT, _ENCLOSED, _WHERE, _ASKED)

KINDS = (
    NoticeKind(
        name=READY,
        title=_("Certificaat staat klaar"),
        build=_ready,
        placeholders=_NEW,
        plugin_kind=NotificationKind.CERTIFICATE,
        script=Script(
            say=(
                _("Gefeliciteerd! Je hebt de training “{training}” afgerond."),
                "{waar_het_is}",
            ),
            ask=("{vraag_erover}",),
            note=(_("Wil iemand het op papier? Print het hieronder en stuur het op."),),
        ),
    ),
    NoticeKind(
        name=REPLACED,
        title=_("Certificaat vervangen"),
        build=_replaced,
        placeholders=(
            *_NEW,
            _REASON,
            Placeholder(
                "wat",
                _("een zin over het nieuwe en het oude certificaat"),
                _("Je krijgt een nieuw certificaat."),
            ),
        ),
        script=Script(
            say=("{wat}", _("De reden: {reden}")),
            ask=("{vraag_erover}",),
            note=(_("Wil iemand het op papier? Print het hieronder en stuur het op."),),
        ),
    ),
    NoticeKind(
        name=REVOKED,
        title=_("Certificaat ingetrokken"),
        build=_revoked,
        placeholders=(
            *_ABOUT,
            _REASON,
            Placeholder("contact", _("ons telefoonnummer en e-mailadres"), "(030) 123 45 67"),
        ),
        script=Script(
            say=(
                _(
                    "Je certificaat voor de training “{training}” met de code {code} geldt niet "
                    "meer."
                ),
                _("De reden: {reden}"),
            ),
            ask=(_("Heb je daar vragen over?"),),
            note=(_("Schrijf op wat iemand ervan vindt, als er iets niet klopt."),),
        ),
    ),
)

kinds.register(*KINDS)


@call_parts.provide_actions
def print_it(notice: Notice, caller: User) -> list[CallLink]:
    """The certificate itself, for who may have it: who says that it is ready can print it."""
    if notice.kind not in (READY, REPLACED) or not is_coordinator(caller):
        return []
    certificate = _find(notice, anyway=False)
    if certificate is None or not certificate.is_valid:
        return []
    url = reverse("certificates:download", args=[certificate.code])
    return [CallLink(_("Print het certificaat"), url, is_file=True)]


def _certificates(keys: Collection[int]) -> dict[int, str]:
    found = queries.certificates().filter(pk__in=keys).values_list("pk", "training_title", "code")
    return {pk: f"{training}, {code}" for pk, training, code in found}


kinds.explain_facts(certificate=FactWords(_("certificaat"), _certificates))
