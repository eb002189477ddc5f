{% load i18n components %}
<h3 class="va-exercise__title">{% icon "question" %} {% translate "Waar of niet waar?" %}</h3>
<fieldset class="va-fieldset">
  <legend class="va-exercise__question" lang="nl">{{ config.statement }}</legend>
  <ul class="va-options">
    <li>
      <label class="va-option">
        <input type="radio"
               name="{{ field_prefix }}-choice"
               value="yes"
               {% if answer.choice == "yes" %}checked{% endif %}>
        <span class="va-option__text">{% translate "Dit is waar" %}</span>
      </label>
    </li>
    <li>
      <label class="va-option">
        <input type="radio"
               name="{{ field_prefix }}-choice"
               value="no"
               {% if answer.choice == "no" %}checked{% endif %}>
        <span class="va-option__text">{% translate "Dit is niet waar" %}</span>
      </label>
    </li>
  </ul>
</fieldset>
{% if score %}
  <div class="va-feedback va-feedback--{% if score.points %}ok{% else %}almost{% endif %}" role="status">
    <p class="utrecht-paragraph">
      {% if score.points %}
        {% icon "check" %} {% translate "Goed gezien!" %}
      {% else %}
        {% icon "info" %} {% translate "Het is net andersom." %}
      {% endif %}
      <span lang="nl">{{ config.explanation }}</span>
    </p>
  </div>
{% endif %}
