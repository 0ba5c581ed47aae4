from django.db import migrations, models

GRANTS = """
REVOKE ALL ON planning_duration FROM PUBLIC;
GRANT SELECT ON planning_duration TO wasl_web, wasl_report, wasl_backup;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_duration TO wasl_worker;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0002_reach")]
    operations = [
        migrations.CreateModel(
            name="Duration",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("median", models.IntegerField()),
                ("late", models.IntegerField()),
                ("cases", models.IntegerField()),
                ("counted_on", models.DateField()),
            ],
            options={
                "db_table": "planning_duration",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("late__gte", models.F("median")), ("median__gte", 0)),
                        name="planning_duration_order",
                    )
                ],
            },
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
