"""A part that is out of reach now: how it is wrapped, what readers and editors see of it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import Adapter, register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

KEPT = "kept_block"
SALT = "courses.common.streams"
SCRIPT = "common/keeping_stream_block.js"


Raw = dict[str, Any]
"""A block as JSON: its type, value and id; what a kept one holds of it has no id."""


@dataclass(frozen=True)
class Broken:
    """The value of a block that fails: its stored content, untouched.

    `unread`: what an editor filled in could not be read; `raw` is what was stored before.
    """

    raw: object
    unread: bool = False


UNWRITTEN: Final = object()
"""What a block that fails gives as content to store; the stream then keeps what was stored."""


class Unavailable(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """A block cannot be shown in a form now; what it holds is kept."""

    def __init__(self, block_type: str) -> None:
        super().__init__(block_type)
        self.block_type = block_type


def is_kept(value: object) -> TypeGuard[Raw]:
    """Whether `value` is what a kept block holds: a type and its raw content."""
    return isinstance(value, dict) and isinstance(value.get("type"), str) and "value" in value


def placeholder() -> SafeString:
    """What readers see in place of a block that cannot be shown."""
    return format_html(
        '<p class="va-placeholder">{}</p>', gettext("Dit onderdeel is nu niet beschikbaar.")
    )


class KeptWidget(forms.HiddenInput):
    """Shows the editor that a part is kept; carries its content along unseen."""


class KeptWidgetAdapter(Adapter):
    js_constructor = "courses.KeptWidget"

    def js_args(self, widget: KeptWidget) -> list[object]:
        return []

    class Media:
        js = [SCRIPT]


register(KeptWidgetAdapter(), KeptWidget)


class KeptBlock(blocks.FieldBlock):
    """A block that is out of reach now: `{"type": …, "value": …}`, untouched."""

    salt = SALT

    def of_form(self, owner: str) -> KeptBlock:
        """This block in the form of `owner`: what was signed in the form of another is refused."""
        one = copy(self)
        one.salt = f"{SALT}/{owner}"
        return one

    def __init__(self, **kwargs: object) -> None:
        self.field = forms.CharField(required=False, widget=KeptWidget())
        super().__init__(**kwargs)

    def value_from_form(self, value: str | None) -> Raw:
        # Signed, since what stands here is written back without the checks of its own block.
        try:
            kept = signing.loads(value or "", salt=self.salt)
        except signing.BadSignature:
            return {}
        return kept if is_kept(kept) else {}

    def get_form_state(self, value: object) -> dict[str, str]:
        return self.state_of(value, label=value["type"] if is_kept(value) else "?")

    def state_of(self, value: object, *, label: str) -> dict[str, str]:
        """What the form needs: the content, and words for who looks at it."""
        note = gettext(
            "Dit onderdeel (%(kind)s) hoort bij een uitbreiding die nu niet beschikbaar is. "
            "De inhoud blijft bewaard."
        ) % {"kind": label}
        return {"label": label, "note": note, "signed": signing.dumps(value, salt=self.salt)}

    def clean(self, value: object) -> Raw:
        if not is_kept(value):
            raise ValidationError(
                gettext("Dit onderdeel kun je niet zelf toevoegen. Haal het weg.")
            )
        return value

    def render(self, value: object, context: Mapping[str, object] | None = None) -> str:
        return placeholder()

    def render_basic(self, value: object, context: Mapping[str, object] | None = None) -> str:
        return placeholder()

    def get_searchable_content(self, value: object) -> list[str]:
        return []

    class Meta:
        icon = "lock"
        label = _("Bewaard onderdeel")
        group = _("Niet zelf toe te voegen")
