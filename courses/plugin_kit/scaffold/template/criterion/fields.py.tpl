    exercises_needed = forms.IntegerField(
        label=_("Hoeveel opdrachten moet iemand doen?"),
        min_value=0,
        max_value=100,
        initial=1,
        help_text=_("Zet minstens zoveel opdrachten in de lessen. Bij 0 is er niets nodig."),
    )
