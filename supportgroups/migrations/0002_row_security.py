from django.db import migrations

from aftercare.core.row_security import protect

OWN = "participant_id = (SELECT aftercare_user())"

OWN_OR_SHOWN = """author_id = (SELECT aftercare_user()) OR (
    state = 'shown' AND EXISTS (
        SELECT FROM supportgroups_enrolment AS place
        WHERE place.group_id = supportgroups_tip.group_id AND place.left_at IS NULL
        AND place.participant_id = (SELECT aftercare_user())
    )
)"""


class Migration(migrations.Migration):
    dependencies = [("supportgroups", "0001_initial"), ("accounts", "0002_row_security")]
    operations = [
        *[protect(f"supportgroups_{table}", own=OWN) for table in ("enrolment", "attendance", "wait", "correction")],
        protect("supportgroups_tip", own=OWN_OR_SHOWN),
        protect("supportgroups_thanks", own="by_id = (SELECT aftercare_user())"),
    ]
