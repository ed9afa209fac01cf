"""Errors that a person can read: what happened, and what to do now."""


class UserError(Exception):
    """A situation a person can mend. `what` says what happened, `remedy` what to do now; nothing was written."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class NeedsReason(UserError):  # noqa: N818 - errors name the situation, not their class
    """A rule of the group would be stretched: the action is let through when a reason is given."""


class NeedsDecision(UserError):  # noqa: N818 - errors name the situation
    """Two readings are possible and a person must choose; `choices` names them."""

    def __init__(self, what: str, remedy: str = "", choices: tuple[str, ...] = ()) -> None:
        super().__init__(what, remedy)
        self.choices = choices
