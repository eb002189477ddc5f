"""What a page is made of: icons, badges, buttons, alerts, cards, facts, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.forms.utils import flatatt
from django.middleware.csrf import get_token
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.common import faces, icons
from courses.common.process_cache import most_recent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.messages.storage.base import Message
    from django.http import HttpRequest
    from django.template.context import Context

register = template.Library()

ALERT_ICONS = {"ok": "check", "info": "info", "warning": "warning", "error": "alert"}
# A screen reader hears what kind of message it is, where others see a colour.
ALERT_NAMES = {
    "ok": gettext_lazy("Gelukt"),
    "info": gettext_lazy("Informatie"),
    "warning": gettext_lazy("Let op"),
    "error": gettext_lazy("Fout"),
}
MESSAGE_KINDS = {"success": "ok", "error": "error", "warning": "warning"}
BUTTON_CLASSES = {
    "primary": "nl-button nl-button--primary",
    "secondary": "nl-button nl-button--secondary",
    "subtle": "nl-button nl-button--subtle",
    "danger": "nl-button nl-button--primary nl-button--negative",
}
EMPTY = mark_safe("")
CHARACTERS_IN_SHORT, MOST_IN_SHORT = 160, 500


@register.filter(is_safe=True)
@stringfilter
def in_short(text: str) -> str:
    """What a page is about, as programs show it that list pages: without marks, and cut off."""
    return _in_short(text, get_language())


@most_recent(MOST_IN_SHORT, plugin_free=True)
def _in_short(text: str, _language: str | None) -> str:
    shortened: str = Truncator(strip_tags(text)).chars(CHARACTERS_IN_SHORT)
    return shortened


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon by name; give it a `label` only when it says something that no text says."""
    return icons.draw(name, str(label))


@register.simple_tag
def face(name: str = "", *, described: bool = False) -> SafeString:
    """A drawn face by name (`courses.common.faces`), or nothing; `described` where no text beside
    it says who it is."""
    return faces.draw(name, described=described)


@register.simple_tag
def badge(text: object, tone: str = "neutral", icon: str = "") -> SafeString:
    """A small label, such as "Vol" or "Online"."""
    return format_html(
        '<span class="nl-data-badge va-badge--{}">{}{}</span>',
        tone,
        icons.draw(icon) if icon else "",
        text,
    )


def _button_inside(text: object, icon: str) -> SafeString:
    if not icon:
        return format_html('<span class="nl-button__label">{}</span>', text)
    drawn = icons.draw(icon)
    if icon in {"arrow-right", "chevron-right", "external"}:
        return format_html('<span class="nl-button__label">{}</span>{}', text, drawn)
    return format_html('{}<span class="nl-button__label">{}</span>', drawn, text)


@register.simple_tag
def button(
    text: object,
    type: str = "submit",  # noqa: A002 - templates give it by this name
    kind: str = "primary",
    name: str = "",
    value: object = "",
    icon: str = "",
    confirm: object = "",
    **attributes: object,
) -> SafeString:
    """A button. Further attributes go to the element; `_` in their names becomes `-`."""
    attrs: dict[str, object] = {"class": BUTTON_CLASSES[kind], "type": type}
    if name:
        attrs |= {"name": name, "value": value}
    if confirm:
        attrs["data-confirm"] = confirm
    attrs |= {key.replace("_", "-"): value for key, value in attributes.items()}
    return format_html("<button{}>{}</button>", flatatt(attrs), _button_inside(text, icon))


@register.simple_tag
def button_link(
    url: str,
    text: object,
    kind: str = "primary",
    icon: str = "",
    download: bool = False,
    **attributes: object,
) -> SafeString:
    """A link that looks like a button: for going somewhere, not for changing something."""
    attrs: dict[str, object] = {"class": BUTTON_CLASSES[kind], "href": url, "download": download}
    attrs |= {key.replace("_", "-"): value for key, value in attributes.items()}
    return format_html("<a{}>{}</a>", flatatt(attrs), _button_inside(text, icon))


@register.simple_tag(takes_context=True)
def post_button(  # noqa: PLR0913 - templates give each by name
    context: Context,
    url: str,
    text: object,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: object = "",
    next: str = "",  # noqa: A002 - templates give it by this name
    confirm: object = "",
) -> SafeString:
    """A form with one button, for an action that changes something and asks nothing."""
    request: HttpRequest | None = context.get("request")
    hidden = []
    if request is not None:
        hidden.append(("csrfmiddlewaretoken", get_token(request)))
    if next:
        hidden.append(("next", next))
    return format_html(
        '<form class="va-post-button" method="post" action="{}" data-once>{}{}</form>',
        url,
        format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden),
        button(text, kind=kind, icon=icon, name=name, value=value, confirm=confirm),
    )


