"""The screens of staff, under `/beheer/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.common.errors import add_refusal
from courses.people.models import User
from courses.plugin_api.api import Refusal
from plugins.vragenbank import queries, services
from plugins.vragenbank.enums import Outcome, TaskKind
from plugins.vragenbank.exporting import ENDINGS, choices_for, file_name, written
from plugins.vragenbank.formats.losses import Format
from plugins.vragenbank.forms import (
    BankForm,
    ChoiceForm,
    LessonsForm,
    TrainingForm,
    UploadForm,
)
from plugins.vragenbank.lesson_checks import checks_in
from plugins.vragenbank.to_read import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.vragenbank.formats.model import Bank
    from plugins.vragenbank.models import HeldFile, QuestionBank

NAMESPACE = "vragenbank_banks"
ICON = "help"
PER_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The banks that somebody sees."""
    banks = queries.with_counts(queries.banks_for(_user(request)))
    values = {"banks": banks}
    return _page(request, "index.html", _("Vragenbanken"), values)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a bank."""
    user = _user(request)
    form = BankForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        training = form.cleaned_data["training"]
        try:
            bank = services.make_bank(
                actor=user,
                title=form.cleaned_data["title"],
                training_id=training.pk if training else None,
                partner=form.cleaned_data["partner"],
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("De vragenbank is gemaakt. Lees nu vragen in."))
            return redirect(_url("upload", bank.pk))
    values = {"form": form, "submit_label": _("Maak de vragenbank")}
    return _page(request, "form.html", _("Nieuwe vragenbank"), values)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name, training or partner of a bank."""
    user = _user(request)
    bank = _bank_to_change(request, pk)
    form = BankForm(request.POST if request.method == "POST" else None, user=user, bank=bank)
    if form.is_bound and form.is_valid():
        training = form.cleaned_data["training"]
        try:
            services.change_bank(
                actor=user,
                bank=bank,
                title=form.cleaned_data["title"],
                training_id=training.pk if training else None,
                partner=form.cleaned_data["partner"],
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("De vragenbank is bewaard."))
            return redirect(_url("bank", bank.pk))
    values = {"form": form, "bank": bank, "submit_label": _("Bewaar")}
    return _page(request, "form.html", bank.title, values)


@require_safe
def bank_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions of a bank, and the ways to take them along."""
    bank = _bank(request, pk)
    versions = queries.current_versions(banks=[bank.pk], keep_retired=True)
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("p"))
    values = {
        "bank": bank,
        "page": page,
        "rows": [(one, readable(queries.question_in(one))) for one in page],
        "may_change": queries.may_change(_user(request), bank),
        "choices": choices_for(queries.content_of(bank)),
    }
    return _page(request, "bank.html", bank.title, values)


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a file with questions, to look at."""
    bank = _bank_to_change(request, pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            held = services.hold_file(
                actor=_user(request), bank=bank, upload=form.cleaned_data["file"]
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(_url("preview", bank.pk, held.pk))
    values = {"form": form, "bank": bank, "submit_label": _("Bekijk de vragen")}
    return _page(request, "form.html", _("Vragen inlezen"), values)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int, held_pk: int) -> HttpResponse:
    """What can be taken over of a file, and what cannot and why; choose all or some."""
    bank = _bank_to_change(request, pk)
    held = queries.held_by(_user(request), held_pk)
    if held is None or held.bank_id != bank.pk:
        messages.info(request, _("Dit bestand is al overgenomen of opgeruimd. Kies het opnieuw."))
        return redirect(_url("upload", bank.pk))
    found = queries.preview_of(held)
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        numbers=[row.number for row in found.rows if row.may_be_chosen],
    )
    error = ""
    if form.is_bound:
        error = _take_over(request, held, form)
        if not error:
            return redirect(_url("bank", bank.pk))
    chosen = (
        set(request.POST.getlist("chosen"))
        if form.is_bound
        else {str(row.number) for row in found.rows if row.is_chosen_at_first}
    )
    values = {
        "bank": bank,
        "held": held,
        "preview": found,
        "rows": [
            (
                row,
                _kind_name(row.kind),
                str(row.number) in chosen,
                readable(row.found.question) if row.found.question else None,
            )
            for row in found.rows
        ],
        "counts": [(label, found.count(Outcome(value))) for value, label in Outcome.choices],
        "error": error,
        "has_choice": any(row.may_be_chosen for row in found.rows),
    }
    return _page(request, "preview.html", _("Wat nemen we over?"), values)


