"""Telephone numbers in a sentence."""

import pytest
from django.utils.safestring import mark_safe

from tests.courses.common.components.markup import render

LINK = '<a class="utrecht-link" href="tel:{}">{}</a>'


def test_on_paper_a_number_stays_on_one_line() -> None:
    assert render("{{ '030 236 17 45'|on_one_line }}") == "030\u00a0236\u00a017\u00a045"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(030) 236 17 45", LINK.format("+31302361745", "(030) 236 17 45")),
        (
            "Tot 24 uur vooraf. Daarna bel je ons: (030) 236 17 45.",
            "Tot 24 uur vooraf. Daarna bel je ons: "
            + LINK.format("+31302361745", "(030) 236 17 45")
            + ".",
        ),
        ("Bel 0800-0113", f"Bel {LINK.format('08000113', '0800-0113')}"),
        ("Op 9-12-2026 om 19.00 uur, 12 plaatsen", "Op 9-12-2026 om 19.00 uur, 12 plaatsen"),
        ("Bel <b> 030 236 1745", f"Bel &lt;b&gt; {LINK.format('+31302361745', '030 236 1745')}"),
        (mark_safe("<b>030 236 17 45</b>"), "<b>030 236 17 45</b>"),
        (None, ""),
    ],
)
def test_each_number_in_a_sentence_can_be_called(text: object, shown: str) -> None:
    assert render("{{ text|phone_links }}", text=text) == shown
