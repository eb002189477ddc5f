"""What people are told about their certificates, and when it is no news any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.mail_texts import Facts
from courses.catalogue.queries import infopunt_of_default_site
from courses.certificates import queries
from courses.common import mail
from courses.common.errors import Refusal
from courses.notices import kinds
from courses.notices.kinds import Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.writing import link_for
from courses.people.enums import ContactWay
from courses.plugin_api.contributions.messages import NotificationKind
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.certificates.models import Certificate
    from courses.notices.models import Notice

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
    return {
        "training": written(certificate.training_title),
        "link": link_for(way, settings.LOGIN_REDIRECT_URL),
        "code": certificate.code,
        "bij_de_brief": gettext("Het zit bij deze brief.") if way == ContactWay.LETTER else "",
    }


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
_ABOUT = (kinds.TRAINING, kinds.LINK, _CODE)
_NEW = (*_ABOUT, _ENCLOSED)

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
                _("Je certificaat staat klaar op je eigen pagina."),
            ),
            ask=(_("Lukt het om het certificaat te printen, of sturen we het op?"),),
            note=(_("Wil iemand het op papier? Print het en stuur het op."),),
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
            ask=(_("Lukt het om het certificaat te printen, of sturen we het op?"),),
            note=(_("Wil iemand het op papier? Print het en stuur het op."),),
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


def _certificates(keys: Collection[int]) -> dict[int, str]:
    found = queries.certificates().filter(pk__in=keys).values_list("pk", "training_title", "code")
    return {pk: f"{training}, {code}" for pk, training, code in found}


kinds.explain_facts(certificate=FactWords(_("certificaat"), _certificates))
