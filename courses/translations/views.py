"""Where a coordinator translates what the academy wrote, and switches languages on and off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from courses.common.errors import Refusal, add_refusal
from courses.people.queries import is_coordinator, signed_in_user
from courses.translations import queries, services
from courses.translations.forms import LanguageForm, PoFileForm
from courses.translations.models import ContentLanguage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.translations.queries import TextRow
    from courses.translations.services import SaveResult

PAGE_SIZE = 20
MOST_DIGITS = 19
"""No key of a page has more."""

LOOSE = 0
"""In the address of a form: the texts that stand on no page."""


class LanguagesMenuItem(MenuItem):
    """Only for who runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


@dataclass(frozen=True)
class PageProgress:
    """How far a page is in a language."""

    key: int
    title: str
    done: int
    changed: int
    total: int

    @property
    def percentage(self) -> int:
        """Rounded down, so that a hundred is whole."""
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True)
class FormRow:
    """A text in the form: what stands there, what was typed, and what is wrong with it."""

    row: TextRow
    typed: str
    error: str = ""

    @property
    def lines(self) -> int:
        """How high its field is."""
        return min(12, 1 + len(self.row.segment.source) // 70)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The languages of the site."""
    _refuse_others(request)
    return render(
        request, "translations/admin/index.html", {"languages": ContentLanguage.objects.all()}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_language(request: HttpRequest, code: str = "") -> HttpResponse:
    """Add a language, name it, switch it on or off."""
    _refuse_others(request)
    language = get_object_or_404(ContentLanguage, code=code) if code else ContentLanguage()
    form = LanguageForm(request.POST or None, instance=language)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_language(
                language=form.save(commit=False),
                mark=request.POST.get("mark"),
                actor=signed_in_user(request),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                gettext("Bewaard. Bezoekers kunnen deze taal nu kiezen.")
                if saved.is_on
                else gettext("Bewaard. Bezoekers zien deze taal nog niet."),
            )
            return redirect("translations_language", saved.code)
    stored = ContentLanguage.objects.filter(code=code).first()
    return render(
        request,
        "translations/admin/language_form.html",
        {"form": form, "language": language, "mark": queries.mark_of(stored) if stored else ""},
    )


@never_cache
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """How far each page is in a language; files for translators."""
    _refuse_others(request)
    found = get_object_or_404(ContentLanguage, code=code)
    search = request.GET.get("q", "").strip()
    page_obj = Paginator(queries.translatable_pages(search), PAGE_SIZE).get_page(
        request.GET.get("p")
    )
    pages = list(Page.objects.filter(pk__in=[one.pk for one in page_obj]).specific())
    rows = [_progress(found, page) for page in sorted(pages, key=lambda one: one.path)]
    if page_obj.number == 1 and not search:
        rows.insert(0, _progress(found, None))
    return render(
        request,
        "translations/admin/language.html",
        {
            "language": found,
            "rows": [row for row in rows if row.total],
            "page_obj": page_obj,
            "search": search,
            "file_form": PoFileForm(),
        },
    )


def _progress(language: ContentLanguage, page: Page | None) -> PageProgress:
    rows = queries.text_rows(language, page)
    return PageProgress(
        page.pk if page else LOOSE,
        page.get_admin_display_title() if page else gettext("Namen van thema's en plekken"),
        sum(1 for row in rows if row.is_done),
        sum(1 for row in rows if row.old_text),
        len(rows),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, code: str, page_id: int) -> HttpResponse:
    """Translate a page: the Dutch on one side, the other language beside it."""
    _refuse_others(request)
    found = get_object_or_404(ContentLanguage, code=code)
    page = _page(page_id)
    rows = queries.text_rows(found, page)
    shown = [FormRow(row, row.text) for row in rows]
    if request.method == "POST":
        typed = [_typed(request, number, row) for number, row in enumerate(rows)]
        result = services.save_texts(
            language=found, page=page, typed=typed, actor=signed_in_user(request)
        )
        if not result.wrong and not result.taken_meanwhile:
            messages.success(request, _sentence(result))
            return redirect("translations_texts", code, page_id)
        messages.warning(request, _sentence(result))
        shown = [
            FormRow(row, one.text, _error(result, row.segment.source))
            for row, one in zip(queries.text_rows(found, page), typed, strict=True)
        ]
    return render(
        request,
        "translations/admin/texts.html",
        {
            "language": found,
            "page": page,
            "page_id": page_id,
            "title": page.get_admin_display_title()
            if page
            else gettext("Namen van thema's en plekken"),
            "rows": shown,
            "done": sum(1 for row in rows if row.is_done),
        },
    )


def _typed(request: HttpRequest, number: int, row: TextRow) -> services.TypedText:
    before = _lines(request.POST.get(f"before-{number}", row.text))
    text = _lines(request.POST.get(f"text-{number}", before))
    # Rows are told apart by their Dutch: what is written for other words is not taken for these.
    if _lines(request.POST.get(f"source-{number}", "")) != _lines(row.segment.source):
        return services.TypedText(row.segment, row.text, row.text)
    return services.TypedText(row.segment, before, text)


def _lines(text: str) -> str:
    """A text as it is stored: browsers send the ends of lines in their own way."""
    return text.replace("\r\n", "\n")


def _error(result: SaveResult, source: str) -> str:
    if source in result.taken_meanwhile:
        return gettext("Iemand anders heeft dit intussen veranderd. Kijk wat er nu staat.")
    return result.wrong.get(source, "")


def _sentence(result: SaveResult) -> str:
    sentence = ngettext(
        "%(number)s vertaling bewaard.", "%(number)s vertalingen bewaard.", result.saved
    ) % {"number": result.saved}
    wrong = len(result.wrong) + len(result.taken_meanwhile)
    if wrong:
        sentence += " " + ngettext(
            "%(number)s tekst is niet bewaard.", "%(number)s teksten zijn niet bewaard.", wrong
        ) % {"number": wrong}
    if result.unknown:
        sentence += " " + ngettext(
            "%(number)s tekst uit het bestand staat niet (meer) op de site.",
            "%(number)s teksten uit het bestand staan niet (meer) op de site.",
            result.unknown,
        ) % {"number": result.unknown}
    return sentence


@never_cache
@require_safe
def export(request: HttpRequest, code: str) -> HttpResponse:
    """All texts as a PO file, or those of one page."""
    _refuse_others(request)
    found = get_object_or_404(ContentLanguage, code=code)
    key = request.GET.get("pagina", "")
    page = _page(int(key)) if key.isdecimal() and len(key) < MOST_DIGITS else None
    response = HttpResponse(
        services.export_po(language=found, page=page), content_type="text/x-gettext-translation"
    )
    name = f"{page.slug}-{found.code}" if page else f"alle-teksten-{found.code}"
    response["Content-Disposition"] = f'attachment; filename="{name}.po"'
    return response


@require_POST
def take_file(request: HttpRequest, code: str) -> HttpResponse:
    """Take over what a translator wrote in a PO file."""
    _refuse_others(request)
    found = get_object_or_404(ContentLanguage, code=code)
    form = PoFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Kies een bestand."))
        return redirect("translations_language", code)
    try:
        result = services.import_po(
            language=found,
            content=form.cleaned_data["file"].read(),
            actor=signed_in_user(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("translations_language", code)
    level = messages.WARNING if result.wrong or result.unknown else messages.SUCCESS
    messages.add_message(request, level, _sentence(result))
    for source, reason in list(result.wrong.items())[:5]:
        messages.error(request, f"“{source[:80]}”: {reason}")
    return redirect("translations_language", code)


def _page(key: int) -> Page | None:
    if key == LOOSE:
        return None
    page = get_object_or_404(Page, pk=key).specific
    if not getattr(page, "translated_fields", None):
        raise Http404
    latest: Page = page
    return latest


def _refuse_others(request: HttpRequest) -> None:
    if not is_coordinator(request.user):
        raise PermissionDenied


urlpatterns = [
    path("talen/", index, name="translations"),
    path("talen/nieuw/", edit_language, name="translations_add"),
    path("talen/<slug:code>/", language, name="translations_language"),
    path("talen/<slug:code>/taal/", edit_language, name="translations_edit"),
    path("talen/<slug:code>/bestand/", export, name="translations_export"),
    path("talen/<slug:code>/bestand/terug/", take_file, name="translations_import"),
    path("talen/<slug:code>/<int:page_id>/", texts, name="translations_texts"),
]
