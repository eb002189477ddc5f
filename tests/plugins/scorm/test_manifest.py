"""Reading what a package says of itself: what is meant is read, and what cannot be is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.plugin_api.api import Refusal
from plugins.scorm import manifest as reading
from plugins.scorm.manifest import Manifest, Part, Version, read, refuse_without_manifest
from tests.plugins.scorm.made import ITEM, RESOURCE, manifest

NEW = "2004 4th Edition"
SCO = '<resource identifier="r1" type="webcontent" adlcp:TYPE="sco" href="{}"/>'


def parts_of(content: bytes, *paths: str) -> list[tuple[str, str, str]]:
    return [(one.title, one.path, one.query) for one in read(content, paths).parts]


@pytest.mark.parametrize(("said", "version"), [("1.2", Version.SCORM_12), (NEW, "2004")])
def test_a_plain_package(said: str, version: Version) -> None:
    found = read(manifest(said), ["index.html"])
    assert found == Manifest(version, "Luisteren", (Part("i1", "Begin", path="index.html"),))
    assert Manifest.of_json(found.as_json()) == found


@pytest.mark.parametrize("said", ["2004 3rd Edition", "CAM 1.3", "2004 4th Edition"])
def test_every_edition_of_2004_talks_to_the_same_run_time(said: str) -> None:
    content = manifest(NEW).replace(NEW.encode(), said.encode())
    assert read(content, ["index.html"]).version == Version.SCORM_2004


@pytest.mark.parametrize("version", ["1.2", NEW])
def test_a_package_that_does_not_say_its_version_is_known_by_its_names(version: str) -> None:
    content = manifest(version).replace(f"{version}</schemav".encode(), b"</schemav")
    expected = Version.SCORM_12 if version == "1.2" else Version.SCORM_2004
    assert read(content, ["index.html"]).version == expected


@pytest.mark.parametrize(
    ("href", "path", "found"),
    [
        ("begin les.html", "begin les.html", ("begin les.html", "")),
        ("begin%20les.html", "begin les.html", ("begin les.html", "")),
        ("begin%20les.html", "begin%20les.html", ("begin%20les.html", "")),
        ("één.html", "e\u0301e\u0301n.html", ("e\u0301e\u0301n.html", "")),
        ("Index.HTML", "index.html", ("index.html", "")),
        ("map\\index.html", "map/index.html", ("map/index.html", "")),
        ("./map/../index.html", "index.html", ("index.html", "")),
        ("index.html?deel=2#x", "index.html", ("index.html", "?deel=2#x")),
        ("wat?.html", "wat?.html", ("wat?.html", "")),
    ],
)
def test_one_file_spelled_in_different_ways(href: str, path: str, found: tuple[str, str]) -> None:
    assert parts_of(manifest(resources=SCO.format(href)), path) == [("Begin", *found)]


@pytest.mark.parametrize(
    "href", ["../index.html", "https://elders.example/x", "//elders/x", "", "weg.html", "map/"]
)
def test_what_is_not_in_the_package_cannot_be_opened(href: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(manifest(resources=SCO.format(href)), ["index.html"])
    assert refused.value.field == "file"


def test_spaces_around_an_identifier_are_no_part_of_it() -> None:
    # As in package OB-02b of ADL's test suite: an xs:ID is collapsed.
    items = '<item identifier="i" identifierref="r "><title>Een</title></item>'
    resources = '<resource identifier="  r" adlcp:TYPE="sco" href="index.html"/>'
    found = read(manifest(items=items, resources=resources), ["index.html"])
    assert [one.path for one in found.parts] == ["index.html"]


def test_bases_add_up() -> None:
    resource = SCO.format("c.html").replace("<resource ", '<resource xml:base="b/" ')
    content = manifest(resources=resource, base=' xml:base="a/"')
    assert parts_of(content, "a/b/c.html") == [("Begin", "a/b/c.html", "")]


@pytest.mark.parametrize(
    ("href", "parameters", "query"),
    [
        ("i.html", "?a=1", "?a=1"),
        ("i.html", "a=1", "?a=1"),
        ("i.html?b=2", "?a=1", "?b=2&a=1"),
        ("i.html#x", "a=1", "?a=1#x"),
        ("i.html", "#x", "#x"),
        ("i.html#y", "#x", "#y"),
    ],
)
def test_parameters_of_an_item(href: str, parameters: str, query: str) -> None:
    item = ITEM.replace("<item ", f'<item parameters="{parameters}" ')
    assert parts_of(manifest(items=item, resources=SCO.format(href)), "i.html") == [
        ("Begin", "i.html", query)
    ]


def test_items_in_items_are_headings_and_parts_in_order() -> None:
    items = """<item identifier="k"><title>Kop</title>
      <item identifier="x" identifierref="r1"><title>Een</title></item>
      <item identifier="x" identifierref="r1"><title>Twee</title></item>
      <item identifier="w" identifierref="r1" isvisible="false"><title>Weg</title></item></item>"""
    found = read(manifest(items=items), ["index.html"])
    assert [(one.id, one.title, one.depth, one.path) for one in found.parts] == [
        ("k", "Kop", 0, ""),
        ("x", "Een", 1, "index.html"),
        ("x-3", "Twee", 1, "index.html"),
    ]
    assert [one.title for one in found.to_open] == ["Een", "Twee"]
    assert found.remarks == ("Het pakket verbergt deze onderdelen. Wij laten ze weg: ‘Weg’.",)
    assert (found.part("x-3"), found.part("k")) == (found.parts[2], None)


def test_ids_are_made_into_what_an_address_can_hold() -> None:
    item = ITEM.replace('"i1"', '"item_com.Tést één/één"')
    (part,) = read(manifest(items=item), ["index.html"]).parts
    assert part.id == "item_com-T-st-n-n"


def test_a_package_without_an_order_shows_its_resources() -> None:
    content = manifest().replace(b"<organizations", b"<weg").replace(b"</organizations", b"</weg")
    assert parts_of(content, "index.html") == [("r1", "index.html", "")]


def test_an_asset_is_no_sco() -> None:
    (part,) = read(manifest(resources=RESOURCE.replace("sco", "asset")), ["index.html"]).parts
    assert part.is_sco is False


def test_norms_of_1_2() -> None:
    norm = "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>x=1</adlcp:datafromlms>"
    item = ITEM.replace("</item>", f"{norm}</item>")
    (part,) = read(manifest(items=item), ["index.html"]).parts
    assert (part.mastery, part.data) == (80.0, "x=1")


def test_norms_of_2004() -> None:
    norm = """<adlcp:completionThreshold minProgressMeasure="0.9"/><imsss:sequencing>
      <imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">
      <imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>
      </imsss:primaryObjective></imsss:objectives></imsss:sequencing>"""
    item = ITEM.replace("</item>", f"{norm}</item>")
    (part,) = read(manifest(NEW, items=item), ["index.html"]).parts
    assert (part.mastery, part.threshold) == (0.7, 0.9)
    silent = item.replace("satisfiedByMeasure", "anders")
    assert read(manifest(NEW, items=silent), ["index.html"]).parts[0].mastery is None


@pytest.mark.parametrize(
    ("norm", "said"),
    [
        ("80,5", "Bij ‘Begin’ is de norm ‘80,5’ met een komma geschreven."),
        ("veel", "Bij ‘Begin’ is de norm ‘veel’ geen goed getal."),
        ("101", "Bij ‘Begin’ is de norm ‘101’ geen goed getal."),
    ],
)
def test_a_norm_that_is_no_number_is_left_out_and_told(norm: str, said: str) -> None:
    item = ITEM.replace("</item>", f"<adlcp:masteryscore>{norm}</adlcp:masteryscore></item>")
    found = read(manifest(items=item), ["index.html"])
    assert found.parts[0].mastery is None
    assert [one[: len(said)] for one in found.remarks] == [said]


ORDER = "Het pakket schrijft een volgorde voor."
WHOLE = "Het pakket heeft eigen regels voor wanneer het geheel klaar of gehaald is."
OFTEN = "Het pakket zegt hoe vaak iemand een onderdeel mag doen."
DRAWN = "Het pakket kiest zelf onderdelen uit, of verandert hun volgorde."


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("<imsss:controlMode choice='false' flow='true'/>", [ORDER]),
        ("<imsss:controlMode flow='true' forwardOnly='1'/>", [ORDER]),
        ("<imsss:controlMode choice='true' flow='true'/>", []),
        ("<imsss:sequencingRules><imsss:preConditionRule/></imsss:sequencingRules>", [ORDER]),
        ("<imsss:sequencingRules><imsss:postConditionRule/></imsss:sequencingRules>", [ORDER]),
        ("<imsss:rollupRules><imsss:rollupRule/></imsss:rollupRules>", [WHOLE]),
        ("<imsss:rollupRules objectiveMeasureWeight='0.5'/>", [WHOLE]),
        ("<imsss:rollupRules objectiveMeasureWeight='1.0'/>", []),
        ("<imsss:rollupRules objectiveMeasureWeight='onzin'/>", []),
        ("<imsss:limitConditions attemptLimit='1'/>", [OFTEN]),
        ("<imsss:limitConditions attemptAbsoluteDurationLimit='PT1H'/>", []),
        ("<imsss:randomizationControls selectCount='2' selectionTiming='once'/>", [DRAWN]),
        ("<imsss:randomizationControls randomizationTiming='never'/>", []),
        (
            "<imsss:controlMode choice='false'/><imsss:limitConditions attemptLimit='1'/>",
            [ORDER, OFTEN],
        ),
    ],
)
def test_what_the_academy_does_otherwise_is_told(rules: str, said: list[str]) -> None:
    content = manifest(NEW, more=f"<imsss:sequencing>{rules}</imsss:sequencing>")
    found = read(content, ["index.html"]).remarks
    assert [one.partition(". ")[0] + "." for one in found] == said


def test_what_is_left_out_is_told() -> None:
    more = """<item identifier="z" identifierref="weg"><title>Weg</title></item>
      <item identifier="v" isvisible="false"><title>Verborgen</title>
        <item identifier="w" identifierref="r1"><title>Binnenin</title></item></item>"""
    found = read(manifest(NEW, more=more), ["index.html"])
    assert [one.title for one in found.to_open] == ["Begin"]
    assert found.remarks == (
        "Het pakket verbergt deze onderdelen. Wij laten ze weg: ‘Binnenin’.",
        "Deze bestanden ontbreken: weg.",
    )


def test_what_is_hidden_and_all_that_there_is_is_shown() -> None:
    found = read(manifest(items=ITEM.replace("<item", '<item isvisible="false"')), ["index.html"])
    assert [one.title for one in found.to_open] == ["Begin"]
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("rules", "apart"),
    [
        ("", ()),
        ("<imsss:rollupRules rollupObjectiveSatisfied='false'/>", ("success",)),
        (
            "<imsss:rollupRules rollupProgressCompletion='0' objectiveMeasureWeight='0'/>",
            ("progress", "score"),
        ),
        ("<imsss:deliveryControls tracked='false'/>", ("progress", "score", "success")),
        ("<imsss:deliveryControls completionSetByContent='true'/>", ()),
    ],
)
def test_for_what_a_part_counts_not_is_read(rules: str, apart: tuple[str, ...]) -> None:
    items = f"""<item identifier="k"><title>Vooraf</title>
      <item identifier="i1" identifierref="r1"><title>Toets</title></item>
      <imsss:sequencing>{rules}</imsss:sequencing></item>
      <item identifier="i2" identifierref="r1"><title>Les</title></item>"""
    found = read(manifest(NEW, items=items), ["index.html"])
    # What is so of a heading is so of all below it.
    assert [one.apart for one in found.parts] == [apart, apart, ()]
    assert Manifest.of_json(json.loads(json.dumps(found.as_json()))).parts[0].apart == apart


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "beschadigd"),
        (b"<manifest>", "beschadigd"),
        (b"\xff\xfe\x00", "beschadigd"),
        (b'<?xml version="1.0" encoding="onzin"?><manifest/>', "beschadigd"),
        (b"<html/>", "geen lijst"),
        (b"<manifest/>", "geen SCORM 1.2 of SCORM 2004"),
        (b"<manifest" + b" " * 4_000_000 + b"/>", "te groot"),
        (
            b'<!DOCTYPE m [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><manifest>&b;</manifest>',
            "niet veilig",
        ),
        (
            b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest>&a;</manifest>',
            "niet veilig",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        read(content, ["index.html"])
    assert refused.value.field == "file"


def test_too_much_is_refused() -> None:
    with pytest.raises(Refusal, match="meer dan 300 onderdelen"):
        read(manifest(items=ITEM * 301), ["index.html"])
    deep = '<item identifier="x">' * 20 + "</item>" * 20
    with pytest.raises(Refusal, match="te veel lagen"):
        read(manifest(items=deep), ["index.html"])


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["index.html"], "geen SCORM-pakket"),
        (["map/imsmanifest.xml"], "Zip wat er in de map zit"),
        (["IMSMANIFEST.XML"], "hoofdletters"),
        (["tincan.xml"], "xAPI"),
        (["cmi5.xml"], "cmi5"),
    ],
)
def test_a_zip_without_a_manifest_says_what_to_do(paths: list[str], said: str) -> None:
    refuse_without_manifest([reading.MANIFEST])
    with pytest.raises(Refusal, match=said):
        refuse_without_manifest(paths)


@given(st.binary(max_size=300), st.lists(st.text(max_size=20), max_size=4))
def test_whatever_comes_is_read_or_refused(noise: bytes, paths: list[str]) -> None:
    content = manifest(title="x").replace(b"Begin", noise)
    for one in (noise, content):
        try:
            found = read(one, [*paths, "index.html"])
        except Refusal:
            continue
        assert found.to_open


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=4))
def test_a_path_that_is_found_is_in_the_package(href: str, paths: list[str]) -> None:
    path, _query = reading._Paths(paths).find(href)
    assert path == "" or path in paths


LIMITED = """<item identifier="i1" identifierref="r1"><title>Begin</title>
  <adlcp:timeLimitAction>exit,message</adlcp:timeLimitAction>
  <imsss:sequencing IDRef="samen">
    <imsss:limitConditions attemptAbsoluteDurationLimit="{}"/>
  </imsss:sequencing></item>"""
SHARED = """<imsss:sequencingCollection><imsss:sequencing ID="samen"><imsss:objectives>
  <imsss:objective objectiveID="luisteren"/>
  <imsss:primaryObjective objectiveID="alles" satisfiedByMeasure="true">
    <imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>
  </imsss:primaryObjective>
  <imsss:objective objectiveID="luisteren"/><imsss:objective/>
