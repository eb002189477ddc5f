"""What the lists of notices share; what people were told, and have yet to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn

from courses.common import clock
from courses.common.list_views import RestrictedListView
from courses.editions.queries import editions_for_staff
from courses.notices import kinds, queries
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from courses.people.models import User
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from courses.editions.models import Edition

MOST_DIGITS = 15
"""What is longer is no key of a row."""


def moment_in_words(moment: datetime | None) -> str:
    return date_format(clock.local(moment), "D j N Y, H:i") if moment else ""


def about(notice: Notice) -> str:
    edition = notice.edition
    if edition is None:
        return gettext("niet over een uitvoering")
    begun = gettext("al begonnen")
    return f"{edition} ({begun})" if edition.is_running else str(edition)


class NoticesView(RestrictedListView):
    """A list of notices: searched by name, of one edition or of all that one works with."""

    model = Notice
    search_fields = ["person__first_name", "person__last_name", "edition__training__title"]
    paginate_by = 30
    header_icon = "mail"
    filterset_class: type[WagtailFilterSet] | None = None

    def refuse_others(self, request: HttpRequest) -> None:
        if not queries.may_tell(request.user):
            raise PermissionDenied

    wanted: Callable[[], QuerySet[Notice]]
    """Which notices stand in this list, in their order."""

    def get_base_queryset(self) -> QuerySet[Notice]:
        return queries.visible(self.wanted(), self.request.user)


def person_column(url_name: str) -> TitleColumn:
    return TitleColumn(
        "person",
        label=_("Wie"),
        accessor="person.name_in_list",
        get_url=lambda notice: reverse(url_name, args=[notice.pk]),
    )


def kind_column() -> Column:
    """Leads to the message too: the name alone is a small thing to press."""
    return TitleColumn(
        "kind",
        label=_("Waarover"),
        accessor=lambda one: kinds.subject_of(one),
        get_url=lambda one: reverse("notices_detail", args=[one.pk]),
    )


class SaidColumn(Column):
    """On a phone, where the cells of a row stand below each other, each says what it is."""

    cell_template_name = "notices/admin/_said_cell.html"


class EditionFilter(django_filters.ModelChoiceFilter):
    """One of the editions that who looks works with."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return editions_for_staff(request.user).filter(notices__isnull=False).distinct()


class PersonFilter(django_filters.ModelChoiceFilter):
    """The person whom one came for: a list of all people would be of no use."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        chosen = request.GET.get("person", "")
        if not (chosen.isdecimal() and len(chosen) <= MOST_DIGITS):
            return User.objects.none()
        # A number must not give away a name to who works with nothing of that person.
        told = queries.visible(queries.notices_of(int(chosen)), request.user)
        return User.objects.filter(pk__in=told.order_by().values("person"))


class EditionFilterSet(WagtailFilterSet):
    """Of which edition."""

    edition = EditionFilter(label=_("Uitvoering"))

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ("edition",)


class _AnyEditionFilter(EditionFilter):
    """The same, or what is about none of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(null_label=_("niet over een uitvoering"), **kwargs)


NOT_YET, TOO_LATE = "nee", "te-laat"
"""What the filter of messages calls what has yet to reach somebody, and what never did in time."""


