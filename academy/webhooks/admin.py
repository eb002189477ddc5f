"""The screens of staff for webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.webhooks import queries, services, signing
from academy.webhooks.forms import WebhookForm
from courses.common.edit_conflicts import Conflict, FormSnapshot, token, with_theirs
from courses.common.errors import Refusal, add_refusal
from courses.people.queries import is_coordinator, signed_in_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from academy.webhooks.models import Webhook
    from courses.people.models import User


def _coordinator(request: HttpRequest) -> User:
    """Who runs the academy.

    Raises:
        PermissionDenied: for everybody else.
    """
    if not is_coordinator(request.user):
        raise PermissionDenied
    return signed_in_user(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All webhooks, and a form for another one, of which the secret is shown once."""
    actor = _coordinator(request)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_webhook(actor=actor, **form.values)
        except Refusal as no:
            add_refusal(form, no)
    if made is not None:
        return _detail(request, made, show_secret=True)
    values = {
        "form": form,
        "webhooks": list(queries.webhooks()),
        "header_title": _("Webhooks"),
    }
    status = 400 if form.errors else 200
    return render(request, "webhooks/index.html", values, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: what it was told lately, and what can be done with it."""
    actor = _coordinator(request)
    webhook = get_object_or_404(queries.webhooks(), pk=pk)
    if request.method != "POST":
        return _detail(request, webhook)
    action = _ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        return redirect("webhook_detail", webhook.pk)
    try:
        return action(request, webhook, actor)
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("webhook_detail", webhook.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, address or events for a webhook."""
    actor = _coordinator(request)
    webhook = get_object_or_404(queries.webhooks(), pk=pk)
    stored = WebhookForm(
        initial={"name": webhook.name, "url": webhook.url, "events": webhook.events}
    )
    form, conflict = stored, None
    if request.method == "POST":
        form = WebhookForm(with_theirs(request.POST, stored))
    if form.is_bound and form.is_valid():
        try:
            services.change_webhook(
                webhook=webhook,
                actor=actor,
                snapshot=FormSnapshot.submitted(request.POST),
                **form.values,
            )
        except Conflict as stale:
            conflict = stale
        except Refusal as no:
            add_refusal(form, no)
        else:
            messages.success(request, _("De webhook is bewaard."))
            return redirect("webhook_detail", webhook.pk)
    values = {
        "form": form,
        "webhook": webhook,
        "conflict": conflict,
        "snapshot_token": conflict.token if conflict else token(queries.facts_of(webhook)),
        "header_title": webhook.name,
    }
    status = 400 if form.is_bound else 200
    return render(request, "webhooks/change.html", values, status=status)


def _detail(request: HttpRequest, webhook: Webhook, *, show_secret: bool = False) -> HttpResponse:
    values = {
        "webhook": webhook,
        "messages_sent": list(queries.latest_messages(webhook)),
        "secret": signing.secret_of(webhook.key) if show_secret else "",
        "header_title": webhook.name,
    }
    return render(request, "webhooks/detail.html", values)


def _test(request: HttpRequest, webhook: Webhook, actor: User) -> HttpResponse:
    services.send_test(webhook=webhook, actor=actor)
    messages.success(request, _("De proef is onderweg. Hieronder zie je straks hoe het ging."))
    return redirect("webhook_detail", webhook.pk)


def _rotate(request: HttpRequest, webhook: Webhook, actor: User) -> HttpResponse:
    return _detail(request, services.rotate_secret(webhook=webhook, actor=actor), show_secret=True)


def _on(request: HttpRequest, webhook: Webhook, actor: User) -> HttpResponse:
    services.switch_webhook(webhook=webhook, on=True, actor=actor)
    messages.success(request, _("De webhook staat aan."))
    return redirect("webhook_detail", webhook.pk)


def _off(request: HttpRequest, webhook: Webhook, actor: User) -> HttpResponse:
    services.switch_webhook(webhook=webhook, on=False, actor=actor)
    messages.success(request, _("De webhook staat uit."))
    return redirect("webhook_detail", webhook.pk)


def _remove(request: HttpRequest, webhook: Webhook, actor: User) -> HttpResponse:
    services.remove_webhook(webhook=webhook, actor=actor)
    messages.success(request, _("De webhook is weg."))
    return redirect("webhooks")


_ACTIONS: dict[str, Callable[[HttpRequest, Webhook, User], HttpResponse]] = {
    "test": _test,
    "rotate": _rotate,
    "on": _on,
    "off": _off,
    "remove": _remove,
}
