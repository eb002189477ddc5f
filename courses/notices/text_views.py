"""The words of what people are told: a coordinator changes them, looks, and can go back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.common.edit_conflicts import FIELD, TAKE, Conflict, FormSnapshot, token
from courses.common.errors import Refusal, add_refusal
from courses.notices import kinds, queries, scripts, services, writing
from courses.notices.forms import TextForm
from courses.notices.texts import Wording
from courses.people.queries import is_coordinator, signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from courses.notices.kinds import NoticeKind
    from courses.notices.models import Notice

MOST_EXAMPLES = 20
"""How many people one can look at a text with."""


@dataclass(frozen=True)
class Language:
    """A language that texts are in, and whether the academy has its own text in it."""

    code: str
    name: StrOrPromise
    is_own: bool


@dataclass(frozen=True)
class TextRow:
    """A kind of notice in the list."""

    kind: NoticeKind
    languages: list[Language]


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All kinds, for whom they are, and which have a text of the academy's own."""
    _refuse_others(request)
    own = queries.kinds_with_own_text()
    rows = [
        TextRow(
            kind,
            [Language(code, name, (kind.name, code) in own) for code, name in settings.LANGUAGES],
        )
        for kind in kinds.every()
        if kind.is_editable
    ]
    groups = [
        (gettext("Voor deelnemers"), [row for row in rows if not row.kind.for_trainer]),
        (gettext("Voor trainers"), [row for row in rows if row.kind.for_trainer]),
    ]
    return render(request, "notices/admin/texts.html", {"groups": groups})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Change a text; look at it first with what somebody was told."""
    _refuse_others(request)
    found = _kind(kind, language)
    now = writing.wording_of(found, language)
    form = TextForm(
        _typed(request, now) if request.method == "POST" else None,
        initial=now.parts,
    )
    for field in form.fields.values():
        field.widget.attrs["lang"] = language
    conflict: Conflict | None = None
    if form.is_bound and form.is_valid():
        typed = Wording(**form.cleaned_data)
        try:
            if "preview" in request.POST:
                services.checked_text(kind=kind, language=language, wording=typed)
            else:
                services.change_text(
                    kind=kind,
                    language=language,
                    wording=typed,
                    actor=signed_in_user(request),
                    snapshot=FormSnapshot.submitted(request.POST),
                )
                messages.success(request, gettext("Bewaard. Nieuwe berichten hebben deze tekst."))
                return redirect("notices_texts")
        except Conflict as stale:
            conflict = stale
        except Refusal as refusal:
            add_refusal(form, refusal)
    return render(
        request,
        "notices/admin/text.html",
        {
            "kind": found,
            "language": language,
            "language_name": dict(settings.LANGUAGES)[language],
            "form": form,
            "placeholders": kinds.placeholders_of(found),
            "standard": (standard := writing.standard_wording(found, language)),
            "standard_spoken": scripts.lines_of(standard),
            "is_own": queries.own_text(kind, language) is not None,
            "examples": (examples := queries.to_look_at(found, language, MOST_EXAMPLES)),
            **_preview(request, found, language, form, examples),
            "conflict": conflict,
            "snapshot_token": _shown(request, conflict, now),
        },
    )


def _typed(request: HttpRequest, now: Wording) -> dict[str, str]:
    """What was typed; what the other saved, where the button for that was pressed."""
    theirs = request.POST.get(TAKE, "").split(",")
    return {
        name: stored if name in theirs else request.POST.get(name, "")
        for name, stored in now.parts.items()
    }


def _shown(request: HttpRequest, conflict: Conflict | None, now: Wording) -> str:
    """The marks of what this page shows: after a preview those of when it was opened."""
    if conflict is not None:
        return conflict.token
    if "preview" in request.POST:
        return str(request.POST.get(FIELD, ""))
    return token(writing.text_facts(now))


def _preview(
    request: HttpRequest,
    kind: NoticeKind,
    language: str,
    form: TextForm,
    examples: list[Notice],
) -> dict[str, object]:
    """How the words look and sound: with the notice that was chosen, else with examples."""
    if form.is_bound and not form.is_valid():
        return {"preview": None}
    wording = writing.completed(
        Wording(**(form.cleaned_data if form.is_bound else form.initial)),
        standard=writing.standard_wording(kind, language),
    )
    chosen = request.POST.get("example", "")
    notice = next((one for one in examples if str(one.pk) == chosen), None)
    if notice is None:
        return {
            "preview": writing.example(kind, language, wording.letter),
            "spoken": scripts.example_of(kind, language, wording),
            "chosen": "",
        }
    return {
        "preview": writing.preview(notice, text=wording.letter),
        "spoken": scripts.preview_of(notice, wording),
        "chosen": chosen,
    }


@require_POST
def reset(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Back to the standard text."""
    _refuse_others(request)
    _kind(kind, language)
    if services.reset_text(kind=kind, language=language, actor=signed_in_user(request)):
        messages.success(request, gettext("De standaardtekst geldt weer."))
    return redirect("notices_texts")


def _kind(name: str, language: str) -> NoticeKind:
    found = kinds.find(name)
    if found is None or not found.is_editable or language not in dict(settings.LANGUAGES):
        raise Http404
    return found


def _refuse_others(request: HttpRequest) -> None:
    if not is_coordinator(request.user):
        raise PermissionDenied


urlpatterns = [
    path("teksten/", index, name="notices_texts"),
    path("teksten/<slug:kind>/<slug:language>/", edit, name="notices_text"),
    path("teksten/<slug:kind>/<slug:language>/standaard/", reset, name="notices_text_reset"),
]
