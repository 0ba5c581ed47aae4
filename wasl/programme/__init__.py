"""Ground floor, pure: reads programme folders into frozen data and finds all their faults at once.

`load(path)` gives a `Programme` or raises `ProgrammeFaulty` with every fault; `check(path)` gives the list of
findings. Words that belong to the rooms above (actions, facts, closed lists) are handed in as a `Vocabulary`.
"""

from wasl.programme.findings import Finding, ProgrammeFaulty
from wasl.programme.folder import check, digest, load
from wasl.programme.programme import Programme
from wasl.programme.vocabulary import STANDARD, Vocabulary

__all__ = ["STANDARD", "Finding", "Programme", "ProgrammeFaulty", "Vocabulary", "check", "digest", "load"]
