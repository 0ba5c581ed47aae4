"""A family that had two files: one number leads to the other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0003_carried")]
    operations = [
        migrations.AddField(model_name="file", name="joined_into", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(("joined_into__isnull", True), ("state", "closed"), _connector="OR"),
                name="casefile_file_joined",
            ),
        ),
    ]
