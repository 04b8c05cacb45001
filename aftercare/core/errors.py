"""What an action refuses, in words that a person can act on."""


class Refused(Exception):
    """An action is not possible now. The message is translated and shown to the person as it stands."""


class TransitionRefused(Refused):
    """The object is not in a state from which this step can be taken."""


class Stale(Refused):
    """Somebody else saved this since the person opened it. Show both versions; nothing typed is lost."""
