"""What people do with groups: rooms, groups, series, sessions, places, attendance."""

from supportgroups.actions.attendance import ask_for_attendance, finish_attendance, mark_attendance
from supportgroups.actions.groups import add_room, create_group, edit_group, edit_room, end_group
from supportgroups.actions.guards import attendance_opens_on, may_mark
from supportgroups.actions.places import enrol, leave
from supportgroups.actions.series import plan_series, publish, put_away, start_group
from supportgroups.actions.sessions import cancel_session, change, move_session
from supportgroups.actions.sharing import add_material, decide, remove_material, take_back, thank, write_tip
from supportgroups.actions.waiting import accept, ask, go_together, step_back, sweep, tend

__all__ = [
    "accept",
    "add_material",
    "add_room",
    "ask",
    "ask_for_attendance",
    "attendance_opens_on",
    "cancel_session",
    "change",
    "create_group",
    "decide",
    "edit_group",
    "edit_room",
    "end_group",
    "enrol",
    "finish_attendance",
    "go_together",
    "leave",
    "mark_attendance",
    "may_mark",
    "move_session",
    "plan_series",
    "publish",
    "put_away",
    "remove_material",
    "start_group",
    "step_back",
    "sweep",
    "take_back",
    "tend",
    "thank",
    "write_tip",
]
