<section class="va-stack" lang="nl">
  <h3 class="utrecht-heading-3">{{ value.title }}</h3>
  <ol class="va-steps">
    {% for step in value.steps %}
      <li>
        <p class="utrecht-paragraph">{{ step }}</p>
      </li>
    {% endfor %}
  </ol>
</section>
