"""What was done with what people said: written by staff, heard by everybody who was invited."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal
from courses.evaluation.enums import FormStatus, Occasion, ReactionStatus
from courses.evaluation.models import (
    MOST_CHARACTERS,
    EvaluationForm,
    FormTemplate,
    Participation,
    Reaction,
)
from courses.evaluation.queries import reactions as queries
from courses.evaluation.queries.thanks import what_we_did
from courses.evaluation.services.reactions import (
    publish_reaction,
    save_reaction,
    withdraw_reaction,
)
from courses.notices import writing
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.notices.queries import who_gets_what
from courses.notices.scripts import script_of
from courses.people.enums import ContactWay, Role
from courses.people.services import erase_person
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

MARKS = {"overall": Told([7, 8, 8, 9, 9])}
HEARD, DONE = "Jullie wilden meer oefenen.", "We oefenen nu twee keer."


def closed(
    people: list[User] | None = None, *, days_ago: int = 30, told: Any = MARKS, **fields: Any
) -> EvaluationForm:
    """A closed form about an edition (or what `fields` say) that these people were invited to."""
    ended = clock.now() - timedelta(days=days_ago + 21)
    if "occasion" not in fields or fields["occasion"] != Occasion.SURVEY:
        training = fields.pop("training", None) or TrainingFactory.create(title="Luisteren")
        fields["edition"] = past_edition(training, ends_at=ended)
    else:
        fields["edition"] = None
    invited = people or []
    form = kept_form(
        fields.pop("edition"),
        told,
        invited=max(6, len(invited)),
        opened_at=ended,
        closes_at=ended + timedelta(days=21),
        **fields,
    )
    Participation.objects.bulk_create(
        Participation(form=form, person=one, answered=place < 5)
        for place, one in enumerate(invited)
    )
    return form


def written(form: EvaluationForm, **fields: Any) -> Reaction:
    values = {"heard": HEARD, "done": DONE, "is_shared": True, "actor": None, **fields}
    return save_reaction(form=form, **values)


def published(form: EvaluationForm, **fields: Any) -> Reaction:
    reaction = written(form, **fields)
    publish_reaction(reaction=reaction, actor=None)
    reaction.refresh_from_db()
    return reaction


@pytest.mark.both_databases
def test_everybody_who_was_invited_hears_it_once_in_the_own_way() -> None:
    people: list[User] = [*PersonFactory.create_batch(4), PersonFactory.create(language="en")]
    by_letter = PersonFactory.create(
        email=None, street="Straat 1", postcode="3511 AB", city="Utrecht", preferred_way="letter"
    )
    by_telephone = PersonFactory.create(email=None, telephone="0302361745")
    gone, erased = PersonFactory.create(is_active=False), PersonFactory.create()
    form = closed([*people, by_letter, by_telephone, gone, erased])
    erase_person(person=erased, actor=None)
    reaction = written(form)

    # Whoever answered or not: five did, and nobody can see from this who.
    reach = who_gets_what(queries.people_to_tell(form))
    assert (len(reach.mail), reach.letter, reach.telephone) == (5, [by_letter], [by_telephone])
    assert publish_reaction(reaction=reaction, actor=None) == 7
    assert publish_reaction(reaction=reaction, actor=None) == 0
    assert list(queries.people_to_tell(form)) == []

    notices = {one.person_id: one for one in Notice.objects.all()}
    assert len(notices) == 7
    letter = writing.write(notices[by_letter.pk], way=ContactWay.LETTER)
    assert letter is not None
    assert (HEARD in letter.letter.body, DONE in letter.letter.body) == (True, True)
    script = script_of(notices[by_telephone.pk])
    assert script is not None
    assert f"Dit deden we ermee: {DONE}" in script.say

    # Withdrawn: who did not hear of it yet never does. Published anew: only those hear it.
    Notice.objects.filter(person__in=people).update(state=NoticeState.SENT, settled_at=clock.now())
    withdraw_reaction(reaction=reaction, actor=None)
    assert writing.write(notices[by_letter.pk], way=ContactWay.LETTER) is None
    Notice.objects.exclude(person__in=people).update(
        state=NoticeState.DROPPED, settled_at=clock.now()
    )
    with clock.at(clock.now() + timedelta(hours=1)):
        assert publish_reaction(reaction=reaction, actor=None) == 2
    assert Notice.objects.count() == 9


@pytest.mark.both_databases
def test_what_is_wrong_is_said_at_the_field_and_nothing_changes() -> None:
    open_one = closed(status=FormStatus.OPEN)
    form = closed()
    with pytest.raises(Refusal, match="nog open"):
        written(open_one)
    with pytest.raises(Refusal, match="ten hoogste") as too_long:
        written(form, done="a" * (MOST_CHARACTERS + 1))
    assert too_long.value.field == "done"
    assert Reaction.objects.count() == 0

    draft = written(form, heard=" ", done="Regel  \r\n\r\nNog een\r\n")
    assert (draft.heard, draft.done) == ("", "Regel\n\nNog een")
    with pytest.raises(Refusal) as empty:
        publish_reaction(reaction=draft, actor=None)
    assert empty.value.field == "heard"
    with pytest.raises(Refusal, match="niet gepubliceerd"):
        withdraw_reaction(reaction=draft, actor=None)
    # Nobody is called about years ago; it can be read all the same.
    assert published(closed([PersonFactory.create()], days_ago=400)).is_published
    assert Notice.objects.count() == 0
    Reaction.objects.exclude(pk=draft.pk).delete()
    published(form)
    with pytest.raises(Refusal) as emptied:
        written(form, done="")
    assert emptied.value.field == "done"
    assert Reaction.objects.get().done == DONE


def test_two_who_write_at_once_undo_nobodys_work_and_history_has_all_words() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    form = closed()
    seen = FormSnapshot.submitted({"snapshot": token(queries.facts(Reaction(form=form)))})
    reaction = written(form, actor=coordinator)
    with pytest.raises(Conflict):
        written(form, done="Iets anders.", snapshot=seen)
    with pytest.raises(Conflict):
        publish_reaction(reaction=reaction, actor=coordinator, snapshot=seen)
    written(form, actor=coordinator)  # The same words are no new version.
    publish_reaction(reaction=reaction, actor=coordinator)
    written(form, done="We oefenen nu drie keer.", actor=coordinator)
    reaction.refresh_from_db()
    assert reaction.is_published
    withdraw_reaction(reaction=reaction, actor=coordinator)

    history = [
        (one.action.rpartition("_")[2], one.data["done"]) for one in queries.history_of(reaction)
    ]
    assert history == [
        ("withdrawn", "We oefenen nu drie keer."),
        ("saved", "We oefenen nu drie keer."),
        ("published", DONE),
        ("saved", DONE),
    ]
    assert {one.user for one in queries.history_of(reaction)} == {coordinator}


@pytest.mark.both_databases
def test_others_read_what_was_done_before_with_what_was_said_of_the_same() -> None:
    training = TrainingFactory.create()
    earlier, newer = closed(training=training, days_ago=90), closed(training=training)
    secret, own = closed(training=training, days_ago=5), closed(training=training, days_ago=1)
    first, second = (
        closed(occasion=Occasion.SURVEY, title="A"),
        closed(occasion=Occasion.SURVEY, title="B"),
    )
    with clock.at(clock.now() - timedelta(hours=2)):
        published(earlier, done="Eerst dit.")
        published(closed(), done="Over iets anders.")
    with clock.at(clock.now() - timedelta(hours=1)):
        reaction = published(newer)
    published(secret, is_shared=False)
    written(own)

    assert what_we_did(own) == reaction
    assert what_we_did(newer) == Reaction.objects.get(form=earlier)
    assert queries.reaction_for_visitors(training.pk) == reaction
    withdraw_reaction(reaction=reaction, actor=None)
    assert queries.reaction_for_visitors(training.pk) == Reaction.objects.get(form=earlier)

    published(first)
    assert what_we_did(second) is None  # Made of no form, so nothing says that it is the same.
    made_from = FormTemplate.objects.first()
    EvaluationForm.objects.filter(pk__in=[first.pk, second.pk]).update(template=made_from)
    second.refresh_from_db()
    assert what_we_did(second) == Reaction.objects.get(form=first)


@pytest.mark.both_databases
def test_a_reaction_is_due_sixty_days_after_closing_where_there_is_something_to_tell() -> None:
    due = closed(days_ago=61)
    due_survey = closed(days_ago=62, occasion=Occasion.SURVEY, title="Leden")
    withdrawn, draft = closed(days_ago=70), closed(days_ago=71)
    closed(days_ago=59)
    closed(days_ago=400)
    closed(days_ago=80, told={"overall": Told([7, 8])})
    closed(days_ago=81, occasion=Occasion.TEN_WEEKS)
    published(closed(days_ago=82))
    withdraw_reaction(reaction=published(withdrawn), actor=None)
    written(draft)

    assert list(queries.without_reaction(now=clock.now())) == [due, due_survey, withdrawn, draft]
    assert {one.status for one in Reaction.objects.all()} == set(ReactionStatus)
