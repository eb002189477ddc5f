"""The page that everything else is compared with."""

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class UnitPage(Page):
    """A page as Wagtail's own tutorial would make it; nothing of the academy is in it."""

    body = StreamField(
        [("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock())], blank=True
    )
    template = "unit/unit_page.html"
