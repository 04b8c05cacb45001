"""What a scenario found: figures beside their bounds, and whether all of them held."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Finding:
    what: str
    found: float
    bound: str
    held: bool

    def __str__(self) -> str:
        number = f"{self.found:,.1f}" if self.found != int(self.found) else f"{int(self.found):,}"
        return f"{number} {self.what} ({self.bound})" + ("" if self.held else " ✗")


@dataclass
class Outcome:
    row: str
    fault: str
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    told: dict = field(default_factory=dict)
    """When, on what and at which commit."""

    @classmethod
    def from_json(cls, found: dict) -> "Outcome":
        findings = [Finding(**finding) for finding in found.pop("findings")]
        del found["held"]
        return cls(**found, findings=findings)

    def exactly(self, what: str, *, found: float, wanted: float) -> None:
        self.findings.append(Finding(what, found, f"= {wanted:,}", found == wanted))

    def at_most(self, what: str, *, found: float, bound: float) -> None:
        self.findings.append(Finding(what, found, f"≤ {bound:,g}", found <= bound))

    def at_least(self, what: str, *, found: float, bound: float) -> None:
        self.findings.append(Finding(what, found, f"≥ {bound:,g}", found >= bound))

    @property
    def held(self) -> bool:
        return bool(self.findings) and all(finding.held for finding in self.findings)

    @property
    def verdict(self) -> str:
        return "held" if self.held else "FAILED"

    def as_json(self) -> dict:
        return {**asdict(self), "held": self.held}
