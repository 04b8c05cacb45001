"""What is asked at each step. `form_of(step)` gives its form; `answers` is what its action takes."""

from trajectories.intake.forms.base import StepForm
from trajectories.intake.forms.plan import PlanForm
from trajectories.intake.forms.steps import (
    AreasForm,
    PeopleForm,
    ProblemsForm,
    ReasonsForm,
    ReferralForm,
    TreatmentForm,
)
from trajectories.intake.models import Step

FORMS: dict[str, type[StepForm]] = {
    Step.REFERRAL: ReferralForm,
    Step.TREATMENT: TreatmentForm,
    Step.REASONS: ReasonsForm,
    Step.AREAS: AreasForm,
    Step.PEOPLE: PeopleForm,
    Step.PROBLEMS: ProblemsForm,
    Step.PLAN: PlanForm,
}
