{% load i18n %}
<ul>
  {% for title, number in waiting %}
    <li>
      <span lang="nl">{{ title }}</span>:
      {% blocktranslate count n=number %}{{ n }} persoon{% plural %}{{ n }} personen{% endblocktranslate %}
    </li>
  {% endfor %}
</ul>
