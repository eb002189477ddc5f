"""What a password must be: Django's checks, in our own kind words."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return ngettext(
            "Dit wachtwoord is te kort. Neem minstens %(n)d teken.",
            "Dit wachtwoord is te kort. Neem minstens %(n)d tekens.",
            self.min_length,
        ) % {"n": self.min_length}

    def get_help_text(self) -> str:
        return ngettext(
            "Neem minstens %(n)d teken.", "Neem minstens %(n)d tekens.", self.min_length
        ) % {"n": self.min_length}


class NotAboutYourself(UserAttributeSimilarityValidator):
    """Not much like the person's own name or e-mail address."""

    def get_error_message(self) -> str:
        return _("Dit wachtwoord lijkt te veel op je naam of je e-mailadres. Kies iets anders.")

    def get_help_text(self) -> str:
        return _("Neem niet je naam of je e-mailadres.")


class NotCommon(CommonPasswordValidator):
    """Not one of the passwords that many people use, which are the first to be tried."""

    def get_error_message(self) -> str:
        return _("Veel mensen gebruiken dit wachtwoord. Kies iets anders.")

    def get_help_text(self) -> str:
        return _("Neem geen wachtwoord dat veel mensen gebruiken.")
