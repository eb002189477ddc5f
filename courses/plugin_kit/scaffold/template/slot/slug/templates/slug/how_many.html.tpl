{% load i18n components %}
<p class="utrecht-paragraph">
  {% icon "people" %}
  {% blocktranslate count n=number %}{{ n }} persoon deed deze training al.{% plural %}{{ n }} mensen deden deze training al.{% endblocktranslate %}
</p>
