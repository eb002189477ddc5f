"""Files as they are found: what is taken over, what is not and why, and what is refused."""

from __future__ import annotations

import base64
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.detection import read_file
from plugins.vragenbank.formats.gift_reader import read_gift
from plugins.vragenbank.formats.markup import LeftOut, cleaned, shown
from plugins.vragenbank.formats.model import (
    RIGHT,
    Essay,
    Matching,
    Numerical,
    OneChoice,
    Option,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
)
from plugins.vragenbank.formats.pictures import name_of
from plugins.vragenbank.formats.zip_files import ZipFiles
from tests.plugins.vragenbank.banks import picture
from tests.plugins.vragenbank.pictured import NAME

if TYPE_CHECKING:
    from plugins.vragenbank.formats.reading import FoundQuestion

COMPOSITE = "Er is meer dan één plek om iets in te vullen. Dat kunnen wij niet."


def _one(text: str | bytes) -> FoundQuestion:
    (found,) = read_file(text.encode() if isinstance(text, str) else text).found
    return found


def _refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        read_file(content)
    assert refusal.value.field == "file"
    return str(refusal.value)


# --- GIFT --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hoeveel? {#3,5}", "Regel 1: het getal ‘3,5’ heeft een komma. Schrijf een punt: 3.5."),
        (
            "// x\n\nHoeveel?\n{#\n=3:1\n=%50%4:0,5\n}",
            "Regel 6: het getal ‘0,5’ heeft een komma. Schrijf een punt: 0.5.",
        ),
        ("Hoeveel? {#veel}", "Regel 1: ‘veel’ is geen getal."),
        ("Hoeveel? {#1e99}", "Regel 1: ‘1e99’ is geen getal."),
        (
            "Een {=a} en {=b} plek",
            COMPOSITE,
        ),
        ("Kies {=goed", "Er mist een haak: { of }."),
        ("Kies =goed}", "Er mist een haak: { of }."),
        ("Paar {=a -> b =c}", "Bij een van de paren ontbreekt het pijltje: ->."),
        ("Kies {~a ~b}", "De goede antwoorden zijn samen geen 100 procent."),
        ("Kies {=a ~a}", "Twee antwoorden zijn hetzelfde."),
        ("Kies {~%200%a ~b}", "Een antwoord telt voor meer dan 100 procent."),
        ("Kies {=a}{T}", COMPOSITE),
        ("Op volgorde {>a b}", "De vorm van deze vraag kennen we niet."),
        ("Typ {=%50%a}", "Geen antwoord is helemaal goed."),
        ("{T}", "De vraag heeft geen tekst."),
    ],
)
def test_gift_that_cannot_be_used_says_why(text: str, reason: str) -> None:
    found = read_gift(f"{text}\n\nGoed? {{T}}".encode()).found
    assert [one.refused for one in found] == [reason, ""]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("A {T}", TrueFalse(is_true=True)),
        ("A {FALSE#fout#goed}", TrueFalse(is_true=False, if_true="fout", if_false="goed")),
        ("A {}", Essay()),
        ("A {#1..5}", "numerical 3 2"),
        ("A {>\nx\ny\n}", Ordering(("x", "y"))),
        ("A {\n=een\n\n~twee\n}", "one"),
        ("A {~%50%een ~%50%twee}", "several"),
        ("A {=a -> b =c -> d}", "matching"),
        ("A {een woord}", "short"),
    ],
)
def test_each_kind_of_gift(text: str, task: object) -> None:
    question = _one(text).question
    assert question is not None
    kinds = {
        "one": OneChoice,
        "several": SeveralChoices,
        "matching": Matching,
        "short": ShortAnswer,
    }
    if isinstance(task, str) and task in kinds:
        assert type(question.task) is kinds[task]
    elif isinstance(task, str):
        assert isinstance(question.task, Numerical)
        (number,) = question.task.answers
        assert (number.value, number.tolerance) == (Decimal(3), Decimal(2))
    else:
        assert question.task == task


def test_a_word_that_is_missing_is_a_blank_and_an_end_sign_is_not() -> None:
    texts = [one.text for one in read_gift(b"Zij {=is} blij.\n\nHet {=regent ~sneeuwt}.").questions]
    assert texts == ["Zij _____ blij.", "Het."]


