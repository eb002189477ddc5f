"""Where allauth meets our own people."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as in_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common.mail import absolute_url, as_html
from courses.people import browsers, limits, organisations, queries, sign_in_goals
from courses.people.enums import Role

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialLogin
    from django.contrib.auth.models import AnonymousUser
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from courses.people.models import User

logger = logging.getLogger(__name__)

CODES = frozenset(
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "login_code",
        "password_reset_key",
        "unknown_account",
    )
)
"""Mails that anybody can have sent to any address."""


TYPED_ADDRESS = "typed_address"
TYPED_DETAILS = "typed_details"
"""Where the session keeps what was typed, for who comes back from the page of a code."""


class AccountAdapter(DefaultAccountAdapter):
    """Gives a new account the role of volunteer, and keeps tries and mails within our limits.

    What it mails leads to the site's own address.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet."),
    }

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, object],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        # Made of the request, a link would lead to whatever host and port a proxy asked for.
        links = {
            name: absolute_url(urlsplit(value).path)
            for name, value in context.items()
            if name.endswith("_url") and isinstance(value, str)
        }
        links["sign_in_url"] = absolute_url(reverse("account_request_login_code"))
        way_back = urlsplit(get_next_redirect_url(self.request) or "")
        if way_back.path:
            # Who wanted to enrol, and turns out to be new, or not to be, goes on with that.
            after = urlencode({REDIRECT_FIELD_NAME: way_back.path})
            for name in links.keys() & {"signup_url", "sign_in_url"}:
                links[name] += f"?{after}"
        more = {
            **links,
            "goal": sign_in_goals.goal_of(self.request),
            # Who is signed in and gets a code changes the address; others sign in.
            "changes_address": self.request.user.is_authenticated,
        }
        mail: EmailMessage = super().render_mail(
            template_prefix, email, {**context, **more}, headers
        )
        if context.get("code") and isinstance(mail, EmailMultiAlternatives):
            # Plain letters are small on a phone, and the code is to be typed over.
            mail.attach_alternative(as_html(str(mail.subject), str(mail.body)), "text/html")
        return mail

    def generate_email_verification_code(self) -> str:
        """Remembered for this request: the mail to a known address has the same code."""
        code: str = super().generate_email_verification_code()
        self.request.code_made_now = code
        return code

    def send_account_already_exists_mail(self, email: str) -> None:
        """With the code for the page that is open: who has an account is let in with it there.

        The code is in the session of this browser only, as any other.
        """
        context = {
            "code": self.request.code_made_now if queries.who_signs_in(email) else "",
            "password_reset_url": absolute_url(reverse("account_reset_password")),
        }
        self.send_mail("account/email/account_already_exists", email, context)

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            user.groups.add(Group.objects.get(name=Role.VOLUNTEER))
        return user

    # --- Passwords ----------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Count a try; also when somebody signed in must give the password once more."""
        try:
            self._taken = limits.count(
                request, limits.PASSWORD, str(credentials.get("email") or "")
            )
        except limits.RateLimited as no:
            raise ValidationError(limits.refusal(limits.PASSWORD, no), code="too_often") from no

    def authenticate(self, request: HttpRequest, **credentials: object) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            # Not all that was counted before: else who guesses would sign in with an account of
            # his own now and then.
            limits.give_back(self._taken)
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        browsers.remember(request, response, user)
        by_code = any(one["method"] == "code" for one in get_authentication_records(request, user))
        linked = organisations.link_waiting(request.session, person=user, by_code=by_code)
        if linked is not None:
            text = gettext("Klaar. Voortaan log je in met je account van %(name)s.")
            messages.success(request, text % {"name": linked.name})
        for key in (TYPED_ADDRESS, TYPED_DETAILS):
            request.session.pop(key, None)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who works here begins with what waits today; others with their own trainings."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        where: str = super().get_login_redirect_url(request)
        return where

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's own details, which say what happened; not the empty form once more."""
        return reverse("people:profile")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, object]]:
        """A passkey by the name that it has on our pages."""
        methods: list[dict[str, object]] = super().get_reauthentication_methods(user)
        for one in methods:
            if one["id"] == "mfa_reauthenticate:webauthn":
                one["description"] = _("Gebruik je passkey")
        return methods

    # --- Mail ---------------------------------------------------------------------------------

    def take_mail(self, request: HttpRequest, address: str) -> None:
        """Count a mail to this address that is going to be sent in this request.

        Raises:
            ValidationError: no mail goes out now; it says when.
        """
        try:
            limits.count(request, limits.MAIL, address)
        except limits.RateLimited as no:
            raise ValidationError(limits.refusal(limits.MAIL, no), code="too_often") from no
        request.counted_mail = address.lower()  # type: ignore[attr-defined]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """The one place where such mails leave, so that none goes out uncounted."""
        request = self.request
        if template_prefix in CODES and getattr(request, "counted_mail", "") != email.lower():
            try:
                self.take_mail(request, email)
            except ValidationError as no:
                page = render(request, "429.html", {"reason": no.messages[0]}, status=429)
                raise ImmediateHttpResponse(page) from no
        super().send_mail(template_prefix, email, context)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names a new passkey after where it is made, as the list of devices does."""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        return browsers.readable(in_request.request.headers.get("User-Agent", ""))


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Who comes from an organisation: in with the account that is linked, or to the code that shows
    which one it is. What the organisation tells of somebody is read and not kept."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody gets an account this way: the page for that asks what we need, and a code."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = sociallogin.account
        of = organisations.organisation(account.provider)
        if of is None:
            raise ImmediateHttpResponse(organisation_failed(request))
        roles = organisations.roles_told(of, account.extra_data)
        account.extra_data = {}
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(self._to_the_code(request, sociallogin, of.name, roles))
        SocialAccount.objects.filter(pk=account.pk).update(extra_data={})
        if request.user.is_authenticated and request.user.pk != account.user_id:
            raise ImmediateHttpResponse(organisation_failed(request, already_in()))
        organisations.follow_roles(person=account.user, slug=of.slug, roles=roles)

    def _to_the_code(
        self, request: HttpRequest, sociallogin: SocialLogin, name: str, roles: set[str]
    ) -> HttpResponse:
        if request.user.is_authenticated:
            return organisation_failed(request, already_in())
        told = sociallogin.user
        if not told.email:
            reason = gettext("%(name)s geeft ons geen e-mailadres. Log in met een code.")
            return organisation_failed(request, reason % {"name": name})
        account = sociallogin.account
        organisations.keep_waiting(
            request.session, slug=account.provider, uid=account.uid, email=told.email, roles=roles
        )
        request.session[TYPED_ADDRESS] = told.email
        request.session[TYPED_DETAILS] = {
            "first_name": told.first_name[:80],
            "last_name": told.last_name[:120],
            "email": told.email,
        }
        text = gettext(
            "Laat ons een keer zien dat dit e-mailadres van jou is, met een code. Daarna log je in "
            "met je account van %(name)s. Heb je hier nog geen account? Maak dat dan nu."
        )
        messages.info(request, text % {"name": name})
        return redirect("account_request_login_code")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: object = None,
        exception: Exception | None = None,
        extra_context: dict[str, object] | None = None,
    ) -> None:
        """Say what to do now; what went wrong is for the log, without a name."""
        reason = ""
        if error == AuthError.CANCELLED:
            reason = gettext("Je bent bij je organisatie gestopt met inloggen.")
        logger.warning("Signing in through an organisation failed: %s", type(exception).__name__)
        raise ImmediateHttpResponse(organisation_failed(request, reason))


def already_in() -> str:
    """Why somebody who is signed in cannot sign in once more."""
    return gettext("Je bent al ingelogd. Log eerst uit.")


def organisation_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page with what to do when the account of work did not work."""
    return render(request, "account/organisation_failed.html", {"reason": reason}, status=400)
