"""What people do with groups: rooms, groups, series, sessions, places, attendance."""

from supportgroups.actions.attendance import finish_attendance, mark_attendance
from supportgroups.actions.groups import add_room, create_group, edit_group, edit_room, end_group
from supportgroups.actions.guards import attendance_opens_on, may_mark
from supportgroups.actions.places import enrol, leave
from supportgroups.actions.series import plan_series, publish, put_away, start_group
from supportgroups.actions.sessions import cancel_session, change, move_session

__all__ = [
    "add_room",
    "attendance_opens_on",
    "cancel_session",
    "change",
    "create_group",
    "edit_group",
    "edit_room",
    "end_group",
    "enrol",
    "finish_attendance",
    "leave",
    "mark_attendance",
    "may_mark",
    "move_session",
    "plan_series",
    "publish",
    "put_away",
    "start_group",
]
