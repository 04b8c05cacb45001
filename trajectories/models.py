"""The table of contents: every feature's models."""

from trajectories.absences.models import Absence
from trajectories.agreements.models import Agreement, Review
from trajectories.analyses.models import Analysis
from trajectories.appointments.models import (
    Appointment,
    AppointmentGuest,
    AppointmentMove,
    AppointmentNote,
    AppointmentSeries,
)
from trajectories.arrivals.models import Arrival, ArrivalLink
from trajectories.caseload.models import KeptView, Later
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence, OwnQuestionnaire, OwnVersion
from trajectories.closing.models import ClosingWords
from trajectories.dossier.emergencies import EmergencyOpening
from trajectories.dossier.models import CareTeamSeat, Client, Consent, Look, Recipient, Summary, Trajectory
from trajectories.exercises.models import AssignedExercise, DoneExercise
from trajectories.firstrun.models import FirstRun
from trajectories.handovers.models import Handover
from trajectories.imports.models import ClientImport, ColumnMemory
from trajectories.intake.models import (
    AreaTold,
    EarlierEpisode,
    Intake,
    PersonAround,
    ProblemTold,
    SavedStep,
)
from trajectories.lapses.models import Lapse
from trajectories.medication.models import Medicine, MedicineChange, MedicineReport
from trajectories.messages.models import Attachment, Message, Reading
from trajectories.outsidescores.models import OutsideScore
from trajectories.panel.models import PanelMember, Poll, PollChoice, PollQuestion, PollTurnout, PollWords
from trajectories.phone.models import Parcel
from trajectories.plans.models import (
    CopingStep,
    DayTick,
    Goal,
    ItemVersion,
    PlanItem,
    PlanLook,
    PlanTemplate,
    Proposal,
    TemplateItem,
)
from trajectories.referrals.models import Referral, ReferralStep
from trajectories.relatives.models import Concern, RelativeLink
from trajectories.retention.models import DestructionRequest
from trajectories.rhythm.models import ContactPhase
from trajectories.selfcare.models import AreaScore
from trajectories.signalplan.models import SetColour, SignalPlan, SignalStep
from trajectories.signals.models import RuleSetting, Signal
from trajectories.silence.models import Climb, ClimbStep, LadderHours
from trajectories.socialmap.models import KnownPerson, MapChange
from trajectories.stepping.models import StepProposal
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import TriggerEntry

__all__ = [
    "Absence",
    "Agreement",
    "Analysis",
    "Appointment",
    "AppointmentGuest",
    "AppointmentMove",
    "AppointmentNote",
    "AppointmentSeries",
    "AreaScore",
    "AreaTold",
    "Arrival",
    "ArrivalLink",
    "AssignedExercise",
    "Attachment",
    "CareTeamSeat",
    "CheckIn",
    "CheckInSchedule",
    "Client",
    "ClientImport",
    "Climb",
    "ClimbStep",
    "ClosingWords",
    "ColumnMemory",
    "Concern",
    "Consent",
    "ContactPhase",
    "CopingStep",
    "DayTick",
    "DestructionRequest",
    "DoneExercise",
    "EarlierEpisode",
    "EmergencyOpening",
    "FirstRun",
    "Goal",
    "Handover",
    "Intake",
    "ItemVersion",
    "KeptView",
    "KnownPerson",
    "LadderHours",
    "Lapse",
    "Later",
    "Look",
    "MapChange",
    "Medicine",
    "MedicineChange",
    "MedicineReport",
    "Message",
    "Occurrence",
    "OutsideScore",
    "OwnQuestionnaire",
    "OwnVersion",
    "PanelMember",
    "Parcel",
    "PersonAround",
    "PlanItem",
    "PlanLook",
    "PlanTemplate",
    "Poll",
    "PollChoice",
    "PollQuestion",
    "PollTurnout",
    "PollWords",
    "ProblemTold",
    "Proposal",
    "Reading",
    "Recipient",
    "Referral",
    "ReferralStep",
    "RelativeLink",
    "Review",
    "RuleSetting",
    "SavedStep",
    "SetColour",
    "Signal",
    "SignalPlan",
    "SignalStep",
    "StepProposal",
    "Summary",
    "TeamTask",
    "TemplateItem",
    "Trajectory",
    "TriggerEntry",
]
