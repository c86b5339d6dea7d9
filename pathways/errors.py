"""Why a change to a plan was refused. Views turn each into an answer; nothing was written."""


class Refused(Exception):
    """Something was not written; the message is a sentence for the person."""


class StaleVersion(Refused):
    """The plan has changed since the page was made (409)."""

    def __init__(self) -> None:
        super().__init__("This plan has changed since you opened it.")


class KeyReused(Refused):
    """The key of an earlier request came back with other content (409)."""

    def __init__(self) -> None:
        super().__init__("This form was sent before with other content. Open it again.")


class LimitReached(Refused):
    """A quota is used up (422); the message names it."""


class NothingToUndo(Refused):
    """There is no earlier (or later) state to go to (409)."""
