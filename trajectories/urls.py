"""Each feature's addresses, under its own namespace."""

from django.urls import include, path

urlpatterns = [
    path("", include("trajectories.continuity.urls")),
    path("", include("trajectories.handovers.urls")),
    path("", include("trajectories.agreements.urls")),
    path("", include("trajectories.caseload.urls")),
    path("", include("trajectories.checkins.urls")),
    path("", include("trajectories.closing.urls")),
    path("", include("trajectories.overview.urls")),
    path("", include("trajectories.dossier.urls")),
    path("", include("trajectories.intake.urls")),
    path("", include("trajectories.imports.urls")),
    path("", include("trajectories.plans.urls")),
    path("", include("trajectories.exercises.urls")),
    path("", include("trajectories.selfcare.urls")),
    path("", include("trajectories.medication.urls")),
    path("", include("trajectories.socialmap.urls")),
    path("", include("trajectories.teamtasks.urls")),
    path("", include("trajectories.triggers.urls")),
    path("", include("trajectories.patterns.urls")),
    path("", include("trajectories.firstrun.urls")),
    path("", include("trajectories.analyses.urls")),
    path("", include("trajectories.lapses.urls")),
    path("", include("trajectories.signalplan.urls")),
    path("", include("trajectories.signals.urls")),
    path("", include("trajectories.paper.urls")),
    path("", include("trajectories.appointments.urls")),
    path("", include("trajectories.messages.urls")),
    path("", include("trajectories.absences.urls")),
    path("", include("trajectories.phone.urls")),
]