</imsss:objectives></imsss:sequencing></imsss:sequencingCollection>"""


def test_what_a_part_may_know_of_its_limits_and_objectives_is_read() -> None:
    content = manifest(NEW, items=LIMITED.format("PT1H30M")).replace(
        b"</manifest>", SHARED.encode() + b"</manifest>"
    )
    found = read(content, ["index.html"])
    (part,) = found.parts
    assert (part.time_limit, part.time_action) == ("PT1H30M", "exit,message")
    assert part.objectives == ("alles", "luisteren")
    # The rules of an item may stand elsewhere in the package, for several items.
    assert part.mastery == 0.7
    assert Manifest.of_json(found.as_json()) == found


@pytest.mark.parametrize("limit", ["", "een uur", "P", "PT", "01:00:00"])
def test_a_limit_that_is_none_is_left_out(limit: str) -> None:
    (part,) = read(manifest(NEW, items=LIMITED.format(limit)), ["index.html"]).parts
    assert part.time_limit == ""


def test_a_package_of_1_2_has_its_limit_too() -> None:
    items = ITEM.replace(
        "</item>",
        "<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>"
        "<adlcp:timelimitaction>stop</adlcp:timelimitaction></item>",
    )
    (part,) = read(manifest(items=items), ["index.html"]).parts
    assert (part.time_limit, part.time_action) == ("00:30:00", "")


def test_what_was_kept_before_parts_had_objectives_is_read() -> None:
    kept = read(manifest(), ["index.html"]).as_json()
    for name in ("time_limit", "time_action", "objectives"):
        del kept["parts"][0][name]
    assert Manifest.of_json(kept) == read(manifest(), ["index.html"])
