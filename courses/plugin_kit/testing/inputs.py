"""The inputs in a piece of HTML, as a browser and a screen reader find them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import ClassVar

BUTTONS = frozenset({"submit", "button", "image", "reset"})
NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class Input:
    """An input, textarea, select or button; `label` is what a screen reader says. `is_usable` is
    whether somebody without a script sees it and can fill it in."""

    tag: str
    name: str
    kind: str
    ident: str
    value: str = ""
    label: str = ""
    chosen: bool = True
    is_usable: bool = True
    options: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def is_button(self) -> bool:
        return self.tag == "button" or self.kind in BUTTONS

    @property
    def needs_label(self) -> bool:
        return self.kind != "hidden"

    def sent(self) -> list[str]:
        """What a browser sends of it when nothing is touched."""
        if self.is_button or not self.chosen:
            return []
        if self.tag == "select":
            picked = [value for value, chosen in self.options if chosen]
            return picked or [value for value, _chosen in self.options[:1]]
        return [self.value]


class Inputs(HTMLParser):
    """Reads `html`; afterwards `found` has the inputs and `doubles` the ids that are not unique."""

    IN_LABEL: ClassVar[frozenset[str]] = frozenset({"label", "legend"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Input] = []
        self.doubles: list[str] = []
        self._texts: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._named_by: list[tuple[Input, str]] = []
        self._open: list[tuple[str, str, list[Input]]] = []
        self._closed: list[bool] = []  # of each that is open: whether nothing in it can be used
        self._filling: Input | None = None
        self._said = ""  # in the label that is open, before its input
        self.feed(html)
        self.close()
        self._name()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        ident = values.get("id", "")
        if ident and ident in self._texts:
            self.doubles.append(ident)
        if ident:
            self._texts[ident] = ""
        is_closed = (
            tag == "template"
            or bool({"hidden", "disabled", "inert"} & values.keys())
            or bool(NOT_SHOWN.search(values.get("style", "")))
        )
        if tag in ("input", "textarea", "select", "button"):
            self._add(tag, values, {name for name, _value in attrs})
            one = self.found[-1]
            one.is_usable = not (is_closed or any(self._closed) or one.kind == "hidden")
        elif tag == "option" and self._filling is not None:
            chosen = any(name == "selected" for name, _value in attrs)
            self._filling.options.append((values.get("value", ""), chosen))
        if tag == "label":
            self._labels.setdefault(values.get("for", ""), "")
            self._said = ""
        if tag not in ("input", "br", "img", "hr", "option", "meta", "link", "wbr"):
            self._open.append((tag, values.get("for", "") if tag == "label" else ident, []))
            self._closed.append(is_closed)

    def _add(self, tag: str, values: dict[str, str], names: set[str]) -> None:
        kind = values.get(
            "type", "submit" if tag == "button" else "text" if tag == "input" else tag
        )
        one = Input(tag, values.get("name", ""), kind, values.get("id", ""))
        one.value = values.get("value", "on" if kind in ("checkbox", "radio") else "")
        one.chosen = kind not in ("checkbox", "radio") or "checked" in names
        one.label = values.get("aria-label", "") or (
            values.get("value", "") or values.get("alt", "")
            if one.is_button and tag == "input"
            else ""
        )
        if "aria-labelledby" in values:
            self._named_by.append((one, values["aria-labelledby"]))
        for open_tag, _ident, inside in self._open:
            if open_tag == "label":
                inside.append(one)
                one.label += self._said
        self.found.append(one)
        if tag != "input":
            self._filling = one

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select", "button"):
            self._filling = None
        while self._open and any(one[0] == tag for one in self._open):
            self._closed.pop()
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._filling is not None and self._filling.tag == "textarea":
            self._filling.value += data
            return
        if self._filling is not None and self._filling.tag == "button":
            self._filling.label += data
        for tag, ident, inside in self._open:
            if tag == "label":
                self._said += data
                self._labels[ident] = self._labels.get(ident, "") + data
                for one in inside:
                    one.label += data
            elif ident:
                self._texts[ident] += data

    def _name(self) -> None:
        for one in self.found:
            if one.ident:
                one.label += self._labels.get(one.ident, "")
        for one, idents in self._named_by:
            one.label += " ".join(self._texts.get(ident, "") for ident in idents.split())

    def sent(self) -> dict[str, list[str]]:
        """What a browser sends when nothing is touched."""
        data: dict[str, list[str]] = {}
        for one in self.found:
            if one.name and (values := one.sent()):
                data.setdefault(one.name, []).extend(values)
        return data
