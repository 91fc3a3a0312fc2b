"""Runs under the system's Python, which has pyatspi: does the steps it is handed as JSON."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pyatspi  # type: ignore[import-not-found]
from gi.repository import GLib  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Part = Any
"""What the bus says of a part of a window; pyatspi has no types."""

PATIENCE_S = 40.0


def everything(it: Part) -> Iterator[Part]:
    for place in range(it.childCount):
        child = it.getChildAtIndex(place)
        if child is not None:
            yield child
            yield from everything(child)


def on_screen() -> list[Part]:
    desktop = pyatspi.Registry.getDesktop(0)
    return [it for it in everything(desktop) if it.getState().contains(pyatspi.STATE_VISIBLE)]


def wait_for(what: str, found: Callable[[Part], bool]) -> Part:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            hit = next((it for it in on_screen() if found(it)), None)
        except GLib.Error:
            # A part of a page that is just leaving ("No such object path"): look again.
            hit = None
        if hit is not None:
            return hit
        time.sleep(0.2)
    raise SystemExit(f"{what} is not on the bus")


def pressable(name: str, it: Part) -> bool:
    """Whether it is called so and can be pressed."""
    called = it.name.startswith(name) and "Action" in pyatspi.listInterfaces(it)
    return called and it.queryAction().nActions > 0


def heads(name: str, it: Part) -> bool:
    """Whether it is the heading of that page."""
    return bool(it.getRoleName() == "heading" and it.name == name)


def written_into(it: Part) -> bool:
    """Whether it is a line."""
    return "EditableText" in pyatspi.listInterfaces(it)


def press(name: str) -> str:
    """Press it; what was done."""
    part = wait_for(name, partial(pressable, name))
    action, role = part.queryAction(), part.getRoleName()
    names = [action.getName(at).lower() for at in range(action.nActions)]
    action.doAction(names.index("press"))
    return f"pressed {role} {name!r}"


def write(text: str) -> str:
    """Write it into the line of the page and read it again; what was done."""
    line = wait_for("a line", written_into)
    line.queryEditableText().setTextContents(text)
    read = line.queryText().getText(0, -1)
    if read != text:
        raise SystemExit(f"wrote {text!r}, read {read!r}")
    return f"wrote and read {line.getRoleName()} {line.name!r}: {read!r}"


for step in json.loads(sys.argv[1]):
    done = press(step["press"]) if "press" in step else write(step["write"])
    wait_for(step["then"], partial(heads, step["then"]))
    sys.stdout.write(f"{done}, then {step['then']!r}\n")
