"""The components that pages are built from; see docs/components.md.

Small ones are made in Python, because they stand in long lists; those with structure have a
template in templates/components/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms, template
from django.contrib.auth.models import Permission
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.common import icons
from courses.common.public_version import memory
from courses.common.visitors import signed_in

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


# --- keeping ----------------------------------------------------------------------------------
class KeptNode(template.Node):
    """Content that is the same for everyone for whom the values are the same."""

    def __init__(self, nodelist: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> SafeString:
        request: HttpRequest | None = context.get("request")
        # A preview shows what is not public yet.
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        host = request.META.get("HTTP_HOST", "")
        key = ("template", host, *(value.resolve(context) for value in self.values))
        return memory.get(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "name" value … %}…{% endkept %}`: made once for each combination of the values.

    The content may depend on public data, on the language and on the values, and on nothing else:
    not on the person, the time or a token. It is made again when something public changes.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if not values:
        raise template.TemplateSyntaxError("kept needs a name")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)


# --- small ones -------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon by name; give it a `label` only when it says something that no text says."""
    return icons.draw(name, str(label))


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
    type: str = "submit",
    kind: str = "primary",
    name: str = "",
    value: object = "",
    icon: str = "",
    confirm: object = "",
    **attributes: object,
) -> SafeString:
    """A button. Further attributes go to the element; `_` in their names becomes `-`."""
    attrs: dict[str, Any] = {"class": BUTTON_CLASSES[kind], "type": type}
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
    attrs: dict[str, Any] = {"class": BUTTON_CLASSES[kind], "href": url, "download": download}
    attrs |= {key.replace("_", "-"): value for key, value in attributes.items()}
    return format_html("<a{}>{}</a>", flatatt(attrs), _button_inside(text, icon))


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    url: str,
    text: object,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: object = "",
    next: str = "",
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
def progress(value: int, max: int, label: object = "") -> SafeString:
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


# --- with content -----------------------------------------------------------------------------
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
def reveal(content: str, summary: object, open: bool = False) -> SafeString:
    """Content that opens when someone asks for it."""
    return format_html(
        '<details class="va-reveal"{}><summary>{}<span>{}</span></summary>'
        '<div class="va-reveal__body">{}</div></details>',
        mark_safe(" open") if open else "",
        icons.draw("chevron-down"),
        summary,
        content,
    )


# --- lists and navigation ---------------------------------------------------------------------
@register.inclusion_tag("components/distribution.html")
def distribution(rows: Iterable[Sequence[Any]], caption: object) -> dict[str, Any]:
    """A table of `(label, count)` rows with a bar for each count."""
    pairs = [(str(row[0]), int(row[1])) for row in rows]
    highest = max((count for _label, count in pairs), default=0) or 1
    return {
        "caption": caption,
        "words": any(len(label) > 4 for label, _count in pairs),
        "rows": [(label, count, round(100 * count / highest)) for label, count in pairs],
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page[Any], param: str = "pagina") -> dict[str, Any]:
    """Links to the other pages of a list, keeping what else stands in the address."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(number: int) -> str:
        if query is None:
            return f"?{param}={number}"
        query[param] = str(number)
        return f"?{query.urlencode()}"

    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "shown": paginator.num_pages > 1,
        "pages": [
            (number, address(number) if isinstance(number, int) else "") for number in numbers
        ],
        "current": page_obj.number,
        "previous": address(page_obj.number - 1) if page_obj.has_previous() else "",
        "next": address(page_obj.number + 1) if page_obj.has_next() else "",
    }


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context, items: Sequence[tuple[object, str]] = ()) -> dict[str, Any]:
    """The way to this page: `items`, else `crumbs` in the context, else the Wagtail page's."""
    given = list(items or context.get("crumbs") or ())
    trail = given or _crumbs_of_page(context)
    current = trail[-1][0] if trail else ""
    # The titles of pages are Dutch, whatever language the screen is in.
    return {
        "trail": trail[:-1],
        "current": current,
        "trail_is_of_pages": not given,
        "current_is_of_page": current == getattr(context.get("page"), "title", None),
    }


def _crumbs_of_page(context: Context) -> list[tuple[object, str]]:
    page = context.get("page")
    if page is None or not hasattr(page, "get_ancestors"):
        return []
    # The tree starts with a root that nobody sees; below it stands the home page.
    ancestors = [parent for parent in page.get_ancestors() if parent.depth > 1]
    if not ancestors:
        return []
    request = context.get("request")
    trail: list[tuple[object, str]] = [(_("Home"), ancestors[0].get_url(request) or "/")]
    trail += [(parent.title, parent.get_url(request) or "") for parent in ancestors[1:]]
    return [*trail, (page.title, "")]


