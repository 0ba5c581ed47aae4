"""A person's name as it was opened: four parts and laqab, kunya, the name she wishes to be called by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wasl.kernel.names_writing import in_latin
from wasl.people.enums import Accuracy

PARTS = ("given", "father", "grandfather", "great")


@dataclass(frozen=True)
class NameCard:
    """What `identity:name` holds. Every part may be empty but the given name."""

    given: str
    father: str = ""
    grandfather: str = ""
    great: str = ""
    laqab: str = ""
    kunya: str = ""
    used: str = ""
    mother: tuple[str, ...] = ()
    ckb: Mapping[str, str] | None = None
    latin: str = ""
    birth: date | None = None
    accuracy: Accuracy = Accuracy.DAY
    #: names that were corrected, each with the day until which it still finds her
    former: tuple[Mapping[str, Any], ...] = ()

    @property
    def full(self) -> str:
        """Own name, father's, grandfather's, laqab: the order of Iraqi papers."""
        return " ".join(part for part in (*(getattr(self, p) for p in PARTS), self.laqab) if part)

    @property
    def three(self) -> str:
        """The three parts by which people know one another on paper."""
        return " ".join(part for part in (self.given, self.father, self.grandfather) if part)

    @property
    def called(self) -> str:
        """The name she uses with us; else her kunya; else her three parts."""
        return self.used or self.kunya or self.three

    @property
    def in_latin(self) -> str:
        """The Latin form that was written, else a proposal from the parts."""
        parts = [in_latin(getattr(self, part)) for part in PARTS] + [in_latin(self.laqab, laqab=True)]
        return self.latin or " ".join(part for part in parts if part)

    @property
    def in_kurdish(self) -> str:
        """The Kurdish form of the three parts, where one was written."""
        return " ".join(self.ckb[part] for part in PARTS[:3] if self.ckb.get(part)) if self.ckb else ""

    def document(self) -> dict[str, Any]:
        """The document that is sealed."""
        return ({"former": [dict(one) for one in self.former]} if self.former else {}) | {
            "given": self.given,
            "father": self.father,
            "grandfather": self.grandfather,
            "great": self.great,
            "laqab": self.laqab,
            "kunya": self.kunya,
            "used": self.used,
            "mother": list(self.mother),
            "ckb": dict(self.ckb) if self.ckb else None,
            "latin": self.latin,
            "birth": {"date": self.birth.isoformat() if self.birth else None, "accuracy": str(self.accuracy)},
        }


def from_document(document: Mapping[str, Any]) -> NameCard:
    """The name that a sealed document holds."""
    birth = document.get("birth") or {}
    text = birth.get("date")
    return NameCard(
        given=document.get("given") or "",
        father=document.get("father") or "",
        grandfather=document.get("grandfather") or "",
        great=document.get("great") or "",
        laqab=document.get("laqab") or "",
        kunya=document.get("kunya") or "",
        used=document.get("used") or "",
        mother=tuple(document.get("mother") or ()),
        ckb=document.get("ckb"),
        latin=document.get("latin") or "",
        birth=date.fromisoformat(text) if text else None,
        accuracy=Accuracy(birth.get("accuracy") or "day"),
        former=tuple(document.get("former") or ()),
    )
