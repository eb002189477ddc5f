{% extends "base.html" %}
{% load i18n components %}
{% block title %}{{ title }}: {{ course.training_title }}{% endblock %}
{% block main %}
  <p class="va-eyebrow" lang="nl">
    <a class="utrecht-link" href="{{ course.training_url }}">{{ course.training_title }}</a>
  </p>
  <h1 class="utrecht-heading-1">{{ title }}</h1>
  <ul class="va-stack">
    {% for file in files %}
      <li>
        {% icon "download" %}
        <a class="utrecht-link" href="{{ file.url }}" lang="nl">{{ file.name }}</a>
        <span class="va-muted">({{ file.size|filesizeformat }})</span>
      </li>
    {% empty %}
      <li>{% translate "Er zijn nog geen hand-outs." %}</li>
    {% endfor %}
  </ul>
  {% if course.is_staff %}
    <form method="post" enctype="multipart/form-data" class="va-form" novalidate data-once>
      {% csrf_token %}
      {% form_errors form %}
      {% field form.file %}
      <div class="va-actions">{% button _("Zet erbij") %}</div>
    </form>
  {% endif %}
{% endblock %}
