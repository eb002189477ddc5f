"""Allauth's forms, with our limits and our words.

Apart from `forms`, which allauth itself imports for what we ask at signing up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.core import context
from allauth.mfa.adapter import get_adapter as factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.people import limits

if TYPE_CHECKING:
    from courses.common.form_types import Files, FormArguments, FormData
    from courses.people.models import User

ADDRESS = _("Je e-mailadres")
"""What pages call it, so that a list of what has to be mended does so too."""


class AskCodeForm(RequestLoginCodeForm):
    """Have a code sent, unless too many mails went to this address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS

    def clean_email(self) -> str:
        email: str = super().clean_email()
        get_adapter().take_mail(context.request, email)
        return email


class SignInForm(LoginForm):
    """One address, and then a code by mail or a password.

    `way` is the button: `code` or `password`. Who presses Enter gives none, and signs in with the
    password if one was typed.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS
        if self.is_bound:
            self.fields["password"].required = False

    def clean(self) -> dict[str, object]:
        # The page does not call it optional: who signs in with a password must give one.
        self.fields["password"].required = True
        way = self.data.get("way", "")
        if way == "code":
            # A browser may have filled in a password that was not asked for.
            self.cleaned_data["password"] = ""
        elif way == "password" and not self.cleaned_data.get("password"):
            self.add_error("password", _("Vul je wachtwoord in, of vraag een code."))
        cleaned: dict[str, object] = super().clean()
        return cleaned

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, object]:
        form = AskCodeForm({"email": email})
        if form.is_valid():
            self.user = form._user  # noqa: SLF001 - as allauth's own form does
        else:
            for error in form.errors.as_data().get("email", []):
                self.add_error("login", error)
        cleaned: dict[str, object] = self.cleaned_data
        return cleaned


class MakeAccountForm(SignupForm):
    """An account, unless too many mails went to this address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = ADDRESS
        # Some write a telephone number there, since they have nothing else.
        email.error_messages["invalid"] = _(
            "Dit is geen e-mailadres. Heb je er geen? Bel dan het nummer dat hierboven staat."
        )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean()
        if not self.errors:
            try:
                get_adapter().take_mail(context.request, self.cleaned_data["email"])
            except ValidationError as no:
                self.add_error("email", no)
        return cleaned


class ForgottenPasswordForm(ResetPasswordForm):
    """A mail to choose a new password with, unless too many went to this address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS

    def clean_email(self) -> str:
        email: str = super().clean_email()
        get_adapter().take_mail(context.request, email)
        return email


class NewPasswordForm(ChangePasswordForm):
    """Another password; the old one cannot be guessed by who finds a browser left open."""

    def clean_oldpassword(self) -> str:
        try:
            taken = limits.count(context.request, limits.PASSWORD, self.user.email or "", self.user)
        except limits.RateLimited as no:
            raise ValidationError(limits.refusal(limits.PASSWORD, no), code="too_often") from no
        password: str = super().clean_oldpassword()
        limits.give_back(taken)
        return password


class ChangeAddressForm(forms.Form):
    """The e-mail address that somebody wants from now on; a code goes there."""

    email = EmailField(required=True)

    def __init__(
        self,
        user: User,
        data: FormData = None,
        files: Files | None = None,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        self.user = user
        super().__init__(data, files, **kwargs)

    def clean_email(self) -> str:
        email = get_adapter().clean_email(self.cleaned_data["email"].lower())
        if email == self.user.email:
            raise ValidationError(_("Dit is je e-mailadres al."))
        get_adapter().take_mail(context.request, email)
        return str(email)


class _Counted:
    """A code of the second step, unless too many were tried, or it was used before."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            taken = limits.count(
                context.request, limits.SECOND_STEP, str(self.user.email or self.user.pk), self.user
            )
        except limits.RateLimited as no:
            raise ValidationError(limits.refusal(limits.SECOND_STEP, no), code="too_often") from no
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            try:
                limits.use_once(self.user, code)
            except limits.RateLimited:
                raise factor_adapter().validation_error("incorrect_code") from None
        limits.give_back(taken)
        return code


class SecondStepForm(_Counted, AuthenticateForm):
    pass


class SecondStepAgainForm(_Counted, ReauthenticateForm):
    pass
