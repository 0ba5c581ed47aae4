"""Who cares for a child since an adult of the household is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_protect")]
    operations = [
        migrations.AddField(model_name="person", name="carer", field=models.UUIDField(null=True)),
    ]