@register.simple_tag
def progress(
    value: int,
    max: int,  # noqa: A002 - templates give it by this name
    label: object = "",
) -> SafeString:
    """A bar with its words: `3 van 8 lessen gedaan`."""
    share = 0 if max <= 0 else round(100 * min(value, max) / max)
    words = _("%(value)s van %(max)s") % {"value": value, "max": max}
    return format_html(
        '<div class="va-progress"><div class="va-progress__bar" aria-hidden="true">'
        '<span class="va-progress__fill" style="inline-size:{}%"></span></div>'
        '<span class="va-progress__label">{} {}</span></div>',
        share,
        words,
        label,
    )


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: object = "", role: str = "") -> SafeString:
    """A message in a box; kinds `ok`, `info`, `warning` and `error`."""
    return format_html(
        '<div class="utrecht-alert utrecht-alert--{}"{}><div class="utrecht-alert__icon">{}</div>'
        '<div class="utrecht-alert__content"><div class="utrecht-alert__message">{}{}</div></div>'
        "</div>",
        kind,
        format_html(' role="{}"', role) if role else "",
        icons.draw(ALERT_ICONS[kind], str(ALERT_NAMES[kind])),
        format_html('<p class="va-alert__title">{}</p>', title) if title else "",
        content,
    )


@register.simple_block_tag
def card(
    content: str,
    title: object = "",
    url: str = "",
    level: int = 3,
    eyebrow: object = "",
    icon: str = "",
    tone: str = "plain",
    image: object = "",
) -> SafeString:
    """A card; with `url` all of it can be clicked, and the title is the link."""
    heading = format_html('<a href="{}">{}</a>', url, title) if url else title
    head = EMPTY
    if title:
        head = format_html(
            '<div class="va-card__head">{}{}<h{} class="va-card__title">{}</h{}></div>',
            format_html('<div class="va-card__icon">{}</div>', icons.draw(icon)) if icon else "",
            format_html('<p class="va-card__eyebrow">{}</p>', eyebrow) if eyebrow else "",
            level,
            heading,
            level,
        )
    return format_html(
        '<article class="va-card va-card--{}">{}<div class="va-card__body">{}</div>{}</article>',
        tone,
        head,
        mark_safe(content.strip()),
        format_html('<div class="va-card__media">{}</div>', image) if image else "",
    )


@register.simple_block_tag
def definition_list(content: str, wide: bool = False) -> SafeString:
    """A list of facts; fill it with `definition`."""
    return format_html('<dl class="va-facts{}">{}</dl>', " va-facts--wide" if wide else "", content)


@register.simple_tag
def definition(term: object, value: object, icon: str = "") -> SafeString:
    """One fact in a `definition_list`; nothing when there is no value."""
    if value is None or value == "":
        return EMPTY
    return format_html(
        '<div class="va-facts__item">{}<dt>{}</dt><dd>{}</dd></div>',
        icons.draw(icon) if icon else "",
        term,
        value,
    )


@register.simple_block_tag
def reveal(
    content: str,
    summary: object,
    open: bool = False,  # noqa: A002 - templates give it by this name
) -> SafeString:
    """Content that opens when someone asks for it."""
    return format_html(
        '<details class="va-reveal"{}><summary>{}<span>{}</span></summary>'
        '<div class="va-reveal__body">{}</div></details>',
        mark_safe(" open") if open else "",
        icons.draw("chevron-down"),
        summary,
        content,
    )


@register.inclusion_tag("components/distribution.html")
def distribution(rows: Iterable[tuple[object, int]], caption: object) -> dict[str, object]:
    """A table of `(label, count)` rows with a bar for each count."""
    pairs = [(str(row[0]), int(row[1])) for row in rows]
    highest = max((count for _label, count in pairs), default=0) or 1
    return {
        "caption": caption,
        "words": any(len(label) > 4 for label, _count in pairs),
        "rows": [(label, count, round(100 * count / highest)) for label, count in pairs],
    }


@register.filter
def once(messages: Iterable[Message]) -> list[Message]:
    """Messages without those that say the same as one before."""
    return list({(one.level_tag, str(one)): one for one in messages}.values())


@register.filter
def alert_kind(message: object) -> str:
    """The kind of alert for one of Django's messages."""
    return MESSAGE_KINDS.get(getattr(message, "level_tag", ""), "info")


@register.filter
def allauth_button_class(tags: Iterable[str] | None) -> str:
    """The classes of a button for the tags that allauth's pages give it."""
    names = set(tags or ())
    if names & {"danger", "delete"}:
        return BUTTON_CLASSES["danger"]
    if "link" in names or "cancel" in names:
        return BUTTON_CLASSES["subtle"]
    return BUTTON_CLASSES["secondary" if names & {"outline", "secondary"} else "primary"]


@register.filter
def bdi(name: object) -> SafeString:
    """A name in a sentence: one that reads from right to left leaves the words around it alone."""
    return format_html("<bdi>{}</bdi>", name)
