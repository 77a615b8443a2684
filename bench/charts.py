"""The charts, as SVG."""
import html, math

STYLE = """
text { font: 13px sans-serif; fill: #222 }
.title { font-size: 16px; font-weight: bold }
.note, .axis { fill: #666 } .small { font-size: 11px }
.bar { fill: #b7410e } .low { fill: #999 }
.even { stroke: #222 } .grid { stroke: #ddd } .floor { stroke: #1f6f8b; stroke-width: 3 }
.line { fill: none; stroke-width: 2 } .ours { stroke: #b7410e } .system { stroke: #888 }
.ours-text { fill: #b7410e } .system-text { fill: #777 }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .note, .axis { fill: #999 } .even { stroke: #ddd } .grid { stroke: #444 }
  .bar { fill: #d9662f } .floor { stroke: #5ab4d1 } .ours { stroke: #d9662f } .ours-text { fill: #d9662f }
  .system-text { fill: #999 }
}
"""


def begin(width, height, title, note):
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    yield f"<style>{STYLE}</style>"
    yield f'<text class="title" x="8" y="22">{title}</text>'
    yield f'<text class="note" x="8" y="42">{note}</text>'


# ---- the chart: a bar for each job, as long as its ratio ----

LINE, TOP, LEFT, UNIT, MOST, RIGHT = 22, 58, 330, 100, 5, 70


def at(ratio):
    return LEFT + UNIT * min(ratio, MOST)


def ratios(rows):
    height = TOP + LINE * len(rows) + 20
    width = LEFT + UNIT * MOST + RIGHT
    yield from begin(width, height, "How many times as fast as libevent 2.1.12, in CPU time",
                     "memory: how many times as small; blue line: the same work with epoll and no library")
    for n in range(1, MOST + 1):
        kind = "even" if n == 1 else "grid"
        yield f'<line class="{kind}" x1="{at(n)}" x2="{at(n)}" y1="{TOP}" y2="{height - 16}"/>'
        yield f'<text class="axis" x="{at(n) - 6}" y="{height - 2}">{n}×</text>'
    for n, row in enumerate(rows.values()):
        y, ratio = TOP + LINE * n, float(row["ratio"])
        yield f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{html.escape(row["what"])}</text>'
        yield (f'<rect class="{"bar" if ratio >= 1 else "low"}" x="{LEFT}" y="{y + 4}" width="{at(ratio) - LEFT:.0f}" '
               f'height="{LINE - 8}"/>')
        if row["floor ratio"]:
            x = at(float(row["floor ratio"]))
            yield f'<line class="floor" x1="{x:.0f}" x2="{x:.0f}" y1="{y + 1}" y2="{y + LINE - 1}"/>'
        label = max(at(ratio), at(float(row["floor ratio"] or 0)) if row["floor ratio"] else 0)
        yield f'<text x="{label + 6:.0f}" y="{y + 15}">{ratio:.2f}</text>'
    yield "</svg>"


# ---- how cost grows: a panel for each job, the size from left to right, the cost upwards ----

PANEL, DEPTH, MARGIN, ABOVE = 260, 170, 60, 92
TITLES = {
    "grow-dispatch": "100 active among many fds",
    "grow-rearm": "re-arm one of many timers",
    "grow-echo": "echo over many connections",
}
LABELS = {"system": "libevent 2.1.12", "ours": "libevent_rs"}


def nanoseconds(row, side, which):
    """Of one operation; the lowest rate is the highest cost."""
    return 1e9 / float(row[f"{side} {which}"])


def round_up(value):
    """The next of 1, 2, 3, 4, 5, 6, 8, 10, 20 ..."""
    power = 10 ** math.floor(math.log10(value))
    return next(n * power for n in (1, 2, 3, 4, 5, 6, 8, 10) if n * power >= value)


def amount(n):
    return f"{n // 1000000} M" if n >= 1000000 else f"{n // 1000} k" if n >= 1000 else str(n)


def time_text(ns):
    return f"{ns / 1000:g} µs" if ns >= 1000 else f"{ns:g} ns"


def panel(left, name, sized):
    """One job; `sized` is its rows by size."""
    sizes = sorted(sized)
    low, high = math.log(sizes[0]), math.log(sizes[-1])
    top = round_up(max(nanoseconds(row, side, "min") for row in sized.values() for side in LABELS))

    def x(size):
        return left + PANEL * (math.log(size) - low) / ((high - low) or 1)

    def y(ns):
        return ABOVE + DEPTH * (1 - ns / top)

    yield f'<text x="{left}" y="{ABOVE - 14}">{TITLES[name]}</text>'
    for quarter in range(5):
        ns = top * quarter / 4
        yield f'<line class="grid" x1="{left}" x2="{left + PANEL}" y1="{y(ns):.0f}" y2="{y(ns):.0f}"/>'
        yield f'<text class="axis small" x="{left - 6}" y="{y(ns) + 4:.0f}" text-anchor="end">{time_text(ns)}</text>'
    for size in sizes:
        yield (f'<text class="axis small" x="{x(size):.0f}" y="{ABOVE + DEPTH + 18}" text-anchor="middle">'
               f'{amount(size)}</text>')
    for side in LABELS:
        points = " ".join(f"{x(n):.0f},{y(nanoseconds(sized[n], side, 'median')):.1f}" for n in sizes)
        yield f'<polyline class="line {side}" points="{points}"/>'
        for n in sizes:
            ends = [y(nanoseconds(sized[n], side, end)) for end in ("min", "max")]
            yield f'<line class="{side}" x1="{x(n):.0f}" x2="{x(n):.0f}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}"/>'


def growth(rows):
    jobs = {}
    for row in rows.values():
        name, size = row["job"].split()
        jobs.setdefault(name, {})[int(size)] = row
    width, height = MARGIN + len(jobs) * (PANEL + MARGIN), ABOVE + DEPTH + 30
    yield from begin(width, height, "CPU time of one operation, against how much there is",
                     "medians, and thin lines from the least to the most; sizes on a logarithmic scale")
    for n, (side, label) in enumerate(LABELS.items()):
        yield f'<text class="{side}-text" x="{width - 240 + 130 * n}" y="22">{label}</text>'
    for n, (name, sized) in enumerate(jobs.items()):
        yield from panel(MARGIN + n * (PANEL + MARGIN), name, sized)
    yield "</svg>"
