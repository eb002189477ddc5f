    most_at_once = forms.IntegerField(
        label=_("Voor hoeveel trainingen tegelijk mag iemand ingeschreven zijn?"),
        min_value=1,
        max_value=20,
        initial=3,
        help_text=_("Een coördinator kan iemand ook daarboven inschrijven."),
    )
