"""Allauth's pages on which a code is asked for and typed, so that each says what is so."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.models import EmailAddress
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

from courses.people import browsers, services
from courses.people.adapter import TYPED_ADDRESS, TYPED_DETAILS
from courses.people.models import User

if TYPE_CHECKING:
    from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
    from allauth.account.stages import LoginStage
    from django.forms import BaseForm

DETAILS = ("first_name", "last_name", "email", "background", "partner")


# --- Asking for a code --------------------------------------------------------------------------


class _OverAgain:
    """Who goes back to type another address is not sent to the code of the old one."""

    request: HttpRequest

    def _redirect_to_pending_stage(
        self, request: HttpRequest, stage: LoginStage
    ) -> HttpResponse | None:
        if request.method != "POST":
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
        return None


class SignInView(_OverAgain, LoginView):
    """One address, then a code or a password."""

    def get_initial(self) -> dict[str, object]:
        typed = self.request.session.pop(TYPED_ADDRESS, "")
        return {**super().get_initial(), **({"login": typed} if typed else {})}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_context_data(**kwargs), "organisations": settings.ORGANISATIONS}


class AskCodeView(_OverAgain, RequestLoginCodeView):
    """The same for who needs no password at all."""

    def get_initial(self) -> dict[str, object]:
        typed = self.request.session.pop(TYPED_ADDRESS, "")
        return {**super().get_initial(), **({"email": typed} if typed else {})}


class MakeAccountView(SignupView):
    """Signing up; who typed a wrong address comes back to what was filled in."""

    def get_initial(self) -> dict[str, object]:
        return {**super().get_initial(), **self.request.session.pop(TYPED_DETAILS, {})}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        typed = {name: form.data.get(name, "") for name in DETAILS}
        response: HttpResponse = super().form_valid(form)
        self.request.session[TYPED_DETAILS] = typed
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
        goal = goal_of(self.request)
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
        goal = goal_of(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if email and getattr(self, "_process", self) is None:
            return _begin_again(request, email, _too_old(), goal)
        return response

    def _verify_form_valid(self, form: BaseForm) -> HttpResponse:
        person = self._process.user
        forgotten = bool(person) and services.forget_unproven_password(person=person)
        response: HttpResponse = super()._verify_form_valid(form)
        if forgotten:
            text = _(
                "Bij dit account stond al een wachtwoord. Iemand koos het voordat je met een code "
                "liet zien dat dit e-mailadres van jou is. Het werkt niet meer. Wil je een "
                "wachtwoord? Kies dan een nieuw bij “Mijn gegevens”."
            )
            messages.warning(self.request, text)
        return response


class ProveAddressView(_CodePage, ConfirmEmailVerificationCodeView):
    """The code that proves an address: of a new account, or of a changed address."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        state = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY) or {}
        goal = goal_of(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if state and self._process is None:
            return _begin_again(request, state.get("email", ""), _too_old(), goal)
        return response

    def _verify_form_valid(self, form: BaseForm) -> HttpResponse:
        if self.stage or not self.request.user.is_authenticated:
            return super()._verify_form_valid(form)  # type: ignore[no-any-return]
        address = self._process.finish()
        if address is not None:
            services.change_address(person=self.request.user, address=address)
            text = _("Klaar. Voortaan mailen we je op %(email)s. Je logt ook in met dat adres.")
            messages.success(self.request, text % {"email": address.email})
            return redirect("people:profile")
        return redirect("account_email")


def _too_old() -> str:
    return _("De code uit de mail is verlopen. Vraag een nieuwe code.")


def goal_of(request: HttpRequest) -> str:
    """Where the person was going; allauth keeps it with what waits for a code."""
    stage = get_pending_stage(request)
    asked = request.POST.get("next") or request.GET.get("next")
    return str(asked or (stage and stage.login.redirect_url) or "")


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
    stage, goal = get_pending_stage(request), goal_of(request)
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
