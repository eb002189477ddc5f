"""Hard words get their meaning where they stand, and nothing else of a text changes."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.glossary.explaining import Meaning, Vocabulary, explain, explain_behind_names

ROUW = Meaning(1, "rouw", "Alles wat je voelt als je iemand kwijt bent.", "grief")
VRAAG = Meaning(2, "open vraag", "Een vraag waarop je <meer> zegt.")


def vocabulary() -> Vocabulary:
    known = Vocabulary()
    known.add(["rouw", "rouwt", "rouwen"], ROUW)
    known.add(["open vraag", "open vragen"], VRAAG)
    return known


def keys(html: str) -> list[int]:
    return [one.key for one in explain(html, vocabulary()).words]


# Of what a word became, only the word.
ADDED = re.compile(
    r'<span class="va-word__whole">'
    r'<button type="button" class="va-word" popovertarget="woord-1-\d+">(.*?)'
    r'<span class="va-visually-hidden"> \(uitleg\)</span></button>([^<>]*)</span>'
    r'<span class="va-word__meaning" id="woord-1-\d+" popover>.*?</span>'
    r"(?!</span>)",
    re.DOTALL,
)


def without_explanations(html: str) -> str:
    html = re.sub(
        r' <span class="va-word__english">Engels: <span lang="en">[^<]*</span></span>', "", html
    )
    return ADDED.sub(r"\1\2", html)


def test_a_word_becomes_a_button_with_its_meaning_behind_it() -> None:
    assert explain("<p>Over rouw.</p>", vocabulary()).html == (
        '<p>Over <span class="va-word__whole">'
        '<button type="button" class="va-word" popovertarget="woord-1-1">rouw'
        '<span class="va-visually-hidden"> (uitleg)</span></button>.</span>'
        '<span class="va-word__meaning" id="woord-1-1" popover><strong>rouw</strong>: '
        "Alles wat je voelt als je iemand kwijt bent. "
        '<span class="va-word__english">Engels: <span lang="en">grief</span></span> '
        '<button type="button" class="va-word__close" popovertarget="woord-1-1" '
        'popovertargetaction="hide">Sluit</button></span></p>'
    )


def test_what_somebody_wrote_as_meaning_is_escaped() -> None:
    assert (
        "Een vraag waarop je &lt;meer&gt; zegt." in explain("<p>open vraag</p>", vocabulary()).html
    )


def test_where_and_how_words_are_found() -> None:
    cases = {
        "<p>Rouw en rouw.</p><p>rouwt</p>": [1],
        "<p>Rouwkost, be-rouw, rouw-kaart, berouw</p>": [],
        "<p>Stel open\n vragen over rouw.</p>": [2, 1],
        "<p>Een open, vraag</p>": [],
        "<p>open <b>vraag</b></p>": [],
        "<p>&euml;rouw rouw&eacute;</p>": [],
        "<p>&quot;rouw&quot;</p>": [1],
        "<p>a<br/>rouw</p>": [1],
        "<p><b>rouw</b></p>": [1],
        "<h2>rouw</h2><p>niets</p>": [],
        '<p><a href="/rouw/">rouw <b>rouw</b></a> en <img alt="rouw"></p>': [],
        "<form><p>rouw</p></form>": [],
        "<form><p>rouw</p></form><p>rouw</p>": [1],
        "<label>rouw</label><button>rouw</button><svg><title>rouw</title></svg>": [],
        "<details><summary>rouw</summary><p>rouw</p></details>": [1],
        "<!-- rouw --><p>niets</p>": [],
        "<a>rouw": [],
    }
    assert {html: keys(html) for html in cases} == cases


def test_a_word_that_was_explained_before_is_not_again() -> None:
    assert explain("<p>rouw</p>", vocabulary(), known=frozenset({1})).html == "<p>rouw</p>"


TEXTS = st.sampled_from(
    ["rouw", "Rouwt", "open vraag", "open  vragen", " ", "&amp;", "&eacute;", "<b>", "</b>", "<br>",
     "ë", "\n", "<a href='rouw'>", "</a>", "<h3>", "</h3>", "<!-- rouw -->", "<p>", "</p>",
     "<form>", "</form>", "'", "-", "1", "x", "<", "&", "<li", '">', "</", "😀",
     "<script>", "</script>"]
)  # fmt: skip


class Text(HTMLParser):
    """What a reader sees, with the elements that it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def text_of(html: str) -> str:
    reader = Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.found)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, max_size=25).map("".join))
def test_nothing_changes_outside_the_explanations(html: str) -> None:
    explained = explain(html, vocabulary())
    assert without_explanations(explained.html) == html
    assert text_of(without_explanations(explained.html)) == text_of(html)
    assert len(explained.words) == len({one.key for one in explained.words})
    assert explained.html.count("popover>") == len(explained.words)


BEHIND = re.compile(
    r'<span class="va-word__behind">.*?popovertarget="([^"]*)".*?hide">Sluit.*?</span></span>'
)


def behind(html: str) -> str:
    """The HTML with a star for each list of words."""
    return BEHIND.sub("*", explain_behind_names(html, vocabulary(), place="a"))


def test_a_word_in_a_label_or_a_question_is_explained_behind_it_once() -> None:
    html = (
        "<fieldset><legend>Rouw?</legend><p>rouw</p>"
        '<label><input type="radio"><b>Rouw</b> en een open vraag</label>'
        "<label>open vraag</label></fieldset>"
    )
    assert behind(html) == (
        "<fieldset><legend>Rouw?</legend>*<p>rouw</p>"
        '<label><input type="radio"><b>Rouw</b> en een open vraag</label>*'
        "<label>open vraag</label></fieldset>"
    )


def test_what_somebody_chooses_from_or_typed_is_no_name() -> None:
    for html in (
        "<label>Kies <select><option>rouw</option></select></label>",
        "<label>Zeg het<textarea>rouw</textarea></label>",
        "<label><button>rouw</button></label>",
        "<h3>rouw</h3>",
        "<label>rouw",
        "<a><label>rouw</label></a><label>iets</label>",
    ):
        assert behind(html) == html


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(TEXTS, st.sampled_from(["<label>", "</label>", "<legend>", "</legend>"])))
    .filter(lambda pieces: len(pieces) <= 25)
    .map("".join)
)
def test_nothing_changes_outside_the_lists_behind_labels(html: str) -> None:
    assert behind(html).replace("*", "") == html
