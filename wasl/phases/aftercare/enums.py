"""Closed lists of life at home."""

from enum import StrEnum


class ReturnedBecause(StrEnum):
    """Why a closing that was proposed or signed does not stand."""

    NOT_YET = "not_yet"
    FAMILY_ASKED = "family_asked"
    NEW_NEED = "new_need"
    ERROR = "error"
    CAME_BACK = "came_back"


#: why a file that was closed is opened again; the others say why a closing that was proposed was not signed
REOPENED_BECAUSE = (ReturnedBecause.FAMILY_ASKED, ReturnedBecause.NEW_NEED, ReturnedBecause.ERROR)
