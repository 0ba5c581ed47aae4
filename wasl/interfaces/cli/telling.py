"""A no of the rooms, told at a terminal: the same sentence as on a page, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from wasl.interfaces.web.refusals import remedy_for, words_for
from wasl.kernel.errors import Invalid, LimitReached, NotFound, Refused, VaultDown, VaultSealed
from wasl.runtime.faults import Fault


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn what the rooms raise on purpose into a fault that the command prints."""
    try:
        yield
    except (Refused, Invalid, LimitReached) as error:
        raise Fault(str(words_for(error.code)), str(remedy_for(error.code))) from error
    except NotFound as error:
        raise Fault("There is nothing of this name here.") from error
    except VaultSealed as error:
        raise Fault("The vault is sealed.", "Open it with `wasl unseal`.") from error
    except VaultDown as error:
        raise Fault("The vault does not answer.", "See `wasl doctor`.") from error
