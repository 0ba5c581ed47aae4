"""What the checker says to the person who edits a programme folder: where, what, and how to put it right."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from wasl.kernel.errors import WaslError

Severity = Literal["fault", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. A fault keeps the programme from loading, a warning asks for a second look."""

    file: str
    place: str
    code: str
    message: str
    remedy: str
    severity: Severity = "fault"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.message} {self.remedy}"


class ProgrammeFaulty(WaslError):
    """The folder cannot be used as it stands; `findings` holds every fault, not only the first."""

    def __init__(self, folder: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{folder} has {len(findings)} fault(s); the first: {findings[0]}")
        self.folder = folder
        self.findings = findings
