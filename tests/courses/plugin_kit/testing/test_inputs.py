"""Inputs of a page."""

from __future__ import annotations

import pytest

from courses.plugin_kit.testing.inputs import Inputs


def test_inputs_are_read_as_a_browser_sends_them() -> None:
    inputs = Inputs(
        '<label for="a">Naam</label><input id="a" name="a" value="1">'
        '<label>Keuze <input type="radio" name="b" value="x"></label>'
        '<label>Anders <input type="radio" name="b" value="y" checked></label>'
        '<h2 id="t">Tekst</h2><textarea name="c" aria-labelledby="t">lang</textarea>'
        '<select name="d"><option value="1">een</option><option value="2" selected>twee</option>'
        '</select><button name="e" value="z">Klaar</button><input name="f" id="a">'
    )
    assert inputs.sent() == {"a": ["1"], "b": ["y"], "c": ["lang"], "d": ["2"], "f": [""]}
    assert inputs.doubles == ["a"]
    labels = [one.label.strip() for one in inputs.found]
    assert labels[:4] == ["Naam", "Keuze", "Anders", "Tekst"]
    assert labels[4:6] == ["", "Klaar"]


@pytest.mark.parametrize(
    ("html", "usable"),
    [
        ('<input name="a">', True),
        ('<p hidden>Niets</p><input name="a">', True),
        ('<div><fieldset disabled><input></fieldset></div><textarea name="a"></textarea>', True),
        ('<input type="hidden" name="a">', False),
        ('<input name="a" hidden>', False),
        ('<input name="a" disabled>', False),
        ('<div hidden><p><select name="a"></select></p></div>', False),
        ('<fieldset disabled><label>A <input name="a"></label></fieldset>', False),
        ('<div style="color: red; Display : none"><input name="a"></div>', False),
        ('<template><input name="a"></template>', False),
        ('<div inert><input name="a"></div>', False),
    ],
)
def test_what_nobody_can_use_is_known_however_it_is_hidden(html: str, usable: bool) -> None:
    (one,) = (one for one in Inputs(html).found if one.name)
    assert one.is_usable is usable
