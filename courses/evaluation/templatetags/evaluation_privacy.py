"""What is promised about evaluations, with the numbers that the code keeps to."""

from django import template

from courses.evaluation.enums import ENOUGH

register = template.Library()


@register.simple_tag
def enough_answers() -> int:
    """How many people must have answered before anybody sees figures."""
    return ENOUGH
