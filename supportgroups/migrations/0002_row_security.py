from django.db import migrations

from aftercare.core.row_security import protect

OWN = "participant_id = (SELECT aftercare_user())"


class Migration(migrations.Migration):
    dependencies = [("supportgroups", "0001_initial"), ("accounts", "0002_row_security")]
    operations = [
        protect("supportgroups_enrolment", own=OWN),
        protect("supportgroups_attendance", own=OWN),
    ]
