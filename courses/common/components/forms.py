"""Fields and errors of forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.utils.safestring import SafeString

register = template.Library()

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


def _control(bound: BoundField, extra: dict[str, object], described_by: str) -> SafeString:
    """The field's own widget with our class and with its help and errors tied to it."""
    widget = bound.field.widget
    added = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "")
    attrs: dict[str, object] = {
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
    # The stubs know no numbers (`rows=4`).
    return bound.as_widget(attrs=attrs)  # type: ignore[arg-type]


def _choices(bound: BoundField, kind: str, described_by: str) -> list[dict[str, object]]:
    """The options of a group as dictionaries with the input element and its text."""
    css = (
        "utrecht-checkbox utrecht-checkbox--html-input"
        if kind == "checkboxes"
        else "utrecht-radio-button utrecht-radio-button--html-input"
    )
    made = []
    for option in bound.subwidgets:
        data = option.data
        attrs = {
            **data["attrs"],
            "class": css,
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
    help: object | None = None,  # noqa: A002 - templates give it by this name
    hide_label: bool = False,
    needed: bool = False,
    **attributes: object,
) -> dict[str, object]:
    """A form field with its label, help, error and control tied together.

    `style` is `cards`, `scale` or `inline` for a group of choices. With `needed` it does not say
    that the field may stay empty: where others are filled in it may not. Other options become
    attributes of the control (`rows=4`, `autocomplete="email"`); `_` in their names becomes `-`.
    """
    kind = _kind(bound.field.widget)
    help_text = bound.help_text if help is None else help
    described_by = _described_by(bound, has_help=bool(help_text))
    extra = {name.replace("_", "-"): value for name, value in attributes.items()}
    values: dict[str, object] = {
        "bound": bound,
        "kind": kind,
        "style": style,
        "label": label or bound.label,
        "help": help_text,
        "hide_label": hide_label,
        "optional": not (bound.field.required or needed or kind == "checkbox"),
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
def form_errors(form: forms.BaseForm, *, focus: bool = True) -> dict[str, object]:
    """A summary of what has to be mended, with a link to each field. A page that comes back with it
    opens there, with or without a script, unless it only shows how it looks (`focus`)."""
    items: list[tuple[str, object, object]] = []
    if form.is_bound and form.errors:
        items = [("", "", error) for error in form.non_field_errors()]
        for name, errors in form.errors.items():
            if name == NON_FIELD_ERRORS or name not in form.fields:
                continue
            bound = form[name]
            target = bound.id_for_label or f"{bound.auto_id}_0"
            items += [(target, bound.label, error) for error in errors]
    return {"items": items, "focus": focus}
