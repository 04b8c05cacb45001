"""The second step of signing in, which staff may have taken at their work already."""

from allauth.mfa.stages import AuthenticateStage

TWO_FACTORS_AT_WORK = "two_factors_at_work"
"""In the session of somebody whose provider answered for two factors."""


class SecondStep(AuthenticateStage):
    def handle(self):
        taken = (self.login.signal_kwargs or {}).get("two_factors")
        return (None, True) if taken else super().handle()
