{% extends "base.html" %}
{% load i18n components %}
{% block title %}{{ title }}: {{ course.training_title }}{% endblock %}
{% block main %}
  <p class="va-eyebrow" lang="nl">
    <a class="utrecht-link" href="{{ course.training_url }}">{{ course.training_title }}</a>
  </p>
  <h1 class="utrecht-heading-1">{{ title }}</h1>
  <form method="post" class="va-form" novalidate data-once>
    {% csrf_token %}
    {% form_errors form %}
    {% field form.text rows=10 %}
    <div class="va-actions">{% button _("Bewaar") %}</div>
  </form>
{% endblock %}
