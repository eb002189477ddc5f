"""What can be found of the academy's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from academy.website.models import ContentPage
from courses.catalogue.search_documents import Asking, as_read, in_language, texts_of_blocks
from courses.common import addresses
from courses.search.enums import DocumentKind
from courses.search.sources import Document, Source

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator


class WebsiteSource(Source):
    """The ordinary pages. The catalogue's stamp changes with any page, so with these too."""

    def stamp(self) -> Hashable:
        return ()

    def documents(self, language: str) -> Iterator[Document]:
        pages = ContentPage.objects.live().public().select_related("locale").order_by("path")
        for page in in_language(pages, language):
            yield as_read(page, _page)
        yield _missing_one()


def _missing_one() -> Document:
    """The page for who cannot come once: an address of the site, that no editor can take away."""
    return Document(
        key="missing-one",
        kind=DocumentKind.PAGE,
        title=gettext("Kun je een keer niet?"),
        address=addresses.MISSING_ONE,
        summary=gettext(
            "Wat je doet als je een bijeenkomst mist, of je voor één keer wilt afmelden."
        ),
        keywords=gettext(
            "keer niet kunnen, keer missen, bijeenkomst missen, afmelden voor één keer, afwezig, "
            "afwezigheid, verhinderd, inhalen"
        ),
        is_dutch=False,
    )


def _page(page: ContentPage, _ask: Asking) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.PAGE,
        title=page.title,
        address=page.get_url() or "",
        summary=page.introduction,
        texts=texts_of_blocks(page),
        is_dutch=page.locale.language_code.startswith("nl"),
    )
