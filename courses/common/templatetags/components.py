"""All components in one library; they are made in courses/common/components/."""

from django import template

from courses.common.components import elements, forms, keeping, navigation, telephone

register = template.Library()
for part in (elements, navigation, forms, keeping, telephone):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
