"""What can go wrong below the rooms, said together with what to do about it."""

from __future__ import annotations


class Fault(Exception):
    """Something on this computer stops Wasl; `remedy` says what a person can do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()
