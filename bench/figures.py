"""Figures on the screen and in files."""
import csv, os


def table(rows):
    """Prints rows, {column: text}; a column that is always empty is left out. A column's name ends at a colon."""
    columns = list(dict.fromkeys(c for r in rows for c, text in r.items() if text))
    lines = [[c.split(":")[0] for c in columns]] + [[r.get(c, "") for c in columns] for r in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        print("  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths))).rstrip())


def save(path, figures, known):
    """Figures, one {column: value} for each job, replace those of the same jobs in the file, which lists the known
    jobs in their order, and no others."""
    kept = {}
    if os.path.exists(path):
        with open(path, newline="") as f:
            kept = {row["job"]: row for row in csv.DictReader(f, delimiter="\t")}
    kept |= {row["job"]: row for row in figures}
    order = {name: i for i, name in enumerate(known)}
    rows = [row for name, row in kept.items() if name.split()[0] in order]
    rows.sort(key=lambda row: order[row["job"].split()[0]])
    with open(path, "w", newline="") as f:
        out = csv.DictWriter(f, list(figures[0]), delimiter="\t", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
