"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_initial"), ("access", "0002_reach")]
    operations = [
        protect("instruments_response", web="SELECT, INSERT"),
    ]
