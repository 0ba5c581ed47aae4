"""A second writing of one person leads to the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_carer")]
    operations = [
        migrations.AddField(model_name="person", name="same_as", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("same_as__isnull", True), ("active", False), _connector="OR"),
                name="people_person_once",
            ),
        ),
    ]
