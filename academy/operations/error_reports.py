"""Faults told to a server that collects them, where the operator names one: without people.

What a report says goes by the same rules as a line in the log, and less: no body of a form, no
cookie, no header, no value of a variable, and not who was signed in.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from academy.operations.logs import without_people

LEFT_OUT = ("user", "breadcrumbs", "extra", "server_name", "modules", "contexts")
"""Parts of a report that are nobody's business, or may hold what somebody typed."""


def start(dsn: str) -> None:
    """Tell faults from now on. Sentry's own server reads it, and others that speak the same."""
    # Nothing of it is loaded where nobody asked for it: it puts itself around much of Django.
    import_module("sentry_sdk").init(
        dsn,
        before_send=scrubbed,
        before_send_transaction=lambda _event, _hint: None,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
    )


def scrubbed(event: dict[str, object], _hint: object = None) -> dict[str, object]:
    """A report without people."""
    kept = {name: part for name, part in event.items() if name not in LEFT_OUT}
    request = kept.get("request")
    if isinstance(request, dict):
        kept["request"] = {
            "method": request.get("method", ""),
            "url": str(request.get("url", "")).partition("?")[0],
        }
    return cast("dict[str, object]", _plain(kept))


def _plain(part: object) -> object:
    if isinstance(part, str):
        return without_people(part)
    if isinstance(part, dict):
        return {name: _plain(one) for name, one in part.items() if name != "vars"}
    if isinstance(part, list | tuple):
        return [_plain(one) for one in part]
    return part
