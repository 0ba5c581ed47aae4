"""Corrections under row-level security: whoever works on the file, as everything else of it."""

from django.db import migrations

from wasl.access.protect import protect


class Migration(migrations.Migration):
    dependencies = [("rights", "0005_correction")]
    operations = [protect("rights_correction", web="SELECT, INSERT, UPDATE", report=False)]
