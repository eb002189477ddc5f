"""What parts of a package share: texts and goals, for one participant and one attempt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from courses.learning.models import ExerciseAttempt
from courses.people.queries import export_personal_data
from plugins.scorm.manifest import Manifest, Part, read
from plugins.scorm.sharing import for_frame, taken, with_what_is_shared
from plugins.scorm.sharing_elements import Goal, Store
from tests.factories import EnrolmentFactory
from tests.plugins.scorm.made import manifest, sharing_parts, training_with
from tests.plugins.scorm.test_player import Player

if TYPE_CHECKING:
    from django.test import Client

NEW = "2004 4th Edition"
FILES = ["a.html", "b.html"]


def shared_manifest() -> Manifest:
    return read(bytes(sharing_parts()["imsmanifest.xml"]), FILES)  # type: ignore[arg-type]


def test_a_manifest_says_which_texts_and_goals_parts_share() -> None:
    found = shared_manifest()
    first, second = found.to_open
    assert first.stores == (Store("notities"),)
    assert second.stores == (Store("notities", writable=False), Store("eigen", readable=False))
    (own, other) = first.goals
    assert (own.id, own.is_primary, own.measure) == ("alles", True, 0.7)
    # What ADL added stands apart, for the same objective.
    assert own.maps == {
        "g-alles": [
            "readSatisfiedStatus",
            "readNormalizedMeasure",
            "writeSatisfiedStatus",
            "writeNormalizedMeasure",
            "readRawScore",
            "readMinScore",
            "readMaxScore",
            "readCompletionStatus",
            "readProgressMeasure",
            "writeCompletionStatus",
            "writeProgressMeasure",
        ]
    }
    assert first.objectives == ("alles", "los", "luisteren")
    assert (other.id, other.is_primary, other.measure) == ("luisteren", False, 0.6)
    assert "writeProgressMeasure" in (other.maps or {})["g-luisteren"]
    assert "writeRawScore" not in (other.maps or {})["g-luisteren"]
    assert first.controls == ("tracked", "objectiveSetByContent")
    assert Manifest.of_json(json.loads(json.dumps(found.as_json()))).to_open[0].goals == first.goals


def test_a_package_that_shares_nothing_gets_no_tree() -> None:
    (part,) = read(manifest(NEW), ["index.html"]).parts
    assert (part.stores, part.goals, part.controls) == ((), (), ())
    assert for_frame([part], part, None) == {}


def test_goals_of_a_collection_of_rules_count_too() -> None:
    item = (
        '<item identifier="i1" identifierref="r1"><title>Begin</title>'
        '<imsss:sequencing IDRef="elders"/></item>'
    )
    rules = """<imsss:sequencingCollection><imsss:sequencing ID="elders"><imsss:objectives>
      <imsss:primaryObjective objectiveID="alles"><imsss:mapInfo targetObjectiveID="g"
        writeSatisfiedStatus="true" readNormalizedMeasure="false"/></imsss:primaryObjective>
      </imsss:objectives></imsss:sequencing></imsss:sequencingCollection></manifest>"""
    content = manifest(NEW, items=item).replace(b"</manifest>", rules.encode())
    (part,) = read(content, ["index.html"]).parts
    (goal,) = part.goals
    assert goal.maps == {"g": ["readSatisfiedStatus", "writeSatisfiedStatus"]}
    assert goal.written == {"g"}


@pytest.mark.parametrize("target", ["", "x" * 251])
def test_a_text_without_a_name_is_left_out(target: str) -> None:
    given = f'<adlcp:data><adlcp:map targetID="{target}"/></adlcp:data></item>'
    item = '<item identifier="i1" identifierref="r1"><title>Begin</title></item>'
    content = manifest(NEW, items=item.replace("</item>", given))
    assert read(content, ["index.html"]).parts[0].stores == ()


def test_a_part_keeps_only_what_it_may_write() -> None:
    goal = Goal("eigen", maps={"g": ["writeRawScore"], "ander": ["readRawScore"]})
    part = Part("a", "A", stores=(Store("x"), Store("y", writable=False)), goals=(goal,))
    told = {
        "shared": {"x": "tekst", "y": "niet", "z": "nooit", "": 3},
        "goals": {
            "g": {"rawScore": "7", "vreemd": "8", "minScore": "9" * 50, "maxScore": [1]},
            "ander": {"rawScore": "7"},
        },
    }
    assert taken(part, told) == {"shared": {"x": "tekst"}, "goals": {"g": {"rawScore": "7"}}}
    assert taken(part, {"shared": {"x": "e" * 64_001}})["shared"] == {}


@pytest.mark.parametrize("told", [{}, {"shared": 3, "goals": "g"}, {"goals": {"g": 7}}])
def test_nonsense_is_nothing(told: Any) -> None:
    part = Part("a", "A", stores=(Store("x"),), goals=(Goal("e", maps={"g": ["writeRawScore"]}),))
    assert taken(part, told) == {"shared": {}, "goals": {}}


@pytest.mark.parametrize("previous", [None, 3, {"shared": [1]}, {"goals": None}])
def test_whatever_was_ever_kept_is_borne(previous: Any) -> None:
    assert with_what_is_shared({}, previous, {"shared": {"x": "nu"}}) == {"shared": {"x": "nu"}}
    part = shared_manifest().to_open[0]
    assert for_frame((part,), part, previous)["shared"] == {}


def test_an_empty_text_is_as_none() -> None:
    previous = {"shared": {"x": "toen", "y": "blijft"}}
    answer = with_what_is_shared({}, previous, {"shared": {"x": ""}})
    assert answer == {"shared": {"y": "blijft"}}


@pytest.fixture
def lesson_player(client: Client) -> Player:
    training, lesson, _package = training_with(sharing_parts())
    client.force_login(EnrolmentFactory.create(training=training).person)
    return Player(client, lesson)


GOALS = {"g-alles": {"satisfiedStatus": True, "normalizedMeasure": 0.8}}
BEGUN = {"completion_status": "incomplete"}


@pytest.mark.django_db
def test_what_one_part_leaves_another_finds(lesson_player: Player) -> None:
    opened = lesson_player.open("a")
    assert opened.name["settings"]["shared"] == {}
    tree = opened.name["settings"]["tree"]
    assert [one["id"] for one in tree["children"]] == ["a", "b"]
    assert tree["children"][0]["primaryObjective"]["minNormalizedMeasure"] == 0.7
    assert tree["children"][1] == {"id": "b", "title": ""}
    opened.commit(BEGUN, shared={"notities": "morgen bellen"}, goals=GOALS)
    found = lesson_player.open("b").name["settings"]
    assert found["shared"] == {"notities": "morgen bellen"}
    assert found["goals"] == GOALS
    # It may read the text and not write it; what it does not tell of stays.
    lesson_player.commit(BEGUN, shared={"notities": "weg", "eigen": "van b"})
    assert lesson_player.open("a").name["settings"]["shared"] == {"notities": "morgen bellen"}
    kept = ExerciseAttempt.objects.get().answer
    assert kept["shared"] == {"notities": "morgen bellen", "eigen": "van b"}


@pytest.mark.django_db
def test_the_same_message_again_leaves_what_is_shared(lesson_player: Player) -> None:
    lesson_player.open("a").commit(BEGUN, shared={"notities": "een"})
    lesson_player.send({"cmi": BEGUN, "seconds": 1, "shared": {"notities": "twee"}})
    assert ExerciseAttempt.objects.get().answer["shared"] == {"notities": "een"}


@pytest.mark.django_db
def test_what_is_shared_is_of_one_participant_and_one_attempt(
    client: Client, lesson_player: Player
) -> None:
    lesson_player.open("a").commit(BEGUN, shared={"notities": "van mij"}, goals=GOALS)
    attempt = ExerciseAttempt.objects.get()
    assert "van mij" in json.dumps(export_personal_data(attempt.person), default=str)
    client.post(f"{lesson_player.url}opnieuw/")
    again = lesson_player.open("b").name["settings"]
    assert (again["shared"], again["goals"]) == ({}, {})
    lesson_player.open("a").commit(BEGUN, shared={"notities": "weer van mij"})
    training = attempt.lesson.get_parent().specific
    client.force_login(EnrolmentFactory.create(training=training).person)
    assert lesson_player.open("b").name["settings"]["shared"] == {}


@pytest.mark.django_db
def test_what_is_shared_counts_for_how_much_is_kept(client: Client) -> None:
    names = [f"t{number}" for number in range(10)]
    maps = "".join(f'<adlcp:map targetID="{one}"/>' for one in names)
    items = (
        '<item identifier="i1" identifierref="r1"><title>Begin</title>'
        f"<adlcp:data>{maps}</adlcp:data></item>"
    )
    page = "<!doctype html><html lang='nl'><title>A</title></html>"
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(NEW, items=items),
        "index.html": page,
    }
    training, lesson, _package = training_with(files)
    client.force_login(EnrolmentFactory.create(training=training).person)
    player = Player(client, lesson).open()
    statuses = [player.commit(BEGUN, shared={one: "e" * 60_000}).status_code for one in names]
    assert statuses == [204] * 3 + [409] * 7
    # What is kept goes into a frame.
    assert len(player.open().name["settings"]["shared"]) == 3


def test_only_maps_of_the_item_itself_count() -> None:
    found = read(
        manifest(
            NEW,
            items="""<item identifier="kop"><title>Kop</title>
              <adlcp:data><adlcp:map targetID="t"/></adlcp:data>
              <item identifier="i1" identifierref="r1"><title>Begin</title></item></item>""",
        ),
        ["index.html"],
    )
    assert found.to_open[0].stores == ()
