"""Allauth's pages on which a code is asked for and typed, so that each says what is so."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal import flows
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login, get_pending_stage, stash_login
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    EmailView,
    LoginView,
    RequestLoginCodeView,
    SignupView,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.people import browsers, queries, services
from courses.people.adapter import TYPED_ADDRESS, TYPED_DETAILS
from courses.people.models import User
from courses.people.sign_in_goals import address_of_goal

if TYPE_CHECKING:
    from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
    from allauth.account.stages import LoginStage
    from django.forms import BaseForm

DETAILS = ("first_name", "last_name", "email", "background", "partner")

CODE_STAGES = {
    "login_by_code": "account_confirm_login_code",
    "verify_email": "account_email_verification_sent",
}
"""What waits for a code, with the page on which it is typed."""


# --- Asking for a code --------------------------------------------------------------------------


class _OverAgain:
    """Who goes back to type another address is not sent to the code of the old one."""

    request: HttpRequest

    def _redirect_to_pending_stage(
        self, request: HttpRequest, stage: LoginStage
    ) -> HttpResponse | None:
        if request.method != "POST":
            if stage.key in CODE_STAGES:
                # Whoever asks for this page sees a field for an address, and the way to the code.
                return None
            answer: HttpResponse | None = super()._redirect_to_pending_stage(request, stage)  # type: ignore[misc]
            return answer
        typed = (request.POST.get("login") or request.POST.get("email") or "").strip().lower()
        asks_code = not request.POST.get("password") or request.POST.get("way") == "code"
        if stage.key == "login_by_code" and typed == stage.state.get("email") and asks_code:
            process = LoginCodeVerificationProcess.resume(stage)
            if process:
                _send_again(request, process)
                url = reverse("account_confirm_login_code")
                return redirect(passthrough_next_redirect_url(request, url, "next"))
        clear_login(request)
        request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None)
        return None

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        stage, code_page = get_pending_stage(self.request), ""
        if stage and stage.key in CODE_STAGES:
            code_page = passthrough_next_redirect_url(
                self.request, reverse(CODE_STAGES[stage.key]), "next"
            )
        return {**super().get_context_data(**kwargs), "code_page": code_page}  # type: ignore[misc]


class SignInView(_OverAgain, LoginView):
    """One address, then a code or a password."""

    def get_initial(self) -> dict[str, object]:
        typed = self.request.session.pop(TYPED_ADDRESS, "") or _waits_for_code(self.request)
        return {**super().get_initial(), **({"login": typed} if typed else {})}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_context_data(**kwargs), "organisations": settings.ORGANISATIONS}


class AskCodeView(_OverAgain, RequestLoginCodeView):
    """The same for who needs no password at all."""

    def get_initial(self) -> dict[str, object]:
        typed = self.request.session.pop(TYPED_ADDRESS, "") or _waits_for_code(self.request)
        return {**super().get_initial(), **({"email": typed} if typed else {})}


def _waits_for_code(request: HttpRequest) -> str:
    """The address to which this browser had a code sent that is not typed yet."""
    stage = get_pending_stage(request)
    if stage is None or stage.key not in CODE_STAGES:
        return ""
    proves = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY) or {}
    return str(stage.state.get("email") or proves.get("email") or "")


class MakeAccountView(SignupView):
    """Signing up; who typed a wrong address comes back to what was filled in."""

    def get_initial(self) -> dict[str, object]:
        return {**super().get_initial(), **self.request.session.pop(TYPED_DETAILS, {})}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        typed = {name: form.data.get(name, "") for name in DETAILS}
        response: HttpResponse = super().form_valid(form)
        self.request.session[TYPED_DETAILS] = typed
        stage = get_pending_stage(self.request)
        if stage and not stage.login.user:
            # Allauth keeps where somebody was going for who is new only.
            stage.login.redirect_url = self.get_success_url()
            stash_login(self.request, stage.login)
        return response


# --- Typing it ----------------------------------------------------------------------------------


class _CodePage:
    """Where the newest code is typed: from when it is, how long it lives, how many tries."""

    request: HttpRequest
    _process: AbstractCodeVerificationProcess
    _action: str

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        sent = self._process.state["at"]
        return {
            **super().get_context_data(**kwargs),  # type: ignore[misc]
            "sent_at": datetime.fromtimestamp(sent, UTC),
            "ends_at": datetime.fromtimestamp(sent + self._process.timeout, UTC),
        }

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        _send_again(self.request, self._process)
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))  # type: ignore[attr-defined]

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        goal = address_of_goal(self.request)
        if self._action != "verify" or not form.has_error("code", "incorrect_code"):
            # Nothing typed is no try.
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined,no-any-return]
        email = self._process.state.get("email", "")
        if self._process.record_invalid_attempt():
            left = self._process.max_attempts - self._process.state["failed_attempts"]
            form.errors["code"] = form.error_class(
                [
                    ngettext(
                        "Deze code klopt niet. Je kunt het nog %(n)d keer proberen.",
                        "Deze code klopt niet. Je kunt het nog %(n)d keer proberen.",
                        left,
                    )
                    % {"n": left}
                ]
            )
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined,no-any-return]
        said = _("De code is te vaak verkeerd ingevuld en werkt niet meer. Vraag een nieuwe code.")
        return _begin_again(self.request, email, said, goal)


class TypeLoginCodeView(_CodePage, ConfirmLoginCodeView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        stage = get_pending_stage(request)
        email = stage.state.get("email", "") if stage and stage.key == "login_by_code" else ""
        goal = address_of_goal(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if email and getattr(self, "_process", self) is None:
            return _begin_again(request, email, _too_old(), goal)
        return response

    def _verify_form_valid(self, form: BaseForm) -> HttpResponse:
        person = self._process.user
        forgotten = bool(person) and services.forget_unproven_password(person=person)
        response: HttpResponse = super()._verify_form_valid(form)
        if forgotten:
            messages.warning(self.request, _password_forgotten())
        return response


class ProveAddressView(_CodePage, ConfirmEmailVerificationCodeView):
    """The code that proves an address: of a new account, or of a changed address.

    Who wanted to make an account and had one gets the same page, and a mail with a code too: with
    that one is in. So nobody is sent round, and the page tells nothing about an address.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_anonymous and get_pending_stage(request) is None:
            # Of an address that is known allauth would go on showing the page, of others not.
            request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None)
        state = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY) or {}
        goal = address_of_goal(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if state and self._process is None:
            return _begin_again(request, state.get("email", ""), _too_old(), goal)
        return response

    @property
    def _had_account(self) -> bool:
        return self.request.user.is_anonymous and self._process.user is None

    def _get_verify_form_class(self) -> type[BaseForm]:
        # The other form refuses an address that somebody has.
        form: type[BaseForm] = super()._get_verify_form_class()
        return ConfirmLoginCodeForm if self._had_account else form

    def get_form_kwargs(self) -> dict[str, object]:
        given: dict[str, object] = super().get_form_kwargs()
        if self._had_account:
            given = {name: value for name, value in given.items() if name not in {"user", "email"}}
        return given

    def _verify_form_valid(self, form: BaseForm) -> HttpResponse:
        if self._had_account:
            return self._sign_in()
        if self.stage or not self.request.user.is_authenticated:
            return super()._verify_form_valid(form)  # type: ignore[no-any-return]
        address = self._process.finish()
        if address is not None:
            services.change_address(person=self.request.user, address=address)
            text = _("Klaar. Voortaan mailen we je op %(email)s. Je logt ook in met dat adres.")
            messages.success(self.request, text % {"email": address.email})
            return redirect("people:profile")
        return redirect("account_email")

    def _sign_in(self) -> HttpResponse:
        """As a code for signing in does: it came to the same mailbox, for the same browser."""
        email, goal = str(self._process.email), address_of_goal(self.request)
        asked = self.get_next_url() or (self.stage.login.redirect_url if self.stage else None)
        self._process.abort()
        person = queries.who_signs_in(email)
        if person is None:
            return _begin_again(self.request, email, _too_old(), goal)
        forgotten = services.forget_unproven_password(person=person)
        record_authentication(self.request, person, method="code", email=email)
        verify_email_indirectly(self.request, person, email)
        messages.success(self.request, _("Je had al een account. Daarmee ga je verder."))
        if forgotten:
            messages.warning(self.request, _password_forgotten())
        login = Login(user=person, email=email, redirect_url=asked)
        response: HttpResponse = perform_login(self.request, login)
        return response


def _password_forgotten() -> str:
    return _(
        "Bij dit account stond al een wachtwoord. Iemand koos het voordat je met een code "
        "liet zien dat dit e-mailadres van jou is. Het werkt niet meer. Wil je een "
        "wachtwoord? Kies dan een nieuw bij “Mijn gegevens”."
    )


def _too_old() -> str:
    return _("De code uit de mail is verlopen. Vraag een nieuwe code.")


def _on_to(url: str, goal: str) -> HttpResponse:
    return redirect(f"{url}?{urlencode({'next': goal})}" if goal else url)


def _begin_again(request: HttpRequest, email: str, said: str, goal: str) -> HttpResponse:
    """Back to where a code is asked for, with what was typed and the reason."""
    messages.error(request, said)
    request.session[TYPED_ADDRESS] = email
    if request.user.is_authenticated:
        return redirect("account_email")
    return _on_to(reverse("account_login"), goal)


def _send_again(request: HttpRequest, process: AbstractCodeVerificationProcess) -> None:
    """A new code, with its own time and tries; or the moment at which one can be asked for.

    An address without an account gets its mail once more too: the page says that one was sent.
    """
    try:
        get_adapter().take_mail(request, process.state["email"])
    except ValidationError as no:
        messages.warning(request, no.messages[0])
        return
    process.state.update(at=time.time(), failed_attempts=0)
    if isinstance(process, EmailVerificationProcess):
        process.generate_code()
    process.send(skip_enumeration_mails=False)
    process.record_resend()
    process.persist()


@never_cache
@require_POST
def other_address(request: HttpRequest) -> HttpResponse:
    """Leave the page of a code, because the mail went to a wrong address, or to make an account
    for that address first."""
    if request.user.is_authenticated:
        state = request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None) or {}
        request.session[TYPED_ADDRESS] = state.get("email", "")
        return redirect("account_email")
    stage, goal = get_pending_stage(request), address_of_goal(request)
    state = request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None) or {}
    signs_up = bool(stage and stage.key == "verify_email" and stage.login.signup)
    if stage and stage.login.user and signs_up:
        services.discard_unproven(person=stage.login.user)
    email = state.get("email") or (stage.state.get("email", "") if stage else "")
    flows.logout.logout(request, show_message=False)
    if request.POST.get("to") == "account":
        request.session[TYPED_DETAILS] = {"email": email}
    if signs_up or request.session.get(TYPED_DETAILS, {}).get("email") == email:
        url = reverse("account_signup")
    else:
        request.session[TYPED_ADDRESS] = email
        url = reverse("account_login")
    return _on_to(url, goal)


