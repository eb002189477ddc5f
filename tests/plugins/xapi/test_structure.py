"""What a course consists of, and what is refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.plugin_api.api import Refusal
from plugins.xapi.cmi5 import structure
from plugins.xapi.cmi5.structure import MoveOn, Structure, Unit
from plugins.xapi.models import CoursePackage
from plugins.xapi.services import courses
from tests.plugins.xapi.made import ID, alone, block, course, package, unit

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage

FAR = "https://elders.voorbeeld.nl/au/"
OBJECTIVE = f'<objective id="{ID}/doel"/>'
NAMELESS = course(unit("een", FAR)).replace(f'au id="{ID}/een"'.encode(), b'au id="een"')
DEEP = course("".join(f'<block id="a:{n}">' for n in range(14)) + "</block>" * 14)


def test_units_and_blocks_are_read_in_order_and_kept() -> None:
    xml = course(
        unit("een", "a%20b.html?x=1#y", moveOn="Passed", masteryScore="0.8"),
        block(
            "blok", unit("twee", FAR, launchMethod="OwnWindow"), block("diep", unit("drie", FAR))
        ),
    )
    found = structure.read(xml, ["a b.html"])
    assert found == Structure(
        id=ID,
        title="Luisteren",
        units=(
            Unit(
                0,
                f"{ID}/een",
                "een",
                path="a b.html",
                query="?x=1#y",
                move_on=MoveOn.PASSED,
                mastery=0.8,
            ),
            Unit(1, f"{ID}/twee", "twee", (0,), url=FAR, own_window=True),
            Unit(2, f"{ID}/drie", "drie", (0, 1), url=FAR),
        ),
        blocks=(
            structure.Block(0, f"{ID}/blok/blok", "blok"),
            structure.Block(1, f"{ID}/blok/diep", "diep", (0,)),
        ),
    )
    assert Structure.of_json(found.as_json()) == found
    assert (found.unit(2), found.unit(3)) == (found.units[2], None)


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (b"<", "beschadigd"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "niet veilig"),
        (b"<manifest/>", "geen cursus van cmi5"),
        (b"<courseStructure/>", "geen cursus van cmi5"),
        (b" " * 4_000_001, "te groot"),
        (course(), "niets om te openen"),
        (course(unit("een", "index.html")), "Voeg het hele pakket toe"),
        (course(unit("een", "")), "geen adres om te openen"),
        (course(unit("een", "javascript:alert(1)")), "een adres dat wij niet openen"),
        (course(unit("een", "http://elders.nl/")), "een adres dat wij niet openen"),
        (course(unit("een", "https://10.0.0.1/")), "een adres dat wij niet openen"),
        (course(unit("een", "https://[")), "een adres dat wij niet openen"),
        (course(unit("een", FAR), unit("een", FAR)), "staat er twee keer"),
        (course(f"<objectives>{OBJECTIVE * 2}</objectives>", unit("een", FAR)), "er twee keer"),
        (course('<objectives><objective id="x"/></objectives>', unit("een", FAR)), "goede id: ‘x’"),
        (course(unit("een", f"{FAR}?a=1&amp;fetch=")), "staat ‘fetch’ in het adres"),
        (course(unit("een", FAR, moveOn="Ooit")), "een onbekende ‘moveOn’: ‘Ooit’"),
        (course(unit("een", FAR, masteryScore="0,8")), "met een punt: ‘0,8’"),
        (course(unit("een", FAR, masteryScore="80")), "met een punt: ‘80’"),
        (
            course(unit("een", FAR)).replace(f'au id="{ID}/een"'.encode(), b'au id="een"'),
            "geen goede id",
        ),
        (course(*(unit(str(n), FAR) for n in range(2001))), "te veel onderdelen"),
        (
            course("".join(f'<block id="a:{n}">' for n in range(14)) + "</block>" * 14),
            "te veel lagen",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(xml: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        structure.read(xml)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        (["map/cmi5.xml"], "staat in een map"),
        (["imsmanifest.xml"], "Dit is een SCORM-pakket"),
        (["index.html"], "zit geen cmi5.xml"),
    ],
)
def test_a_package_without_a_course_says_what_it_is(paths: list[str], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        structure.refuse_without_structure(paths)


@given(st.text(max_size=8))
def test_a_mastery_score_is_a_number_from_0_to_1_or_refused(said: str) -> None:
    try:
        (found,) = structure.read(course(unit("een", FAR)), None).units[:1]
        score = structure._Reader._mastery(said.strip(), "een")
    except Refusal:
        return
    assert found.mastery is None
    assert score is None or 0 <= score <= 1


@pytest.mark.parametrize(
    ("move_on", "completed", "passed", "is_satisfied"),
    [
        (MoveOn.PASSED, True, False, False),
        (MoveOn.PASSED, False, True, True),
        (MoveOn.COMPLETED, True, False, True),
        (MoveOn.COMPLETED, False, True, False),
        (MoveOn.BOTH, True, False, False),
        (MoveOn.BOTH, True, True, True),
        (MoveOn.EITHER, False, False, False),
        (MoveOn.EITHER, False, True, True),
        (MoveOn.NOTHING, False, False, True),
    ],
)
def test_a_unit_is_done_as_it_asks(
    move_on: MoveOn, completed: bool, passed: bool, is_satisfied: bool
) -> None:
    found = Unit(0, "a:b", "een", move_on=move_on)
    assert found.is_satisfied(completed=completed, passed=passed) is is_satisfied


# --- Keeping it -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_course_is_kept_and_removed_with_its_files(training: TrainingPage) -> None:
    made = courses.add_course(
        training_id=training.pk,
        upload=package(course(unit("een", "index.html")), index_html="<p>Hallo</p>"),
    )
    assert (made.title, made.structure.units[0].path) == ("Luisteren", "index.html")
    far = courses.add_course(
        training_id=training.pk, upload=alone(course(unit("een", FAR))), title="Ver"
    )
    assert (far.title, far.file_id) == ("Ver", "")
    for one in (made, made, far):
        courses.remove_course(package=one)
    assert not CoursePackage.objects.exists()


@pytest.mark.django_db
def test_a_training_has_a_limited_number_of_courses(
    training: TrainingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "MOST_COURSES", 1)
    xml = course(unit("een", FAR))
    courses.add_course(training_id=training.pk, upload=alone(xml))
    with pytest.raises(Refusal, match="hoogstens 1 cursussen"):
        courses.add_course(training_id=training.pk, upload=alone(xml))