def test_a_question_that_ends_wrongly_does_not_take_the_next_with_it() -> None:
    found = read_gift(b"::Een::Kies {=a\n::Twee::Waar? {T}\n::Drie::Ook? {F}").found
    assert [(one.title, bool(one.refused)) for one in found] == [
        ("Een", True),
        ("Twee", False),
        ("Drie", False),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_as_they_are_found(encoding: str) -> None:
    question = _one("Eén vraag over ‘zorg’? {T}".encode(encoding)).question
    assert question is not None
    assert question.text == "Eén vraag over ‘zorg’?"


def test_formats_of_texts_are_told_apart() -> None:
    found = _one("[plain]1 < 2 {=ja#<b>x</b> ~nee}")
    assert found.question is not None
    assert found.question.text == "1 &lt; 2"
    marked = _one("[markdown]**Sterk** {T}")
    assert marked.notes == ("Opmaak met Markdown is gewone tekst geworden.",)


# --- HTML --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "kept", "left_out"),
    [
        ("<script>alert(1)</script>Hoi", "Hoi", {LeftOut.SCRIPT}),
        ('<p onclick="x()">Hoi</p>', "Hoi", {LeftOut.SCRIPT}),
        ('<a href="javascript:x()">hier</a>', "hier", {LeftOut.LINK}),
        ('<a href=" java\nscript:x()">hier</a>', "hier", {LeftOut.LINK}),
        ('<img src="https://x.nl/a.png" alt="Een raam">', "Een raam", {LeftOut.EXTERNAL_PICTURE}),
        ("<svg><script>x</script><p>y</p></svg>Hoi", "Hoi", {LeftOut.MEDIA}),
        ('<iframe src="x"></iframe>Hoi', "Hoi", {LeftOut.MEDIA}),
        ("<math><mi>x</mi></math>Hoi", "Hoi", {LeftOut.FORMULA}),
        ('<p style="color:red">Hoi</p>', "Hoi", {LeftOut.STYLE}),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b", {LeftOut.TABLE}),
        ("<form><input></form>Hoi", "Hoi", {LeftOut.FORM}),
        ("<h2>Kop</h2><p>Tekst</p>", "<p>Kop</p><p>Tekst</p>", set()),
        (
            "<ul><li>a<ul><li>b</ul><li>c</ul>",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            set(),
        ),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>", set()),
        ("a &lt;script&gt; b", "a &lt;script&gt; b", set()),
        ("<!-- <b> -->a<b>b", "a<strong>b</strong>", set()),
        ("a\x00\ud800b\x0b", "ab", set()),
        ("</p></b>a<br><br>", "a", set()),
    ],
)
def test_html_is_built_up_of_what_is_allowed(html: str, kept: str, left_out: set[LeftOut]) -> None:
    found = cleaned(html)
    assert (found.html, found.left_out) == (kept, left_out)


def test_a_picture_gets_its_address_when_it_is_shown() -> None:
    html = cleaned(f'<img src="picture:{NAME}" alt="Een &quot;raam&quot;">').html
    assert shown(html, lambda name: f'/p/{name}"x') == (
        f'<img src="/p/{NAME}&quot;x" alt="Een &quot;raam&quot;"/>'
    )


# --- Moodle XML --------------------------------------------------------------------------------


def _moodle(inner: str, kind: str = "multichoice", text: str = "Vraag?") -> str:
    return (
        f'<quiz><question type="{kind}"><name><text>Naam</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"{inner}</question></quiz>"
    )


ANSWERS = (
    '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
)


def test_a_picture_inside_moodle_xml_is_kept() -> None:
    content = base64.b64encode(picture()).decode()
    inner = f"<single>true</single>{ANSWERS}"
    text = '<img src="@@PLUGINFILE@@/een%20raam.png" alt="Raam">'
    file = f'<file name="een raam.png" path="/" encoding="base64">{content}</file>'
    xml = _moodle(inner, text=text).replace("</questiontext>", f"{file}</questiontext>")
    read = read_file(xml.encode())
    assert read.questions[0].text == f'<img src="picture:{NAME}" alt="Raam"/>'
    assert read.pictures == {NAME: picture()}
    broken = read_file(xml.replace(content, "ZmFrZQ==").encode())
    assert broken.found[0].notes == (
        "Een plaatje is weggelaten. We nemen png, jpg en gif over, tot 2 MB.",
    )
    missing = read_file(xml.replace(file, "").encode())
    assert missing.found[0].notes == ("Een plaatje zit niet in het bestand.",)
    pictures = [one.found[0].lacks_picture for one in (read, broken, missing)]
    assert pictures == [False, True, True]


def test_moodle_xml_says_what_is_not_taken_over() -> None:
    inner = (
        f"<defaultgrade>2.0</defaultgrade>{ANSWERS}<hint><text>Denk na</text></hint>"
        "<correctfeedback><text>Top!</text></correctfeedback>"
        "<incorrectfeedback><text>Your answer is incorrect.</text></incorrectfeedback>"
    )
    assert _one(_moodle(inner)).notes == (
        "Hints nemen we niet over.",
        "De uitleg bij goed, deels goed en fout nemen we niet over.",
        "Elke vraag telt bij ons even zwaar.",
    )


