"""Counts what a request costs: SQL statements of the web's role and calls to the vault.

`set_config` and `access_begin` count; BEGIN, COMMIT and savepoints do not, as they travel with another statement or
cost nothing that grows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass
class Cost:
    """The statements as they were sent, and the vault's operations by name."""

    statements: list[str] = field(default_factory=list)
    vault: list[str] = field(default_factory=list)

    def told(self) -> str:
        """Every statement on a line, for a test that found too many."""
        lines = [f"{n:>3} {' '.join(sql.split())[:160]}" for n, sql in enumerate(self.statements, 1)]
        return "\n".join([*lines, f"    vault: {', '.join(self.vault)}"])


@contextmanager
def counted() -> Iterator[Cost]:
    """What is sent during the block, on the default connection and to the vault of this process."""
    from django.db import connection

    from wasl.vault.client import Vault

    cost, really = Cost(), Vault._call

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(NOT_COUNTED):
            cost.statements.append(sql)
        return run(sql, params, many, context)

    def call(self: Vault, operation: str, **arguments: Any) -> Any:
        cost.vault.append(operation)
        return really(self, operation, **arguments)

    Vault._call = call  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(execute):
            yield cost
    finally:
        Vault._call = really  # type: ignore[method-assign]
