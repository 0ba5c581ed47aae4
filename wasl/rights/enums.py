"""The closed lists of rights."""

from enum import StrEnum


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    LOOKED_INTO = "looked_into"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


class Topic(StrEnum):
    """What a complaint is about, as little as sorting needs."""

    TREATMENT = "treatment"
    SERVICE = "service"
    DELAY = "delay"
    PLACE = "place"
    DATA = "data"
    FAVOUR = "favour"
    HARM = "harm"
    THANKS = "thanks"
    OTHER = "other"


class Via(StrEnum):
    """How a complaint came."""

    DESK = "desk"
    PAPER = "paper"
    PHONE = "phone"
    STAFF = "staff"


class Voice(StrEnum):
    """Who speaks; never who it is."""

    PARTICIPANT = "participant"
    STAFF = "staff"
    OTHER = "other"
    NOBODY = "nobody"


class Wish(StrEnum):
    """How whoever complained wishes to be answered."""

    SLIP = "slip"
    ALONE = "alone"
    PHONE = "phone"


class Outcome(StrEnum):
    """What came of a complaint."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    EXPLAINED = "explained"


class Told(StrEnum):
    """How the person was told."""

    AT_DESK = "at_desk"
    ALONE = "alone"
    PHONE = "phone"
    NOBODY_CAME = "nobody_came"


class AskedHow(StrEnum):
    """How somebody outside asked a member of staff for names."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"


class AskedFor(StrEnum):
    """What was wanted."""

    ONE_PERSON = "one_person"
    FAMILY = "family"
    LIST = "list"
    FROM_A_PLACE = "from_a_place"
    WHEREABOUTS = "whereabouts"
    CONTENT = "content"
    OTHER = "other"


class RequestState(StrEnum):
    """Where a person's request about her own data stands."""

    RECEIVED = "received"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class RequestVia(StrEnum):
    """How a person asked."""

    DESK = "desk"
    PHONE = "phone"
    RELATIVE = "relative"


class IdentityFact(StrEnum):
    """What somebody knows who is who she says she is; no document that she may not have."""

    BIRTH_YEAR = "birth_year"
    MOTHER = "mother"
    CHILDREN = "children"
    PHONE = "phone"
    PLACE = "place"
    ARRIVAL = "arrival"
    KNOWN = "known"


class CorrectionState(StrEnum):
    """Where a correction stands that a person asked for."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class About(StrEnum):
    """What a correction is about."""

    PERSON = "person"
    NOTE = "note"
    NEED = "need"
    ANSWER = "answer"


class NamePart(StrEnum):
    """What of who somebody is can be corrected."""

    GIVEN = "given"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    GREAT = "great"
    LAQAB = "laqab"
    KUNYA = "kunya"
    USED = "used"
    MOTHER = "mother"
    BIRTH = "birth"
