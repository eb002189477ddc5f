"""Where figures stand, for pages of staff."""

from django import template

from courses.evaluation.figure_links import figures_of

register = template.Library()

register.filter("figures_address", figures_of)