# --- One address --------------------------------------------------------------------------------


class ChangeAddressView(EmailView):
    """One field: the new address. An address left from before can be taken away."""

    def get_initial(self) -> dict[str, object]:
        typed = self.request.session.pop(TYPED_ADDRESS, "")
        return {**super().get_initial(), **({"email": typed} if typed else {})}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "action_remove" in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        # Only sent: until the code is typed nothing changes.
        EmailVerificationProcess.initiate(
            request=self.request, user=self.request.user, email=form.cleaned_data["email"]
        )
        return redirect("account_email_verification_sent")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        others = EmailAddress.objects.filter(user=self.request.user).exclude(
            email=self.request.user.email or ""
        )
        return {**super().get_context_data(**kwargs), "others": list(others.order_by("email"))}


# --- Where somebody is signed in ----------------------------------------------------------------


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signed_in(request: HttpRequest) -> HttpResponse:
    """The browsers in which you are signed in, and a way out of each but this one."""
    person = User.objects.get(pk=request.user.pk or 0)
    current = request.session.session_key or ""
    if request.method == "POST":
        _end_sessions(request, person, current)
        return redirect("usersessions_list")
    found = UserSession.objects.purge_and_list(person)
    found.sort(key=lambda one: (one.session_key != current, -one.pk))
    devices = [
        {
            "pk": one.pk,
            "name": browsers.readable(one.user_agent),
            "since": one.created_at,
            "is_this": one.session_key == current,
        }
        for one in found
    ]
    others = [one for one in devices if not one["is_this"]]
    return render(
        request, "usersessions/usersession_list.html", {"devices": devices, "others": others}
    )


def _end_sessions(request: HttpRequest, person: User, current: str) -> None:
    which = request.POST.get("session", "")
    if not which:
        services.end_other_sessions(person=person, current=current)
        said = _("Klaar. Je bent nu alleen nog op dit apparaat ingelogd.")
    elif which.isdecimal() and services.end_session(person=person, session_id=int(which)):
        said = _("Klaar. Je bent op dat apparaat uitgelogd.")
    else:
        said = _("Op dat apparaat was je al uitgelogd.")
    messages.success(request, said)
