{% load i18n %}
<!DOCTYPE html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <title>{% blocktranslate with training=data.training name=data.name %}Certificaat {{ training }} – {{ name }}{% endblocktranslate %}</title>
  </head>
  <body>
    <h1>{% translate "Certificaat" %}</h1>
    <p class="name">{{ data.name }}</p>
    <p>{% translate "rondde deze training af:" %}</p>
    <h2>{{ data.training }}</h2>
    <p>{{ ctx.days }}, {{ ctx.hours }}</p>
    {% if data.place %}<p>{{ data.place }}</p>{% endif %}
    {% if data.partner %}
      <p>{% blocktranslate with partner=data.partner %}Aangeboden door {{ partner }}{% endblocktranslate %}</p>
    {% endif %}
    <p>{% blocktranslate with day=ctx.issued_on %}Uitgegeven op {{ day }}{% endblocktranslate %}</p>
    <div class="check">
      {{ ctx.qr }}
      <p>
        {% blocktranslate with code=data.code %}Code: {{ code }}{% endblocktranslate %}
        <br>
        {% translate "Is dit certificaat echt? Kijk op:" %}
        <br>
        <a href="{{ data.check_url }}">{{ data.check_url }}</a>
      </p>
    </div>
  </body>
</html>
