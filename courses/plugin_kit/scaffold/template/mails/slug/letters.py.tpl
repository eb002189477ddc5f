"""Own texts for mails about a training."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, override

from courses.plugin_api.api import (
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
)


class AfterWithdrawal(NotificationTexts):
    """Adds a line to the mail for who withdraws; the academy's own text stays above it."""

    name = "after_withdrawal"

    def templates(self, ctx: NotificationContext) -> Mapping[NotificationKind, MailText]:
        with override(ctx.language):
            line = gettext("Wil je later toch meedoen? Je bent welkom. Kijk hier:")
        # What stands between braces is filled in when the mail is sent.
        return {NotificationKind.WITHDRAWN: MailText(f"{{{{ core }}}}\n\n{line}\n{{{{ url }}}}")}
