"""Which goals of an agreed page the person did not want for herself."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casefile", "0007_note_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="planversion",
            name="refused",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
    ]
