from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "aftercare.accounts"
    label = "accounts"

    def ready(self) -> None:
        from aftercare.accounts.single_sign_on import checks  # noqa: F401 - registers itself once settings are there
