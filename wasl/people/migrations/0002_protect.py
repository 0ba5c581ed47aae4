"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_reach")]
    operations = [
        protect("people_person", web="SELECT, INSERT, UPDATE", worker="SELECT, UPDATE"),
        protect("people_membership", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("people_notsame", web="SELECT, INSERT"),
    ]
