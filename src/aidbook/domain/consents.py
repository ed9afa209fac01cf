"""Consents: what a member agreed to, purpose by purpose, when, before whom, and until when."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, YesNo, derived_id, record, ref
from aidbook.i18n import N_, _

SHARE, REMINDERS, PHOTO = "share", "reminders", "photo"

PURPOSES: dict[str, str] = {
    SHARE: N_("May other sites know them?"),
    REMINDERS: N_("May we remind them of a day?"),
    PHOTO: N_("May a photo of them be shown?"),
}
"""{purpose: what is asked}; a group may have purposes of its own, in its own words."""

PURPOSE_REASONS: dict[str, str] = {
    SHARE: N_("Only who agreed is carried to another site on the USB stick."),
    REMINDERS: N_("Only who agreed is called or written to before a distribution."),
    PHOTO: N_("Only who agreed is shown, on the wall or elsewhere."),
}


@record("consent", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """What a member answered to a purpose: `given` is yes, no, PREFERS_NOT, which is no yes, or None for not asked. Its id is `consent_id`.

    `on` is when (ISO date), `until` the last day it holds or None, `witness` who heard it, in words.
    """

    id: Id
    member: Id = ref("member")
    purpose: str
    given: YesNo | None = None
    on: str | None = None
    until: str | None = None
    witness: str | None = None


def consent_id(member: Id, purpose: str) -> Id:
    """Return the id of a member's consent for a purpose, the same at every site."""
    return derived_id("consent", member, purpose)


def stands(consent: Consent, day: str) -> bool:
    """Tell whether a consent was given and holds on an ISO date."""
    return consent.given is True and (consent.until is None or consent.until >= day)


def purpose_words(purpose: str) -> str:
    """Return what is asked for a purpose."""
    return _(PURPOSES[purpose]) if purpose in PURPOSES else purpose