@register.inclusion_tag("components/main_nav.html", takes_context=True)
def main_nav(context: Context) -> dict[str, Any]:
    """The four parts of the catalogue, with the one that we are in marked."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request is not None else ""
    links = (
        ("/trainingen/", _("Trainingen")),
        ("/agenda/", _("Agenda")),
        ("/leerlijnen/", _("Leerlijnen")),
        ("/lezingen/", _("Lezingen")),
    )
    return {"links": [(url, text, _current(path, url)) for url, text in links]}


def _current(path: str, url: str) -> str:
    """The value of `aria-current`: this very page, a page below it, or nothing."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def current_mark(context: Context, url: str) -> SafeString:
    """` aria-current="…"` when this page is `url` or lies below it."""
    request: HttpRequest | None = context.get("request")
    current = _current(request.path, url) if request is not None else ""
    return format_html(' aria-current="{}"', current) if current else EMPTY


@register.simple_tag(takes_context=True)
def signed_in_person(context: Context) -> Any:
    """Who is signed in, or None."""
    return signed_in(context.get("request"))


@register.simple_tag
def enters_admin(person: Any) -> bool:
    """Whether a person may enter the administration, which goes by group."""
    if person is None or not person.is_active:
        return False
    if person.is_superuser:
        return True
    memberships = person.groups.through.objects.filter(user=person.pk)
    groups = frozenset(memberships.values_list("group_id", flat=True))
    return bool(groups) and memory.get(("enters admin", groups), lambda: _open_admin(groups))


def _open_admin(groups: frozenset[int]) -> bool:
    return Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin", group__in=groups
    ).exists()


@register.filter
def once(messages: Iterable[Any]) -> list[Any]:
    """Messages without those that say the same as one before."""
    return list({(one.level_tag, str(one)): one for one in messages}.values())


@register.filter
def alert_kind(message: Any) -> str:
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


# --- forms ------------------------------------------------------------------------------------
CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.FileInput, "va-field__file"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "group"
    return "control"


def _described_by(bound: BoundField, *, has_help: bool) -> str:
    ids = []
    if has_help:
        ids.append(f"{bound.auto_id}_help")
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def _control(bound: BoundField, extra: dict[str, Any], described_by: str) -> SafeString:
    """The field's own widget with our class and with its help and errors tied to it."""
    widget = bound.field.widget
    added = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "")
    attrs: dict[str, Any] = {
        "class": " ".join(filter(None, [widget.attrs.get("class"), added])),
        **extra,
    }
    if "data-wordcount" in {*widget.attrs, *attrs}:
        # The script that counts along has no words of its own.
        attrs.setdefault("data-wordcount-text", _("{n} van {max} woorden"))
    if described_by:
        attrs["aria-describedby"] = described_by
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


def _choices(bound: BoundField, kind: str, described_by: str) -> list[dict[str, Any]]:
    """The options of a group as dictionaries with the input element and its text."""
    css = "utrecht-checkbox" if kind == "checkboxes" else "utrecht-radio-button"
    made = []
    for option in bound.subwidgets:
        data = option.data
        attrs = {
            **data["attrs"],
            "class": f"{css} {css}--html-input",
            "type": data["type"],
            "name": data["name"],
            "value": data["value"],
        }
        attrs.pop("checked", None)
        if data["selected"]:
            attrs["checked"] = True
        # The group as a whole is described by the fieldset.
        attrs.pop("aria-describedby", None)
        made.append({"input": format_html("<input{}>", flatatt(attrs)), "text": data["label"]})
    return made


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    style: str = "",
    label: object = "",
    help: object | None = None,
    hide_label: bool = False,
    **attributes: object,
) -> dict[str, Any]:
    """A form field with its label, help, error and control tied together.

    `style` is `cards`, `scale` or `inline` for a group of choices. Other options become attributes
    of the control (`rows=4`, `autocomplete="email"`); `_` in their names becomes `-`.
    """
    kind = _kind(bound.field.widget)
    help_text = bound.help_text if help is None else help
    described_by = _described_by(bound, has_help=bool(help_text))
    extra = {name.replace("_", "-"): value for name, value in attributes.items()}
    values: dict[str, Any] = {
        "bound": bound,
        "kind": kind,
        "style": style,
        "label": label or bound.label,
        "help": help_text,
        "hide_label": hide_label,
        "optional": not bound.field.required and kind != "checkbox",
        "described_by": described_by,
    }
    if kind in {"radios", "checkboxes"}:
        values["choices"] = _choices(bound, kind, described_by)
    elif kind == "checkbox":
        css = "utrecht-checkbox utrecht-checkbox--html-input"
        values["control"] = _control(bound, {**extra, "class": css}, described_by)
    elif kind == "group":
        values["control"] = bound.as_widget()
    else:
        values["control"] = _control(bound, extra, described_by)
    return values


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """A summary of what has to be mended, with a link to each field."""
    items: list[tuple[str, object, object]] = []
    if form.is_bound and form.errors:
        items = [("", "", error) for error in form.non_field_errors()]
        for name, errors in form.errors.items():
            if name == NON_FIELD_ERRORS or name not in form.fields:
                continue
            bound = form[name]
            target = bound.id_for_label or f"{bound.auto_id}_0"
            items += [(target, bound.label, error) for error in errors]
    return {"items": items}


@register.filter
def bdi(name: object) -> SafeString:
    """A name in a sentence: one that reads from right to left leaves the words around it alone."""
    return format_html("<bdi>{}</bdi>", name)
