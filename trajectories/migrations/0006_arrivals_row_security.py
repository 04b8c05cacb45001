from django.db import migrations

from aftercare.core.row_security import protect

BY_LINK = "nullif(current_setting('aftercare.trajectory', true), '')::uuid"
"""Whoever holds a clinic's link reaches that link, and what was announced with it."""


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0005_referrals_row_security")]
    operations = [
        protect("trajectories_arrivallink", own=f"id = {BY_LINK}"),
        protect("trajectories_arrival", own=f"link_id = {BY_LINK} OR announced_by_id = (SELECT aftercare_user())"),
    ]
