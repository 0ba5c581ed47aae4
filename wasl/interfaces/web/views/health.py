"""Alive and ready; nothing about people. `/healthz` is answered by the middleware without the database."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from wasl.kernel.errors import VaultDown
from wasl.vault import services as vault

_migrated = False


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, vault and migrations are ready; else 503 and which of them is not."""
    parts = {"database": _database(), "migrations": _migrations(), "vault": _vault()}
    ready = all(value == "ready" for value in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "not_reached"
    return "ready"


def _migrations() -> str:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ready" if _migrated else "pending"


def _vault() -> str:
    try:
        return "sealed" if vault.client().status()["sealed"] else "ready"
    except VaultDown:
        return "not_reached"
