"""What is learned while a programme folder is read: faults, names declared, names used, words, words to review.

Names are matched up when everything has been read, so that the order of files does not matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wasl.kernel.text import LocalizedText
from wasl.programme.findings import Finding


@dataclass(frozen=True, slots=True)
class Reference:
    """Somewhere a name is used that must be declared elsewhere in the folder or in the vocabulary."""

    kind: str
    code: str
    file: str
    place: str


@dataclass
class Notes:
    """Everything learned while reading one folder."""

    findings: list[Finding] = field(default_factory=list)
    declared: dict[str, dict[str, str]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    texts: list[tuple[str, str, LocalizedText]] = field(default_factory=list)
    to_review: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, file: str, place: str, code: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(file, place, code, message, remedy))

    def warn(self, file: str, place: str, code: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(file, place, code, message, remedy, "warning"))

    def declare(self, kind: str, code: str, file: str, place: str) -> None:
        """Remember that this name exists; the second of the same kind is a fault."""
        names = self.declared.setdefault(kind, {})
        if code in names:
            self.fault(
                file,
                place,
                "code_twice",
                f"the {kind} {code!r} stands twice, first at {names[code]}.",
                "Rename one of them.",
            )
            return
        names[code] = f"{file}: {place}"

    def keep_to(self, closed: Mapping[str, frozenset[str]]) -> None:
        """Names of these kinds must be those of the rooms above: a page could not store another."""
        for kind, allowed in closed.items():
            for code, where in self.declared.get(kind, {}).items():
                if code not in allowed:
                    file, place = where.split(": ", 1)
                    self.fault(
                        file,
                        place,
                        "code_not_stored",
                        f"the {kind} {code!r} cannot be stored.",
                        f"Use one of: {', '.join(sorted(allowed))}.",
                    )

    def match_references(self) -> None:
        """Every name used must be declared; says which names there are when it is not."""
        for use in self.references:
            names = self.declared.get(use.kind, {})
            if use.code not in names:
                self.fault(
                    use.file,
                    use.place,
                    f"{use.kind}_unknown",
                    f"there is no {use.kind} {use.code!r}.",
                    f"Use one of: {', '.join(sorted(names)) or 'none is declared'}.",
                )
