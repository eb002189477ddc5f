"""Its app config cannot be imported."""

raise RuntimeError("broken at import")
