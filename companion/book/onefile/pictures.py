"""Static pictures made small enough to stand in the page itself.

Plotly writes each mark with its full style and each group that might have held something. Here a
picture keeps what is seen: styles become classes that all pictures share, colours of the palette
become variables that follow light and dark, coordinates are relative and rounded to a tenth of a
unit, and neighbouring marks of one look are one path.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator

from markupsafe import escape

from companion.figures.style import PALETTE

_WINDING = 60  # a path of more steps is a coast or a river
_LEAST = 1.0  # ... and its steps shorter than this many units are not seen
_SVG = "{http://www.w3.org/2000/svg}"
_PATH_D = re.compile(r'<path[^>]* d="([^"]{60,})"/>')
_PATH = re.compile(r'<path([^>]*) d="([^"]{60,})"/>')
_TOKEN = re.compile(r"([MLHVZACQSTmlhvzacqst])|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "Z": 0, "A": 7, "C": 6, "Q": 4, "S": 4, "T": 2}
_SHIFT = re.compile(r"translate\(\s*(-?[\d.e-]+)(?:[ ,]+(-?[\d.e-]+))?\s*\)")
_CLIP = re.compile(r"<clipPath id=([^ >]+)>.*?</clipPath>", re.S)
_RGB = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")
_KEPT = ("x", "y", "dx", "dy", "width", "height", "rx", "cx", "cy", "r", "id", "clip-path", "fill",
         "transform", "patternUnits", "patternTransform", "viewBox")  # fmt: skip
_USUAL = {
    "opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-miterlimit": "2",
    "white-space": "pre", "font-weight": "normal", "font-style": "normal",
    "text-anchor": "start",
}  # fmt: skip
_UNSEEN = {"vertical-align", "pointer-events", "cursor", "will-change"}
_QUOTES = "\"'"


def _hex(red: str, green: str, blue: str) -> str:
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


class Styles:
    """The looks that the pictures share: each style a class, each palette colour a variable."""

    def __init__(self) -> None:
        self._classes: dict[str, str] = {}
        self._variables = {light: f"--f{n}" for n, (light, _) in enumerate(PALETTE.values())}

    def look(self, style: str) -> str:
        """The class of a ``style`` attribute; "" where all it says is usual."""
        items = (item.partition(":") for item in style.split(";") if item.strip())
        pairs = {key.strip(): value.strip() for key, _, value in items}
        if pairs.get("fill-opacity") == "0" or pairs.get("fill") == "none":
            pairs = {**pairs, "fill": "none"}
            pairs.pop("fill-opacity", None)
        width = pairs.get("stroke-width", "")
        if width in ("0", "0px") or pairs.get("stroke-opacity") == "0":
            pairs = {k: v for k, v in pairs.items() if not k.startswith("stroke")}
        pairs.pop("font-family", None)  # said once, for all
        said = {
            k: self._colour(v) for k, v in pairs.items() if k not in _UNSEEN and _USUAL.get(k) != v
        }
        if not said:
            return ""
        text = ";".join(f"{key}:{value}" for key, value in sorted(said.items()))
        return self._classes.setdefault(text, f"s{len(self._classes)}")

    def _colour(self, value: str) -> str:
        def named(found: re.Match[str]) -> str:
            colour = _hex(*found.groups())
            variable = self._variables.get(colour.lower())
            return f"var({variable})" if variable else colour

        return _RGB.sub(named, value)

    def sheet(self) -> str:
        """The style sheet of all pictures so far; dark by the page's theme, else by the system."""
        light, dark = (
            "".join(f"{self._variables[pair[0]]}:{pair[n]};" for pair in PALETTE.values())
            for n in (0, 1)
        )
        rules = "".join(f".still .{name}{{{text}}}\n" for text, name in self._classes.items())
        return (
            f":root{{{light}}}\nhtml[data-theme=dark]{{{dark}}}\n"
            f"@media screen and (prefers-color-scheme:dark){{html:not([data-theme]){{{dark}}}}}\n"
            f"@media print{{html:root{{{light}}}}}\n{rules}"
        )


def number(value: float) -> str:
    """A coordinate to a tenth of a unit, in the fewest characters."""
    text = f"{value:.1f}".removesuffix(".0")
    text = text.replace("-0.", "-.") if text.startswith("-0.") else text.removeprefix("0")
    return "0" if text in ("", "-", "-0") else text


def commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of a path, each with its own numbers; ValueError for one not known here."""
    name, values = "", []  # type: ignore[var-annotated]
    for letter, digits in _TOKEN.findall(d):
        if letter:
            if values:
                raise ValueError(d)
            name = letter
        else:
            values.append(float(digits))
        if not name or (digits and name in "Zz"):
            raise ValueError(d)
        if len(values) == _ARGUMENTS[name.upper()]:
            yield name, values
            values = []
            name = {"M": "L", "m": "l"}.get(name, name)
    if values:
        raise ValueError(d)


def relative(d: str, dx: float = 0.0, dy: float = 0.0) -> str:
    """The same path, moved by ``dx`` and ``dy``, in relative steps of a tenth of a unit.

    Steps are taken from the rounded place, so that roundings do not add up.
    """
    out: list[str] = []
    x = y = start_x = start_y = 0.0  # where the path is
    at_x, at_y, begun_x, begun_y = 0.0, 0.0, 0.0, 0.0  # ... and where the rounded one is
    last = ""
    course = list(commands(d))
    winding = len(course) > _WINDING
    for place, (name, values) in enumerate(course):
        next_is_line = place + 1 < len(course) and course[place + 1][0] == "L"
        kind, own = name.upper(), name.islower()
        base_x, base_y = (x, y) if own else (0.0, 0.0)
        if kind == "Z":
            x, y, at_x, at_y = start_x, start_y, begun_x, begun_y
            out.append("z")
            last = "z"
            continue
        if kind == "H":
            points = [(base_x + values[0], y)]
        elif kind == "V":
            points = [(x, base_y + values[0])]
        elif kind == "A":
            points = [(base_x + values[5], base_y + values[6])]
        else:
            points = [
                (base_x + a, base_y + b) for a, b in zip(values[::2], values[1::2], strict=True)
            ]
        x, y = points[-1]
        steps = [(round(a + dx - at_x, 1), round(b + dy - at_y, 1)) for a, b in points]
        step_x, step_y = steps[-1]
        letter, shown = kind.lower(), [n for step in steps for n in step]
        if letter == "a":
            shown = [*values[:5], *steps[0]]
        elif letter in "lhv":
            if not step_x and not step_y:
                continue
            if winding and abs(step_x) + abs(step_y) < _LEAST and next_is_line:
                continue
            if not step_y:
                letter, shown = "h", [step_x]
            elif not step_x:
                letter, shown = "v", [step_y]
            else:
                letter, shown = "l", [step_x, step_y]
        at_x, at_y = at_x + step_x, at_y + step_y
        if kind == "M":
            start_x, start_y, begun_x, begun_y = x, y, at_x, at_y
            letter = "m" if out else "M"
        text = ""
        for value in map(number, shown):
            text += value if not text or value[0] == "-" else f" {value}"
        same = letter == last or (last == "m" and letter == "l")
        out.append(text if same and text[0] == "-" else f" {text}" if same else letter + text)
        last = letter
    return "".join(out)


def _shift(transform: str) -> tuple[float, float] | None:
    """What a ``transform`` moves by; None when it does anything else."""
    x = y = 0.0
    for found in _SHIFT.finditer(transform):
        x, y = x + float(found[1]), y + float(found[2] or 0)
    return None if _SHIFT.sub("", transform).strip() else (x, y)


class _Writer:
    def __init__(self, styles: Styles, prefix: str) -> None:
        self.styles, self.prefix = styles, prefix
        self.ids: dict[str, str] = {}

    def name(self, old: str) -> str:
        return self.ids.setdefault(old, f"{self.prefix}{len(self.ids)}")

    def value(self, key: str, value: str) -> str:
        if key == "id":
            return self.name(value)
        if value.startswith("url("):
            return f"url(#{self.name(value[4:-1].strip(_QUOTES).lstrip('#'))})"
        if key in ("x", "y", "width", "height"):
            return number(float(value)) if re.fullmatch(r"-?[\d.]+", value) else value
        if key == "transform":
            return re.sub(r"-?\d+\.\d+", lambda n: number(float(n[0])), value)
        return value

    def attributes(self, element: ET.Element, without: tuple[str, ...] = ()) -> str:
        found = {
            key: self.value(key, value)
            for key, value in element.attrib.items()
            if key in _KEPT and key not in without
        }
        if found.get("transform") in ("translate(0,0)", "", "translate(0 0)"):
            del found["transform"]
        style, anchor = element.get("style", ""), element.get("text-anchor", "start")
        if look := self.styles.look(f"{style};text-anchor:{anchor}"):
            found["class"] = look
        return "".join(
            f" {key}={value}" if re.fullmatch(r"[\w#.()-]+", value) else f' {key}="{value}"'
            for key, value in found.items()
        )

    def path(self, element: ET.Element) -> tuple[str, str]:
        """A path's attributes and its course, with a plain shift worked in."""
        move = _shift(element.get("transform", ""))
        dx, dy = move or (0.0, 0.0)
        try:
            course = relative(element.get("d", ""), dx, dy)
        except ValueError:
            course, move = element.get("d", ""), None
        return self.attributes(element, ("transform",) if move else ()), course

    def children(self, element: ET.Element) -> str:
        """What is within, with neighbouring paths of one look as one."""
        parts: list[str] = []
        waiting, look = "", ""
        for child in element:
            if child.tag == f"{_SVG}path":
                if not child.get("d"):
                    continue
                attributes, course = self.path(child)
                if not course:
                    continue
                if waiting and attributes == look and course[0] == "M":
                    waiting += course
                    continue
                if waiting:
                    parts.append(f'<path{look} d="{waiting}"/>')
                waiting, look = course, attributes
                if "transform" in attributes or "clip-path" in attributes or course[0] != "M":
                    parts.append(f'<path{look} d="{waiting}"/>')
                    waiting = ""
                continue
            if waiting:
                parts.append(f'<path{look} d="{waiting}"/>')
                waiting = ""
            parts.append(self.element(child))
        if waiting:
            parts.append(f'<path{look} d="{waiting}"/>')
        return "".join(parts)

    def element(self, element: ET.Element) -> str:
        tag = element.tag.removeprefix(_SVG)
        if tag in ("text", "tspan"):
            inner = str(escape(element.text or ""))
            for child in element:
                inner += self.element(child) + str(escape(child.tail or ""))
            return f"<{tag}{self.attributes(element)}>{inner}</{tag}>" if inner.strip() else ""
        if tag == "rect" and self.styles.look(element.get("style", "")) == self.styles.look(
            "fill: none"
        ):
            return ""
        inner = self.children(element)
        attributes = self.attributes(element)
        if tag in ("g", "defs", "clipPath", "pattern"):
            if not inner:
                return ""
            if (
                tag == "g"
                and (not attributes or attributes.startswith(" clip-path"))
                and (not attributes or ("<path" not in inner and "<rect" not in inner))
            ):
                return inner  # names and empty groups need no clipping
            return f"<{tag}{attributes}>{inner}</{tag}>"
        # an unquoted value would take a slash after it for its own
        return f"<{tag}{attributes} />" if not inner else f"<{tag}{attributes}>{inner}</{tag}>"


