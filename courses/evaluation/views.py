"""The pages on which people evaluate: signed in, or by a personal link."""

from __future__ import annotations

from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from courses.common import addresses
from courses.common.errors import Refusal
from courses.common.limits import RateLimited, give_back
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.common.visitors import account_of, signed_in
from courses.evaluation import limits, links, rendering
from courses.evaluation.forms import AnswersForm, CodeForm, EmailForm
from courses.evaluation.queries import answering, asking
from courses.evaluation.queries.thanks import what_we_did
from courses.evaluation.services.answering import submit
from courses.evaluation.services.asking import send_link
from courses.notices.writing import our_postal_address, our_telephone

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from courses.evaluation.models import Participation

    View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Kept in no search engine, no cache and no address of where somebody came from."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except RateLimited as no:
            reason = _(
                "Er is te vaak iets geprobeerd. Je kunt %(when)s weer verder. "
                "Of bel ons: %(number)s."
            )
            values = {"reason": reason % {"when": no.when, "number": our_telephone()}}
            response = render(request, "429.html", values, status=429)
            response["Retry-After"] = "600"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


# --- Signed in ------------------------------------------------------------------------------------


def own_pages(view: View) -> View:
    """For who is signed in; kept by no browser."""
    kept = cache_control(private=True, no_store=True)(sensitive_post_parameters()(view))
    return login_required(kept)


@own_pages
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The form after the last session of an edition, or why it is not there any more.

    Unknown to who is not invited.
    """
    return _own_form(request, answering.participation_of(account_of(request), edition_id))


@own_pages
@require_safe
def thanks(request: HttpRequest, edition_id: int) -> HttpResponse:
    """What someone sees after sending it."""
    return _own_thanks(request, answering.participation_of(account_of(request), edition_id))


@own_pages
@require_http_methods(["GET", "HEAD", "POST"])
def other_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """A survey, or a form about an edition on a later occasion."""
    return _own_form(request, answering.invitation(person=account_of(request), form_id=form_id))


@own_pages
@require_safe
def other_thanks(request: HttpRequest, form_id: int) -> HttpResponse:
    """What someone sees after sending such a form."""
    return _own_thanks(request, answering.invitation(person=account_of(request), form_id=form_id))


@own_pages
@require_safe
def paper(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The same form on paper in large letters, without anything of whose it is."""
    return _own_paper(request, answering.participation_of(account_of(request), edition_id))


@own_pages
@require_safe
def other_paper(request: HttpRequest, form_id: int) -> HttpResponse:
    """Such a form on paper."""
    return _own_paper(request, answering.invitation(person=account_of(request), form_id=form_id))


def _own_paper(request: HttpRequest, participation: Participation | None) -> HttpResponse:
    if participation is None:
        raise Http404
    return _paper(request, participation, back=asking.address_of(participation.form))


def _own_form(request: HttpRequest, participation: Participation | None) -> HttpResponse:
    if participation is None:
        raise Http404
    return _fill_in(
        request,
        participation,
        thanks_page=asking.address_of(participation.form, "thanks"),
        paper_page=asking.address_of(participation.form, "paper"),
    )


def _own_thanks(request: HttpRequest, participation: Participation | None) -> HttpResponse:
    if participation is None:
        raise Http404
    if not participation.answered:
        return redirect(asking.address_of(participation.form))
    return _thanks(request, participation)


# --- By a personal link ---------------------------------------------------------------------------


@csrf_exempt
@unlisted
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def personal_form(request: HttpRequest, token: str) -> HttpResponse:
    """The form of the one person for whom the link was made; nobody is signed in by it.

    Without a CSRF token on purpose: the address is the secret, and a browser that keeps no cookies,
    as in some programs for mail, sends the form all the same.
    """
    participation = _by_token(token)
    if participation is None:
        return _unknown_link(request)
    thanks_page = reverse("evaluation:personal_thanks", args=[token])
    with _in_language_of(request, participation):
        paper_page = reverse("evaluation:personal_paper", args=[token])
        return _fill_in(
            request,
            participation,
            thanks_page=thanks_page,
            paper_page=paper_page,
            is_personal=True,
        )


@unlisted
@require_safe
def personal_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The form that a link led to on paper; it tells nothing of the link."""
    participation = _by_token(token)
    if participation is None:
        return _unknown_link(request)
    with _in_language_of(request, participation):
        back = reverse("evaluation:personal_form", args=[token])
        return _paper(request, participation, back=back)


@unlisted
@require_safe
def personal_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What someone sees after sending the form that a link led to."""
    participation = _by_token(token)
    if participation is None:
        return _unknown_link(request)
    if not participation.answered:
        return redirect("evaluation:personal_form", token=token)
    with _in_language_of(request, participation):
        return _thanks(request, participation, is_personal=True)


def _in_language_of(
    request: HttpRequest, participation: Participation
) -> AbstractContextManager[object]:
    """The language of the mail or letter, unless another one was chosen in this browser."""
    person = participation.person
    if person is None or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return nullcontext()
    return translation.override(person.language)


def _by_token(token: str) -> Participation | None:
    found = links.invitation_in(token)
    return answering.invitation_with_key(found[0]) if found else None


def _unknown_link(request: HttpRequest) -> HttpResponse:
    """What somebody reads whose link was broken off on the way, or was made up.

    Raises:
        RateLimited: from this network come too many.
    """
    limits.count_try(request)
    return _ask_code(request, CodeForm(), status=404, unknown_link=True)


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def enter_code(request: HttpRequest) -> HttpResponse:
    """A field for the code of a letter, or for the one that stands in the room."""
    if request.method != "POST":
        return _ask_code(request, CodeForm())
    code_form = CodeForm(request.POST)
    if not code_form.is_valid():
        return _ask_code(request, code_form)
    counted = limits.count_try(request)
    code = code_form.cleaned_data["code"]
    if asking.in_room(code) is not None:
        give_back(counted)
        return redirect("evaluation:room", code=code)
    number = links.number_in(code)
    participation = answering.invitation_with_key(number) if number else None
    if participation is None:
        code_form.add_error("code", _("Deze code kennen we niet. Kijk of de cijfers kloppen."))
        return _ask_code(request, code_form, status=404)
    give_back(counted)
    return redirect("evaluation:personal_form", token=links.token_of(participation))


