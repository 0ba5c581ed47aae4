"""A household's need that was carried into the file of a part of it remembers where it came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0002_protect")]
    operations = [
        migrations.AddField(model_name="need", name="carried_from", field=models.UUIDField(null=True)),
    ]
