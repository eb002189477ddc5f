"""What can be wrong with a backup."""


class ArchiveError(Exception):
    """A backup cannot be made or put back; the text says why, to the operator."""