class LogFilterSet(WagtailFilterSet):
    """In which way, with which outcome, of what, about which edition."""

    told = django_filters.ChoiceFilter(
        label=_("Verteld"),
        choices=[(NOT_YET, _("Nog niet verteld")), (TOO_LATE, _("Niet op tijd verteld"))],
        method="only_untold",
    )
    way = django_filters.ChoiceFilter(label=_("Hoe"), choices=ContactWay.choices)
    state = django_filters.ChoiceFilter(label=_("Status"), choices=NoticeState.choices)
    kind = django_filters.ChoiceFilter(
        label=_("Waarover"), choices=lambda: [(one.name, one.title) for one in kinds.every()]
    )
    edition = _AnyEditionFilter(label=_("Uitvoering"))
    person = PersonFilter(
        label=_("Persoon"),
        help_text=_("Berichten aan één persoon? Zoek die op, en kies daar “Berichten”."),
    )

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ("told", "way", "state", "kind", "edition", "person")

    def only_untold(self, found: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """What has yet to reach somebody, or did not in time."""
        if value == NOT_YET:
            return found.filter(queries.NOT_TOLD)
        return found.filter(pk__in=queries.told_too_late().order_by().values("pk"))


class LogView(NoticesView):
    """What people were told, the newest first."""

    page_title = _("Berichten")
    index_url_name = "notices_log"
    index_results_url_name = "notices_log_results"
    filterset_class = LogFilterSet
    columns = [
        person_column("notices_detail"),
        kind_column(),
        Column("edition", label=_("Uitvoering"), accessor=about),
        Column("way", label=_("Hoe"), accessor="get_way_display"),
        Column("state", label=_("Status"), accessor="state_in_words"),
        Column(
            "created_at", label=_("Wanneer"), accessor=lambda one: moment_in_words(one.created_at)
        ),
    ]

    wanted = staticmethod(queries.newest_first)


class UntoldFilterSet(WagtailFilterSet):
    """In which way, of what."""

    way = LogFilterSet.base_filters["way"]
    kind = LogFilterSet.base_filters["kind"]

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ("way", "kind")


class _EditionsPaginator(WagtailPaginator):
    """Counts editions: each has one row, whatever there is to tell about it."""

    verbose_name, verbose_name_plural = _("uitvoering"), _("uitvoeringen")


class _UntoldColumn(SaidColumn):
    """Of each thing who has yet to hear it, and where that is done."""

    cell_template_name = "notices/admin/_untold_cell.html"


class UntoldView(NoticesView):
    """Who has not been told yet, of what and in which way: over all editions, a row for each."""

    page_title = _("Nog niet verteld")
    index_url_name = "notices_untold"
    index_results_url_name = "notices_untold_results"
    template_name = "notices/admin/untold.html"
    filterset_class = UntoldFilterSet
    paginator_class = _EditionsPaginator
    columns = [
        TitleColumn(
            "edition",
            label=_("Uitvoering"),
            accessor=lambda one: capfirst(about(one)),
            get_url=lambda one: _untold_url(one.edition_id),
        ),
        _UntoldColumn("untold", label=_("Wie weet wat nog niet"), accessor="untold"),
        SaidColumn(
            "created_at", label=_("Sinds"), accessor=lambda one: moment_in_words(one.created_at)
        ),
    ]

    wanted = staticmethod(queries.not_told)

    def search_queryset(self, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        # What is asked for; the rows of a page show all of it.
        self.found = super().search_queryset(queryset)
        return queries.first_of_each_edition(self.found)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return gettext("Niets gevonden.")
        return gettext("Iedereen weet alles: er is niemand meer die je iets moet vertellen.")

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        rows: Iterable[Any] = context["object_list"]  # type: ignore[assignment]
        editions = {one.edition_id for one in rows}
        wanted = Q(edition__in=editions - {None})
        if None in editions:
            wanted |= Q(edition__isnull=True)
        untold = queries.untold(self.found.filter(wanted).prefetch_related(None))
        for one in rows:
            one.untold = untold[one.edition_id]
        late = queries.visible(queries.told_too_late(), self.request.user)
        return {
            **context,
            "people": queries.number_of_people(self.get_base_queryset()),
            "late": queries.number_of_people(late),
            "late_url": f"{reverse('notices_log')}?told={TOO_LATE}",
            "only_own": not is_coordinator(self.request.user),
        }


def _untold_url(edition: int | None) -> str:
    """The messages about an edition, or about none, that have yet to reach somebody."""
    chosen = UNTOLD_OF_NONE if edition is None else edition
    return f"{reverse('notices_log')}?told={NOT_YET}&edition={chosen}"


UNTOLD_OF_NONE = "null"
"""How a filter calls what is about no edition."""