def _ask_code(
    request: HttpRequest, code_form: CodeForm, *, status: int = 200, unknown_link: bool = False
) -> HttpResponse:
    values = {
        "form": code_form,
        "unknown_link": unknown_link,
        "telephone": our_telephone(),
        "crumbs": [(_("Home"), "/"), (_("Evaluatie"), None)],
        "noindex": True,
    }
    return render(request, "evaluation/enter_code.html", values, status=status)


# --- In the room ----------------------------------------------------------------------------------


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR in the room leads to: the form for who is signed in, else a link by mail."""
    found = asking.in_room(links.tidy(code))
    if found is None:
        limits.count_try(request)
        return _ask_code(request, CodeForm(initial={"code": code[: links.LONGEST]}), status=404)
    person = signed_in(request)
    if person is not None and found.form is not None:
        participation = answering.invitation(person=person, form_id=found.form.pk)
        if participation is not None:
            return redirect(asking.address_of(found.form))
    email_form = EmailForm(request.POST if request.method == "POST" else None)
    is_sent = False
    if found.takes_answers and email_form.is_bound and email_form.is_valid():
        address = email_form.cleaned_data["email"]
        limits.count_mail(request, address)
        assert found.form is not None  # noqa: S101 - it takes answers
        try:
            send_link(form=found.form, address=address)
        except Refusal as no:
            email_form.add_error(None, str(no))
        else:
            is_sent = True
    values = {
        "found": found,
        "own_page": asking.address_of(found.form) if found.form is not None else "",
        "form": email_form,
        "code_form": CodeForm(),
        "is_sent": is_sent,
        "is_not_invited": person is not None and found.form is not None,
        "telephone": our_telephone(),
        "crumbs": [(_("Home"), "/"), (_("Evaluatie"), None)],
        "noindex": True,
    }
    return render(request, "evaluation/room.html", values)


# --- What all ways have in common -----------------------------------------------------------------


def _fill_in(
    request: HttpRequest,
    participation: Participation,
    *,
    thanks_page: str,
    paper_page: str,
    is_personal: bool = False,
) -> HttpResponse:
    """The form, or a page that says why it is not there; what was sent is taken once."""
    form, person = participation.form, participation.person
    assert person is not None  # noqa: S101 - an invitation without a person is never found
    # What is sent to a form that closed meanwhile is shown again with the reason. What is sent
    # twice was taken the first time.
    if participation.answered:
        return _page(request, "evaluation/answered.html", participation, is_personal=is_personal)
    if not form.takes_answers and request.method != "POST":
        return _page(request, "evaluation/closed.html", participation, is_personal=is_personal)
    answers = AnswersForm(
        request.POST if request.method == "POST" else None, questions=list(form.questions.all())
    )
    if answers.is_bound and answers.is_valid():
        try:
            submit(form=form, person=person, answers=answers.answers())
        except Refusal as refusal:
            participation.refresh_from_db(fields=["answered"])
            if participation.answered:
                # Two presses at the same moment: the other one was taken.
                return redirect(thanks_page)
            answers.add_error(answers.name_of_key(refusal.field), str(refusal))
        else:
            return redirect(thanks_page)
    somebody_else = is_personal and signed_in(request) not in (None, person)
    return _page(
        request,
        "evaluation/form.html",
        participation,
        form=answers,
        paper_page=paper_page,
        post_to=", ".join(our_postal_address()),
        telephone=our_telephone(),
        is_personal=is_personal,
        first_name=person.first_name if is_personal else "",
        is_somebody_else=somebody_else,
    )


def _paper(request: HttpRequest, participation: Participation, *, back: str) -> HttpResponse:
    """The form on paper, as long as it can be answered; the same for everybody who is asked."""
    if participation.answered or not participation.form.takes_answers:
        return redirect(back)
    try:
        content = rendering.paper_form(
            rendering.of_form(participation.form),
            language=translation.get_language() or "nl",
            in_envelope=True,
        )
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, _("Het formulier kan nu niet gemaakt worden."))
        return redirect(back)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="evaluatie-op-papier.pdf"'},
    )


def _thanks(
    request: HttpRequest, participation: Participation, *, is_personal: bool = False
) -> HttpResponse:
    return _page(
        request,
        "evaluation/thanks.html",
        participation,
        is_personal=is_personal,
        what_we_did=what_we_did(participation.form),
    )


def _draft_key(participation: Participation) -> str:
    """By what the browser knows a draft again: of this person, for this form, and a riddle else."""
    return salted_hmac("evaluation draft", f"{participation.pk}").hexdigest()


def _page(
    request: HttpRequest,
    template: str,
    participation: Participation,
    *,
    is_personal: bool = False,
    **context: object,
) -> HttpResponse:
    crumbs = [(_("Home"), "/"), (_("Mijn academie"), addresses.MINE), (_("Evaluatie"), "")]
    return render(
        request,
        template,
        {
            "evaluation": participation.form,
            "subject": participation.form.subject,
            "heading": asking.heading_of(participation.form),
            "draft_key": _draft_key(participation),
            "is_personal": is_personal,
            "crumbs": [one for one in crumbs if not (is_personal and one[1] == addresses.MINE)],
            "noindex": True,
            **context,
        },
    )
