"""Inputs of a page."""

from __future__ import annotations

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
