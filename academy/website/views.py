"""The pages that bring everything together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from academy.demo.mailbox import attachment_of, layout_of, newest_mails
from academy.website import to_do, unsent
from courses.catalogue import slots
from courses.catalogue.queries import readable_trainings
from courses.certificates.queries import FETCHED, own_certificates
from courses.common import addresses
from courses.common.uploads import as_download
from courses.common.visitors import account_of
from courses.editions.queries import OWN_REPORTED, sessions_of
from courses.enrolment import queries as enrolment
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus
from courses.evaluation.queries import address_of, reactions_for, to_evaluate
from courses.interest.queries import awaited_by
from courses.learning.queries import TrainingProgress, going_on_in
from courses.people.queries import is_trainer, signed_in_user
from courses.plugin_api.contributions.slots import SlotPlace
from courses.reports.panels import panels_for_participant
from courses.translations.queries import offered

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from courses.editions.models import Session
    from courses.enrolment.models import Enrolment

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
"""What a mail may do that is shown as a page: have its own looks, and nothing else."""

TONES = {
    EnrolmentStatus.CONFIRMED: "ok",
    EnrolmentStatus.COMPLETED: "ok",
    EnrolmentStatus.WAITING: "warning",
    EnrolmentStatus.OFFERED: "accent",
}


@dataclass
class MyTraining:
    """One enrolment on someone's own page."""

    enrolment: Enrolment
    sessions: tuple[Session, ...]
    place_in_queue: int | None
    progress: TrainingProgress | None
    slots: list[SafeString]
    """What plugins add to the card."""
    readable: bool
    """Whether the person can open the training's pages, so that no link to them is dead."""
    companions: str
    """With whom the person comes."""
    goes_on_above: bool
    """Whether its next lesson stands at the top of the page, in what is to be done."""

    @property
    def takes_part(self) -> bool:
        """Whether somebody is or was in it, and has not left or been left out."""
        return self.enrolment.status in TAKES_PART

    @property
    def is_completed(self) -> bool:
        """Whether the person has finished the training."""
        return self.enrolment.state == EnrolmentStatus.COMPLETED

    @property
    def tone(self) -> str:
        """The colour of the state's badge (the words say the same)."""
        return TONES.get(self.enrolment.state, "neutral")


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Someone's own page: coming, in progress, to evaluate, done, certificates."""
    enrolments = enrolment.enrolments_of(signed_in_user(request))
    following = [one for one in enrolments if one.status in TAKES_PART]
    readable = readable_trainings(one.edition.training for one in enrolments)
    progress = going_on_in(
        person_id=request.user.pk or 0,
        trainings={
            one.edition.training for one in following if one.edition.training_id in readable
        },
    )
    sessions = sessions_of(one.edition for one in enrolments)
    added = slots.fill(
        SlotPlace.OWN_EDITION,
        {one.edition_id: one.edition.training_id for one in following},
        person_id=request.user.pk,
    )
    companions = enrolment.names_of_companions(enrolments)
    going_on = to_do.to_go_on_with(enrolments, progress)
    groups = _group(
        [
            _my_training(
                one,
                progress,
                sessions,
                readable,
                added.get(one.edition_id, []),
                companions.get(one.pk, ""),
                goes_on_above=one in going_on,
            )
            for one in enrolments
        ]
    )
    certificates = own_certificates(account_of(request))
    reported = OWN_REPORTED.run(person=request.user.pk or 0)
    return render(
        request,
        "website/mine.html",
        {
            "to_do": [
                *to_do.offers(enrolments, sessions),
                *to_do.other_dates(enrolment.unanswered_move_requests(enrolments)),
                *to_do.sessions_soon(enrolments, sessions),
                *to_do.evaluations(
                    (one.form, address_of(one.form)) for one in to_evaluate(account_of(request))
                ),
                *to_do.work(request.user.pk or 0, _busy_with(enrolments) & readable),
                *to_do.lessons(request.user.pk or 0, going_on, progress),
                *to_do.certificates(certificates, fetched=request.session.get(FETCHED, [])),
            ],
            "reactions": reactions_for(account_of(request)),
            "groups": groups,
            "left_behind": enrolment.seats_kept_for(request.user.pk or 0),
            "panels": panels_for_participant(
                account_of(request), {one.edition.training_id for one in following} & readable
            ),
            "certificates": certificates,
            "awaited": awaited_by(account_of(request)),
            "reported": reported,
            "nothing": not enrolments and not certificates and not reported,
            "gives": is_trainer(request.user),
            "busy": any(one.state in ACTIVE for one in enrolments),
            "crumbs": [(_("Home"), "/"), (_("Mijn academie"), None)],
        },
    )


def _busy_with(enrolments: list[Enrolment]) -> frozenset[int]:
    """The trainings that somebody follows and has not completed."""
    return frozenset(
        one.edition.training_id for one in enrolments if one.state == EnrolmentStatus.CONFIRMED
    )


