"""What the rules of a training answer, and its conditions in words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from courses.catalogue.queries import trainings_by_plugin
from courses.common.public_version import memory
from courses.common.text import plain_text
from courses.editions.house_rules import partner_rule
from courses.plugin_api.contributions.enrolment import (
    Allow,
    Condition,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    Link,
    Waitlist,
)
from courses.plugin_host import asking
from courses.plugin_host.asking import Activations, Providers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.editions.models import Edition
    from courses.people.models import User
    from courses.plugin_api.contributions.base import Json

RuleAnswer = Allow | Deny | Waitlist


Rules = Providers[EnrolmentRule]


CANNOT_TELL = Deny(
    _("Inschrijven voor deze training lukt nu niet. Probeer het later opnieuw, of bel ons.")
)
"""What somebody reads when a rule cannot answer."""


def rules_of(training_id: int, activations: Activations | None = None) -> Rules:
    """The rules that are on in a training, each with its settings there."""
    return asking.here(EnrolmentRule, training_id, activations)


def ask_rules(
    *,
    person_id: int,
    edition: Edition,
    by_staff: bool = False,
    rules: Rules | None = None,
    person: User | None = None,
) -> RuleAnswer:
    """Whether the rules of the edition and its training let this person have a seat now.

    One that denies is enough; else one that wants the waiting list; else all allow. A rule that
    cannot answer denies with `CANNOT_TELL`, unless another gives a reason to deny: a seat that was
    given by mistake cannot be taken back. `rules` and `person` save finding them for each person.
    """
    own = partner_rule(person_id=person_id, edition=edition, by_staff=by_staff, person=person)
    if isinstance(own, Deny):
        return own
    asked = rules_of(edition.training_id) if rules is None else rules
    if asked.silent:
        return CANNOT_TELL
    answers: list[RuleAnswer] = []
    for rule in asked:
        request = EnrolmentRequest(
            person_id=person_id,
            edition_id=edition.pk,
            training_id=edition.training_id,
            by_staff=by_staff,
            settings=rule.settings,
        )
        answers.append(rule.ask(partial(_rule_answer, request), default=CANNOT_TELL))
    denials = (one for one in answers if isinstance(one, Deny))
    waitlists = (one for one in answers if isinstance(one, Waitlist))
    by_weight: list[RuleAnswer] = [*sorted(denials, key=lambda one: one is CANNOT_TELL), *waitlists]
    return by_weight[0] if by_weight else Allow()


def what_staff_deviate_from(person: User, edition: Edition, rules: Rules | None = None) -> str:
    """What a rule would say to this person, where it lets staff give a seat all the same; empty
    where they do what the person could do too, or where staff are refused as well."""
    rules = rules_of(edition.training_id) if rules is None else rules
    own, of_staff = (
        ask_rules(
            person_id=person.pk, edition=edition, by_staff=by_staff, rules=rules, person=person
        )
        for by_staff in (False, True)
    )
    if isinstance(own, Allow) or isinstance(of_staff, type(own)):
        return ""
    return str(own.reason)


def _rule_answer(request: EnrolmentRequest, rule: EnrolmentRule) -> RuleAnswer:
    answer = rule.check(request)
    if isinstance(answer, Allow):
        return answer
    if isinstance(answer, Deny):
        return replace(answer, reason=_words(answer.reason), links=_links(answer.links))
    if isinstance(answer, Waitlist):
        return replace(answer, reason=_words(answer.reason))
    raise TypeError(f"check() gave {type(answer).__name__}")


def conditions_of(training_id: int, rules: Rules | None = None) -> list[Condition]:
    """What the rules of a training ask of everybody, for who has not said yet who it is.

    A rule that cannot say it is left out: it is asked anyway when somebody enrols. `rules` saves
    finding them.
    """
    found: list[Condition] = []
    for rule in rules_of(training_id) if rules is None else rules:
        found += rule.ask(partial(_conditions, training_id, rule.settings), default=())
    return found


def conditions_by_training() -> Mapping[int, list[Condition]]:
    """What `conditions_of` gives for each training in which a plugin asks something; in a list of
    many editions nothing is asked for each. Kept, so change nothing in it."""

    def ask() -> dict[int, list[Condition]]:
        on = trainings_by_plugin()
        asking_plugins = {one.plugin.slug for one in asking.everywhere(EnrolmentRule)}
        trainings = {one for slug in asking_plugins for one in on.get(slug, ())}
        found = {one: conditions_of(one) for one in trainings}
        return {training: conditions for training, conditions in found.items() if conditions}

    return memory.get("conditions by training", ask)


def _conditions(
    training_id: int, settings: Mapping[str, Json], rule: EnrolmentRule
) -> list[Condition]:
    return [
        replace(one, sentence=_words(one.sentence), links=_links(one.links))
        for one in rule.conditions(training_id, settings)
    ]


def _words(text: object) -> str:
    words = plain_text(text)
    if not words.strip():
        raise ValueError("a rule without words")
    return words


def _links(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links of a rule, each to a page of this site.

    Raises:
        ValueError: one leads elsewhere.
    """
    made = tuple(replace(one, label=_words(one.label), url=plain_text(one.url)) for one in links)
    for one in made:
        if not (
            one.url.startswith("/") and url_has_allowed_host_and_scheme(one.url, allowed_hosts=None)
        ):
            raise ValueError(f"a link to another site: {one.url}")
    return made
