from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from aftercare.core.row_security import functions


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    run_before = [("supportgroups", "0001_initial")]
    operations = [BtreeGistExtension(), TrigramExtension(), UnaccentExtension(), functions()]
