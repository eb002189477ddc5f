{% extends "base.html" %}
{% load i18n components %}
{% block title %}{{ title }}: {{ course.training_title }}{% endblock %}
{% block main %}
  <p class="va-eyebrow" lang="nl">
    <a class="utrecht-link" href="{{ course.training_url }}">{{ course.training_title }}</a>
  </p>
  <h1 class="utrecht-heading-1">{{ title }}</h1>
  <ol class="va-stack va-prose">
    {% for lesson in lessons %}
      <li>
        <h2 class="utrecht-heading-3" lang="nl">
          <a class="utrecht-link" href="{{ course.training_url }}lessen/{{ lesson.slug }}/">{{ lesson.title }}</a>
        </h2>
        <p class="utrecht-paragraph" lang="nl">{{ lesson.summary }}</p>
        <p class="va-small va-muted">
          {% blocktranslate count n=lesson.minutes %}{{ n }} minuut{% plural %}{{ n }} minuten{% endblocktranslate %}
        </p>
      </li>
    {% empty %}
      <li>{% translate "Er zijn nog geen lessen." %}</li>
    {% endfor %}
  </ol>
{% endblock %}
