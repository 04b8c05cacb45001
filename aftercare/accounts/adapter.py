"""How allauth behaves here: nobody signs up without an invitation, and no mail tells what this is."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False
