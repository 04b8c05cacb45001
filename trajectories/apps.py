from django.apps import AppConfig


class TrajectoriesConfig(AppConfig):
    name = "trajectories"

    def ready(self) -> None:
        from supportgroups import candidates  # models, which are there only now
        from trajectories.dossier.candidates import of_dossiers

        candidates.register(of_dossiers)
