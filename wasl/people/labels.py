"""Words for the codes about persons, and for the answers of the vault, which speaks in codes only."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.people.enums import (
    Accuracy,
    AgeBand,
    FamilyRole,
    JoinReason,
    LeaveReason,
    LifeEvent,
    Sex,
    SpouseFate,
)

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    Sex: {
        Sex.FEMALE: _("Female"),
        Sex.MALE: _("Male"),
    },
    AgeBand: {
        AgeBand.B0_4: _("0 to 4 years"),
        AgeBand.B5_11: _("5 to 11 years"),
        AgeBand.B12_17: _("12 to 17 years"),
        AgeBand.B18_24: _("18 to 24 years"),
        AgeBand.B25_59: _("25 to 59 years"),
        AgeBand.B60: _("60 years and over"),
    },
    Accuracy: {
        Accuracy.DAY: _("Exact day"),
        Accuracy.MONTH: _("Month and year"),
        Accuracy.YEAR: _("Year only"),
        Accuracy.ESTIMATED: _("Estimated"),
    },
    FamilyRole: {
        FamilyRole.HEAD: _("Head of the family"),
        FamilyRole.SPOUSE: _("Husband or wife"),
        FamilyRole.CHILD: _("Son or daughter"),
        FamilyRole.PARENT: _("Father or mother"),
        FamilyRole.SIBLING: _("Brother or sister"),
        FamilyRole.GRANDPARENT: _("Grandfather or grandmother"),
        FamilyRole.GRANDCHILD: _("Grandchild"),
        FamilyRole.OTHER: _("Other relative"),
    },
    SpouseFate: {
        SpouseFate.PRESENT: _("Spouse present"),
        SpouseFate.ABSENT: _("Spouse absent"),
        SpouseFate.DECEASED: _("Spouse deceased"),
        SpouseFate.UNKNOWN: _("Not known"),
    },
    JoinReason: {
        JoinReason.ARRIVAL: _("Arrived"),
        JoinReason.BIRTH: _("Born"),
        JoinReason.MARRIAGE: _("Married"),
        JoinReason.REUNION: _("Reunited"),
        JoinReason.SPLIT: _("Own household"),
        JoinReason.CORRECTION: _("Correction"),
    },
    LeaveReason: {
        LeaveReason.DEATH: _("Died"),
        LeaveReason.MARRIAGE: _("Married out"),
        LeaveReason.SPLIT: _("Own household"),
        LeaveReason.REUNION: _("Joined other relatives"),
        LeaveReason.OWN_CHOICE: _("Left by own choice"),
        LeaveReason.CORRECTION: _("Correction"),
    },
    LifeEvent: {
        LifeEvent.BIRTH: _("A child was born"),
        LifeEvent.MARRIAGE: _("Somebody married"),
        LifeEvent.DIVORCE: _("A marriage has ended"),
        LifeEvent.DEATH: _("Somebody died"),
        LifeEvent.LEAVING: _("Somebody no longer belongs to the household"),
        LifeEvent.PARTING: _("The household parts: some go to another file"),
        LifeEvent.OF_AGE: _("Somebody comes of age"),
    },
}
_PLACES: dict[FamilyRole, tuple[str | Promise, str | Promise]] = {
    FamilyRole.HEAD: (pgettext_lazy("f", "Head of the family"), pgettext_lazy("m", "Head of the family")),
    FamilyRole.SPOUSE: (_("Wife"), _("Husband")),
    FamilyRole.CHILD: (_("Daughter"), _("Son")),
    FamilyRole.PARENT: (_("Mother"), _("Father")),
    FamilyRole.SIBLING: (_("Sister"), _("Brother")),
    FamilyRole.GRANDPARENT: (_("Grandmother"), _("Grandfather")),
    FamilyRole.GRANDCHILD: (_("Granddaughter"), _("Grandson")),
    FamilyRole.OTHER: (pgettext_lazy("f", "Other relative"), pgettext_lazy("m", "Other relative")),
}
REASONS: dict[str, str | Promise] = {
    "head_is_child": _("A child heads a file only when she is alone in it."),
    "name_another_head_first": _("Name another head of the family first."),
    "nobody_stays": _("If everybody goes, the family's own file goes with them. Nothing has to be parted."),
    "no_head_there": _(
        "Choose who heads the new household: one of those who go, and an adult where one goes."
    ),
    "not_of_age_yet": _(
        "This day has not come yet: until then a guardian answers, and the child's own word is heard."
    ),
    "birth_unknown": _("Write down the birth date first, as well as it is known."),
    "went_already": _("Somebody else moved this person meanwhile."),
    "before_the_coming": _("This is before the day on which the person came."),
    "heir_not_staying": _("Whoever heads the family must be one of those who stay."),
    "child_is_not_married": _(
        "Somebody under 18 is not written down as married. Speak with the child-protection worker, and with the child "
        "alone."
    ),
    "two_people_needed": _("Choose two different people."),
    "name_missing": _("Write at least the person's own name."),
    "date_in_future": _("This day has not come yet."),
    # the vault's
    "beyond_not_allowed": _("Your role does not search beyond its own files."),
    "does_not_open": _("This cannot be opened with the keys of this instance."),
    "envelope_unknown": _("What this would replace is not there."),
    "erase_not_allowed": _("Your role does not erase details."),
    "key_file_missing": _("The key file is missing: names stay sealed."),
    "key_file_readable_by_others": _("Other users of this machine can read the key file: names stay sealed."),
    "key_wrong": _("This key does not belong to this instance."),
    "keyring_exists": _("This instance has its keys already; they are never overwritten."),
    "keyring_missing": _("This instance has no keys yet."),
    "looks_day": _("You have opened many people outside your own work today."),
    "looks_hour": _("You have opened many people outside your own work this hour."),
    "no_session": _("You are not signed in."),
    "not_a_code": _("Only one of the lines in the list can be chosen."),
    "not_reached": _("This file is not within your work."),
    "passphrase_needed": _("The vault opens with its passphrase."),
    "passphrase_wrong": _("The passphrase is not right."),
    "purpose_needed": _("Names are opened for a stated purpose only."),
    "subject_erased": _("The details of this person were erased and cannot be written again."),
    "subject_unknown": _("This person is not known here."),
    "too_long": _("This text is too long. Write it in fewer words."),
    "too_many": _("This is too much at once. Do it in smaller parts."),
    "two_name_parts_needed": _("Write at least two parts of the name."),
}


def place(role: FamilyRole, sex: str) -> str | Promise:
    """How somebody stands to the head of the family, in the word for a woman or for a man."""
    return _PLACES[role][sex != Sex.FEMALE]


def word(member: StrEnum) -> str | Promise:
    """The words for one code. Codes of different lists may be spelt alike, so each list has its own."""
    return WORDS[type(member)][member]
