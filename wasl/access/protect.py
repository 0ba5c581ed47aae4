"""The second layer in one place: what a table with case data gets in its migration (PROTECTION P6, P7).

Every such table carries `file_id` and `team_id`. The policy asks whether the session's teams or files hold the row,
with the two sets computed once per statement; a foreign key on the pair follows a file when its team changes.
"""

from django.db.migrations.operations import RunSQL

_REACHED = (
    "(team_id = ANY (ARRAY (SELECT access_my_teams())) OR file_id = ANY (ARRAY (SELECT access_my_files())))"
)


def protect(
    table: str,
    *,
    web: str = "SELECT, INSERT, UPDATE",
    worker: str = "",
    report: bool = True,
    index: bool = True,
) -> RunSQL:
    """The migration operation that puts `table` under row-level security, with grants for each role."""
    sql = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"REVOKE ALL ON {table} FROM PUBLIC",
        f"CREATE POLICY {table}_web ON {table} TO wasl_web USING {_REACHED} WITH CHECK {_REACHED}",
        f"GRANT {web} ON {table} TO wasl_web",
        f"CREATE POLICY {table}_backup ON {table} FOR SELECT TO wasl_backup USING (true)",
        f"GRANT SELECT ON {table} TO wasl_backup",
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_scope FOREIGN KEY (file_id, team_id) "
        "REFERENCES access_scope (file_id, team_id) ON UPDATE CASCADE ON DELETE CASCADE",
    ]
    if index:
        sql.append(f"CREATE INDEX {table}_file ON {table} (file_id)")
    if worker:
        sql += [
            f"CREATE POLICY {table}_worker ON {table} TO wasl_worker USING (true) WITH CHECK (true)",
            f"GRANT {worker} ON {table} TO wasl_worker",
        ]
    if report:
        sql += [
            f"CREATE POLICY {table}_report ON {table} FOR SELECT TO wasl_report USING (true)",
            f"GRANT SELECT ON {table} TO wasl_report",
        ]
    return RunSQL(";\n".join(sql) + ";", RunSQL.noop)
