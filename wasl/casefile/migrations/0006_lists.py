"""Every list has an index in its own order, and what was ticked today one beside what is open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0005_scans")]
    operations = [
        migrations.AddIndex(
            model_name="file",
            index=models.Index(fields=["team_id", "next_due", "file_id"], name="casefile_file_team_due"),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(fields=["team_id", "number"], name="casefile_file_team_number"),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(fields=["next_due", "file_id"], name="casefile_file_due"),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(fields=["-changed_at", "file_id"], name="casefile_file_changed"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_on__isnull", False)),
                fields=["owner", "done_on"],
                name="casefile_task_done",
            ),
        ),
    ]