@pytest.mark.parametrize(
    ("kind", "inner", "reason"),
    [
        ("description", "", "Dit is een tekst zonder vraag. Zet die tekst zelf in de les."),
        ("cloze", "", COMPOSITE),
        ("ddwtos", "", "Dit soort vraag hebben wij niet: ddwtos."),
        ("multichoice", "", "Er moeten minstens twee antwoorden zijn."),
        (
            "numerical",
            '\n\n<answer fraction="100"><text>3,5</text></answer>',
            "Regel 3: het getal ‘3,5’ heeft een komma. Schrijf een punt: 3.5.",
        ),
        (
            "numerical",
            '<answer fraction="100"><text>*</text></answer>',
            "Regel 1: ‘*’ is geen getal.",
        ),
        ("truefalse", ANSWERS[:-50], None),
    ],
)
def test_moodle_xml_that_cannot_be_used_says_why(kind: str, inner: str, reason: str | None) -> None:
    if reason is None:
        assert _refused(_moodle(inner, kind).encode()).startswith("Dit bestand is geen goede XML.")
    else:
        assert _one(_moodle(inner, kind)).refused == reason


def test_true_and_false_of_old_files_are_known_by_their_place() -> None:
    inner = (
        '<answer fraction="0"><text>Waar</text></answer>'
        '<answer fraction="100"><text>Onwaar</text></answer>'
    )
    question = _one(_moodle(inner, "truefalse")).question
    assert question is not None
    assert question.task == TrueFalse(is_true=False)


# --- QTI ---------------------------------------------------------------------------------------


def _item(body: str, declaration: str = "", rules: str = "", attributes: str = "") -> str:
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" '
        f'title="Titel">{declaration}<itemBody>{body}</itemBody>{rules}</assessmentItem>'
    )


CHOICE = (
    '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"{0}><prompt>Kies</prompt>'
    '<simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b'
    '<feedbackInline outcomeIdentifier="F" identifier="B" showHide="show">Nee</feedbackInline>'
    "</simpleChoice></choiceInteraction>"
)
CORRECT = (
    '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="{0}">'
    "<correctResponse><value>{1}</value></correctResponse></responseDeclaration>"
)


def test_a_single_item_of_qti_is_read() -> None:
    found = _one(_item(CHOICE.format(""), CORRECT.format("identifier", "A")))
    question = found.question
    assert question is not None
    assert isinstance(question.task, OneChoice)
    assert (question.key, question.title, question.text) == ("i1", "Titel", "Kies")
    assert question.task.options == (Option("a", RIGHT), Option("b", feedback="Nee"))
    # Where nothing is said, it may be left open.
    assert question.must_answer is False
    asked = CHOICE.format(' minChoices="1"')
    must = _one(_item(asked, CORRECT.format("identifier", "A"))).question
    assert must is not None
    assert must.must_answer is True


def test_points_by_rules_of_ones_own_are_told() -> None:
    rules = (
        "<responseProcessing><setOutcomeValue identifier='SCORE'><sum/></setOutcomeValue>"
        "</responseProcessing>"
    )
    found = _one(_item(CHOICE.format(""), CORRECT.format("identifier", "A"), rules))
    assert found.notes == ("De puntentelling is anders: wat goed is, telt bij ons voor alles.",)


