"""Figures in templates."""

from django import template

from courses.reports import drawings

register = template.Library()

register.filter("interval", drawings.between)
register.filter("signed", drawings.signed)
