"""Every fault that the project's quality page names, by its row."""

from tests.faults import clock, contests, delivery, migrating, restoring, trouble

ALL = {
    "R1": delivery.killed_senders,
    "R2": delivery.killed_texts,
    "R3": delivery.stopped_database,
    "R4": delivery.lost_broker,
    "R5": clock.several_clocks,
    "R6": clock.clock_changes,
    "R7": trouble.misbehaving_server,
    "R8": trouble.called_off,
    "D1": restoring.crash_and_restore,
    "D2": restoring.yesterdays_backup,
    "D3": migrating.migrated_under_load,
    "D4": contests.one_winner,
}