def test_a_number_between_two_bounds_is_read() -> None:
    rules = (
        "<responseProcessing><responseCondition><responseIf><and>"
        '<gte><variable identifier="RESPONSE"/><baseValue baseType="float">3</baseValue></gte>'
        '<lte><variable identifier="RESPONSE"/><baseValue baseType="float">4</baseValue></lte>'
        '</and><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    body = '<p>Hoeveel <textEntryInteraction responseIdentifier="RESPONSE"/> glazen?</p>'
    question = _one(_item(body, CORRECT.format("float", "3.5"), rules)).question
    assert question is not None
    assert question.text == "Hoeveel _____ glazen?"
    assert isinstance(question.task, Numerical)
    (number,) = question.task.answers
    assert (number.value, number.tolerance) == (Decimal("3.5"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (_item("<p>Tekst</p>"), "Dit is een tekst zonder vraag. Zet die tekst zelf in de les."),
        (
            _item(CHOICE.format("") * 2, CORRECT.format("identifier", "A")),
            COMPOSITE,
        ),
        (
            _item('<hotspotInteraction responseIdentifier="RESPONSE"/>'),
            "Dit soort vraag hebben wij niet: hotspotInteraction.",
        ),
        (_item(CHOICE.format("")), "Geen antwoord is helemaal goed."),
        (
            _item(CHOICE.format(""), '<templateDeclaration identifier="X"/>'),
            "Deze vraag heeft steeds andere getallen. Dat kunnen wij niet.",
        ),
        (
            _item(
                '<p>Hoeveel? <textEntryInteraction responseIdentifier="RESPONSE"/></p>',
                CORRECT.format("float", "3,5"),
            ),
            "Deze vraag: het getal ‘3,5’ heeft een komma. Schrijf een punt: 3.5.",
        ),
    ],
)
def test_qti_that_cannot_be_used_says_why(item: str, reason: str) -> None:
    assert _one(item).refused == reason


def _zip(**files: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path.replace("_", "."), content)
    return packed.getvalue()


def test_a_package_of_which_one_file_is_missing_or_broken_keeps_the_rest() -> None:
    manifest = (
        "<manifest><resources>"
        + "".join(
            f'<resource type="imsqti_item_xmlv2p1" href="{one}.xml"/>' for one in ("a", "b", "c")
        )
        + "</resources></manifest>"
    )
    item = _item(CHOICE.format(""), CORRECT.format("identifier", "A"))
    content = _zip(imsmanifest_xml=manifest, a_xml=item, b_xml="<assessmentItem>")
    found = read_file(content).found
    assert [one.refused for one in found] == [
        "",
        "Dit bestand is geen goede XML. Kijk naar regel 1.",
        "Dit bestand zit niet in het pakket.",
    ]


# --- Hostile -----------------------------------------------------------------------------------


def test_no_document_types_and_no_entities() -> None:
    for prolog in ("", "<?xml version='1.0'?>", "<!-- x -->\n", "<?pi x?>"):
        xml = f'{prolog}<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>'
        assert _refused(xml.encode()).startswith("In dit bestand staat een DOCTYPE.")
        assert _refused(xml.encode("utf-16")).startswith("In dit bestand staat een DOCTYPE.")
    assert _refused(b"<quiz>&a;</quiz>").startswith("Dit bestand is geen goede XML.")


def test_what_is_nested_too_deep_is_refused() -> None:
    assert _refused(b"<quiz>" + b"<a>" * 120 + b"</a>" * 120 + b"</quiz>") == (
        "Dit bestand zit te ingewikkeld in elkaar."
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Dit bestand is leeg."),
        (b"PK\x03\x04rest", "Dit zip-bestand is beschadigd of heeft een wachtwoord."),
        (b"<html></html>", "In dit bestand staat geen vraag in QTI 2 of 3."),
        (b"<questestinterop/>", "Dit is QTI 1.2."),
        (b"<quiz></quiz>", "In dit bestand staan geen vragen."),
        (b"<?xml version='1.0' encoding='shift_jis'?><quiz/>", "We kunnen de tekens"),
        (b"<?xml version='1.0' encoding='nonsens'?><quiz/>", "We kunnen de tekens"),
        (b"Alleen tekst", "In dit bestand staan geen vragen in GIFT."),
        (_zip(readme_txt="x"), "Dit zip-bestand is geen pakket van QTI."),
        (
            _zip(imsmanifest_xml="<manifest><resources/></manifest>"),
            "In dit pakket staan geen vragen in QTI 2 of 3.",
        ),
    ],
)
def test_a_file_that_is_no_such_file_is_refused(content: bytes, reason: str) -> None:
    assert _refused(content).startswith(reason)


def test_too_many_questions_are_refused() -> None:
    assert _refused(b"A {T}\n\n" * 2001).startswith("In dit bestand staan te veel vragen.")


def test_a_zip_that_grows_too_large_is_refused() -> None:
    assert _refused(_zip(imsmanifest_xml="0" * 3_000_000)) == (
        "In dit zip-bestand zit te veel. Maak het kleiner."
    )


def test_a_path_out_of_a_zip_leads_nowhere() -> None:
    files = ZipFiles(_zip(imsmanifest_xml="<a/>"))
    assert files.read("../../etc/passwd") is None
    assert files.read("/imsmanifest.xml") == b"<a/>"
    assert "./imsmanifest.xml" in files


def test_pictures_that_are_none_are_not_accepted() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    assert [name_of(one) for one in (b"", svg, picture()[:40], b"x" * 3_000_000)] == [None] * 4
    assert (name_of(picture("green", "JPEG")) or "").endswith(".jpg")