def _take_over(request: HttpRequest, held: HeldFile, form: ChoiceForm) -> str:
    """Why it was not done; empty when it was."""
    if not form.is_valid():
        return _("Kies opnieuw welke vragen je overneemt.")
    numbers = {int(one) for one in form.cleaned_data["chosen"]}
    try:
        taken = services.take_over(actor=_user(request), held=held, numbers=numbers)
    except Refusal as refusal:
        return str(refusal)
    messages.success(request, _summary(taken))
    return ""


def _summary(taken: services.TakenOver) -> str:
    new = ngettext("%(number)s nieuwe vraag.", "%(number)s nieuwe vragen.", taken.new)
    changed = ngettext(
        "%(number)s vraag kreeg een nieuwe versie.",
        "%(number)s vragen kregen een nieuwe versie.",
        taken.changed,
    )
    return f"{new % {'number': taken.new}} {changed % {'number': taken.changed}}"


@require_POST
def retire(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Let a question be asked no more, or again."""
    bank = _bank_to_change(request, pk)
    question = queries.question_of(bank, question_pk)
    if question is None:
        raise Http404
    retired = "weg" in request.POST
    services.set_retired(actor=_user(request), question=question, retired=retired)
    messages.success(
        request,
        _("We stellen deze vraag niet meer.") if retired else _("De vraag doet weer mee."),
    )
    return redirect(_url("bank", bank.pk))


@require_safe
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A bank as a file."""
    bank = _bank(request, pk)
    if form not in set(Format):
        raise Http404
    return _download(queries.content_of(bank), Format(form), bank.title)


@require_http_methods(["GET", "HEAD", "POST"])
def lessons(request: HttpRequest) -> HttpResponse:
    """The knowledge checks in the lessons of a training, as a file."""
    user = _user(request)
    form = LessonsForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        training = form.cleaned_data["training"]
        found = checks_in(training)
        if found.questions:
            return _download(found, Format(form.cleaned_data["form"]), training.title)
        form.add_error("training", _("In de lessen van deze training staan geen kennisvragen."))
    values = {
        "form": form,
        "submit_label": _("Download de vragen"),
        "explanation": _(
            "Hiermee neem je de kennisvragen en kennistoetsen uit de lessen van een training mee."
        ),
    }
    return _page(request, "form.html", _("Vragen uit lessen meenemen"), values)


@require_http_methods(["GET", "HEAD", "POST"])
def from_lessons(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the knowledge checks in the lessons of a training into a bank: one button where the bank
    is of a training, else a choice first."""
    bank = _bank_to_change(request, pk)
    user = _user(request)
    form = TrainingForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        training = form.cleaned_data["training"]
        try:
            taken = services.take_from_lessons(actor=user, bank=bank, training=training)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _summary(taken))
            return redirect(_url("bank", bank.pk))
    values = {
        "form": form,
        "bank": bank,
        "submit_label": _("Zet de vragen in deze bank"),
        "explanation": _(
            "Hiermee komen de kennisvragen en kennistoetsen uit de lessen in deze bank. In de "
            "lessen verandert er niets."
        ),
    }
    return _page(request, "form.html", _("Vragen uit lessen overnemen"), values)


def _download(bank: Bank, form: Format, title: str) -> HttpResponse:
    response = HttpResponse(written(bank, form, title=title), content_type=ENDINGS[form][1])
    name = file_name(title, form)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _bank(request: HttpRequest, pk: int) -> QuestionBank:
    bank = queries.banks_for(_user(request)).filter(pk=pk).first()
    if bank is None:
        raise Http404
    return bank


def _bank_to_change(request: HttpRequest, pk: int) -> QuestionBank:
    bank = _bank(request, pk)
    if not queries.may_change(_user(request), bank):
        raise PermissionDenied
    return bank


def _url(name: str, *args: int) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


def _kind_name(kind: str) -> str:
    return str(TaskKind(kind).label) if kind else ""


def _page(
    request: HttpRequest, template: str, title: str, values: Mapping[str, object]
) -> HttpResponse:
    form = values.get("form")
    is_refused = bool(getattr(form, "is_bound", False)) or bool(values.get("error"))
    context = {"page_title": title, "header_title": title, "header_icon": ICON, **values}
    return TemplateResponse(
        request, f"vragenbank/{template}", context, status=422 if is_refused else 200
    )