def _my_training(
    one: Enrolment,
    progress: dict[int, TrainingProgress],
    sessions: dict[int, tuple[Session, ...]],
    readable: frozenset[int],
    added: list[SafeString],
    companions: str,
    *,
    goes_on_above: bool,
) -> MyTraining:
    follows = one.status in TAKES_PART
    training = one.edition.training
    return MyTraining(
        enrolment=one,
        sessions=sessions[one.edition_id],
        place_in_queue=enrolment.place_in_queue(one) if one.state in ACTIVE else None,
        progress=progress.get(training.pk) if follows else None,
        slots=added if follows else [],
        companions=companions,
        readable=training.live or (follows and training.pk in readable),
        goes_on_above=goes_on_above,
    )


class Group(NamedTuple):
    """Trainings under one heading; those that are over are told in short."""

    heading: str
    anchor: str
    items: list[MyTraining]
    is_over: bool = False


def _group(items: list[MyTraining]) -> list[Group]:
    waiting: list[MyTraining] = []
    coming: list[MyTraining] = []
    running: list[MyTraining] = []
    done: list[MyTraining] = []
    gone: list[MyTraining] = []
    for item in items:
        status, edition = item.enrolment.state, item.enrolment.edition
        if status == EnrolmentStatus.WAITING:
            waiting.append(item)
        elif status == EnrolmentStatus.CONFIRMED and edition.is_past:
            running.append(item)
        elif status == EnrolmentStatus.CONFIRMED:
            (running if edition.is_running else coming).append(item)
        elif status in TAKES_PART:
            done.append(item)
        elif status != EnrolmentStatus.OFFERED:
            gone.append(item)
    return [
        Group(_("Binnenkort"), "binnenkort", coming),
        Group(_("Bezig"), "bezig", running),
        Group(_("Wachtlijst"), "wachtlijst", waiting),
        Group(_("Afgerond"), "afgerond", done[::-1], is_over=True),
        Group(_("Niet doorgegaan of afgemeld"), "niet", gone[::-1], is_over=True),
    ]


@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the visitor's language.

    Without a CSRF token on purpose: pages for visitors are kept whole, and the worst that a
    forged request can do is show someone the other language.
    """
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    # Not `redirect()`: that takes what has no slash for the name of a page.
    response = HttpResponseRedirect(target)
    reading = offered().get(request.POST.get("language", ""))
    if reading is not None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            reading.code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
        )
        # Mails and letters are in one of the languages of the screens.
        if request.user.is_authenticated and request.user.language != reading.interface:
            request.user.language = reading.interface
            request.user.save(update_fields=["language"])
    return response


@never_cache
@require_safe
def staff_door(request: HttpRequest) -> HttpResponse:
    """Where the administration sends who may not enter: to sign in, or to be told so.

    Not straight to the sign-in page: that sends who is signed in already back, without end.
    """
    if request.user.is_authenticated:
        return render(request, "403.html", status=403)
    return redirect_to_login(request.GET.get("next") or addresses.ADMIN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with a token that is not (or no longer) good: it can be sent again by hand.

    Only when the browser says that the form is ours; of another site's nothing is shown.
    """
    if unsent.is_ours(request) and unsent.can_go_on(request):
        return unsent.give_back(request, sign_in=False)
    return render(request, "403_csrf.html", status=403)


@never_cache
@require_safe
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where somebody lands who signed in beside a form that waits in another tab."""
    return render(request, "website/signed_in_again.html", {"noindex": True})


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The demo's mail; does not exist outside the demo."""
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("aan", "").strip()
    mails = newest_mails(settings.EMAIL_FILE_PATH)
    if to:
        mails = [mail for mail in mails if to.lower() in mail.to.lower()]
    return render(
        request,
        "website/mailbox.html",
        {
            "page_obj": Paginator(mails, 20).get_page(request.GET.get("pagina")),
            "to": to,
            "crumbs": [(_("Home"), "/"), (_("Postbus van de demo"), None)],
        },
    )


@never_cache
@require_safe
def mail_attachment(_request: HttpRequest, file: str, number: int, attachment: int) -> HttpResponse:
    """A file that came with a mail of the demo."""
    folder = settings.EMAIL_FILE_PATH if settings.DEMO else None
    found = folder and attachment_of(folder, file, number, attachment)
    if not found:
        raise Http404
    return as_download(*found)


@never_cache
@require_safe
def mail_layout(_request: HttpRequest, file: str, number: int) -> HttpResponse:
    """A mail of the demo as a program for mail shows it."""
    folder = settings.EMAIL_FILE_PATH if settings.DEMO else None
    found = layout_of(folder, file, number) if folder else None
    if found is None:
        raise Http404
    response = HttpResponse(found)
    response["Content-Security-Policy"] = MAIL_POLICY
    return response


@never_cache
@require_safe
def demo_tool(request: HttpRequest) -> HttpResponse:
    """What stands in for the other system that the demo's example leads to; only in the demo."""
    if not settings.DEMO:
        raise Http404
    return render(request, "website/demo_tool.html", {"noindex": True})
