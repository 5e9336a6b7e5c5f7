"""The table of `evaluate.py` as Markdown: the classes together, then each class, then detail."""

from typing import Any

COLUMNS = {
    "texture": ("texture / floor", "{:.2f}"),
    "worst_texture": ("worst class", "{:.2f}"),
    "spectrum": ("spectrum / floor", "{:.2f}"),
    "color": ("colour / floor", "{:.2f}"),
    "density": ("density", "{:.2f}"),
    "coverage": ("coverage", "{:.2f}"),
    "repeats": ("repeats, + real", "{:+.3f}"),
    "fidelity": ("class named", "{:.0%}"),
    "told_by_cnn": ("told by CNN", "{:.0%}"),
    "told_by_features": ("told by features", "{:.0%}"),
    "seamless": ("seam ≤ 1.1", "{:.0%}"),
    "likeness": ("likeness to training, middle / top", "{}"),
    "memorisation_passed": ("no copies", "{}"),
}


def markdown(table: dict[str, Any]) -> str:
    rows = {name: row["together"] for name, row in table["rows"].items()}
    parts = ["## The largest classes together\n", _table(rows)]
    spread = ", ".join(f"{name} {value:.2f}" for name, value in table["spread"].items())
    parts.append(f"\nOne draw of real textures differs from another by (standard deviation): {spread}.\n")
    parts.append("\n## By class\n")
    for name, count in table["counts"].items():
        parts.append(f"\n### {name}: {count} of each beside {table['validation'][name]} validation textures\n")
        parts.append(_table({row: each["classes"][name] for row, each in table["rows"].items()}))
    for name, rows in table["detail"].items():
        parts.append(f"\n## Detail of {name}\n")
        parts.append(_table(rows))
    return "\n".join(parts) + "\n"


def _table(rows: dict[str, dict[str, Any]]) -> str:
    used = {name: column for name, column in COLUMNS.items() if any(name in row for row in rows.values())}
    lines = ["| | " + " | ".join(title for title, _ in used.values()) + " |", "|---" * (len(used) + 1) + "|"]
    for name, row in rows.items():
        cells = [_cell(row[key], form) if key in row else "" for key, (_, form) in used.items()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(value: Any, form: str) -> str:
    if isinstance(value, bool):
        return "passed" if value else "failed"
    if isinstance(value, list | tuple):
        return " / ".join(f"{each:.2f}" for each in value)
    return form.format(value)