def _shared(inner: str, prefix: str) -> str:
    """The picture with long courses that recur, as the coast does in small multiples, told once."""
    counts = Counter(_PATH_D.findall(inner))
    names = {
        course: f"{prefix}p{n}" for n, (course, count) in enumerate(counts.items()) if count > 1
    }

    def used(found: re.Match[str]) -> str:
        name = names.get(found[2])
        return f"<use{found[1]} href=#{name} />" if name else found[0]

    told = "".join(f'<path id={name} d="{course}"/>' for course, name in names.items())
    return (f"<defs>{told}</defs>" if told else "") + _PATH.sub(used, inner)


def small(svg: str, styles: Styles, prefix: str, alt: str) -> str:
    """A picture of plotly's as an ``svg`` element for the page, read out as ``alt``.

    ``prefix`` begins its ids, which must differ from those of all other pictures.
    """
    root = ET.fromstring(svg)
    drawn = _shared(_Writer(styles, prefix).children(root), prefix)
    used = set(re.findall(r"url\(#([^)]+)\)", drawn))
    inner = _CLIP.sub(lambda clip: clip[0] if clip[1] in used else "", drawn)
    width, height = root.get("width"), root.get("height")
    return (
        f'<svg class="still" role="img" aria-label="{escape(alt)}" viewBox="0 0 {width} {height}" '
        f'height="{height}" preserveAspectRatio="xMinYMin">{inner}</svg>'
    )
