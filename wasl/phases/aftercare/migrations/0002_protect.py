"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0001_initial"), ("access", "0002_reach")]
    operations = [
        protect("aftercare_acceptance", web="SELECT, INSERT, UPDATE"),
        protect("aftercare_contact", web="SELECT, INSERT"),
        protect("aftercare_closing", web="SELECT, INSERT, UPDATE"),
    ]
