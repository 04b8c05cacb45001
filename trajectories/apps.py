from django.apps import AppConfig


class TrajectoriesConfig(AppConfig):
    name = "trajectories"

    def ready(self) -> None:
        from aftercare.accounts import leaving, news  # models, which are there only now
        from aftercare.accounts.single_sign_on import access as single_sign_on
        from supportgroups import candidates, elsewhere, following
        from trajectories.absences.elsewhere import of_absences
        from trajectories.agreements.actions import at_registration
        from trajectories.appointments.elsewhere import of_appointments
        from trajectories.dossier import openings
        from trajectories.dossier.candidates import homes_of, of_dossiers
        from trajectories.dossier.registered import is_registered
        from trajectories.handovers.actions import at_calling_off
        from trajectories.handovers.leaving import still_carries
        from trajectories.messages.access import news_in_words
        from trajectories.referrals import listening as stopping
        from trajectories.signals import noticing
        from trajectories.silence import listening
        from trajectories.teamtasks import addresses

        candidates.register(of_dossiers)
        candidates.register_homes(homes_of)
        following.follow(noticing.of_marking)
        elsewhere.register(of_absences)
        elsewhere.register(of_appointments)
        news.register("messages:mine", news_in_words)
        leaving.register(still_carries)
        single_sign_on.keep_out(is_registered)
        openings.follow(at_registration)
        openings.follow_calling_off(at_calling_off)
        noticing.start()
        listening.start()
        stopping.start()
        addresses.start()
