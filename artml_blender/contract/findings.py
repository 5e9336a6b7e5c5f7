"""What the doctor finds, one finding at a time: in the panel, on the command line, and as text for a bug report."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `next_step` says what to press or do; it is empty when all is well or nothing helps."""

    subject: str
    is_well: bool
    text: str
    next_step: str = ""


def to_text(findings: Iterable[Finding]) -> str:
    """One line each, with the next step beneath those that are not well."""
    lines = []
    for finding in findings:
        lines.append(f"{'ok ' if finding.is_well else 'BAD'}  {finding.subject:12} {finding.text}")
        if finding.next_step:
            lines.append(f"{'':18}-> {finding.next_step}")
    return "\n".join(lines) + "\n"
