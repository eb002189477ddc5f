    def ready(self) -> None:
        from courses.people.services import provide_merge_rule

        # The note of the account that stays counts.
        provide_merge_rule(
            relation="$slug.Note.person",
            settle=lambda own, other: other.delete(),
        )
