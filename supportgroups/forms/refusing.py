"""What every form about groups can do: show what an action refused."""

from aftercare.core.errors import Refused


class Refusable:
    """Shows what an action refused, at the field it is about. Each clash is a line of its own."""

    def refuse(self, refused: Refused) -> None:
        lines = [str(one) for one in getattr(refused, "clashes", ())] or str(refused)
        self.add_error(getattr(refused, "field", None), lines)
