"""The pages of the gallery: plain links, and nothing that isn't in the folder."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.gallery.parts import PARTS
from tests.gallery.scenes import ROOMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.gallery.matrix import Way

_STYLE = (
    "body{font-family:sans-serif;margin:24px;background:#f7f4ec;color:#14181c}"
    "a{color:#0a3a73}nav a{margin-right:14px}figure{display:inline-block;margin:8px}"
    "img{width:380px;border:1px solid #4f5961}figcaption{max-width:380px}"
)


def write_pages(folder: Path, scenes: Sequence[str], ways: Sequence[Way]) -> None:
    """`index.html`, a page for each way with all screens, and one for each screen in all ways."""
    held_by: dict[str, tuple[str, ...]] = {"parts": tuple(PARTS)} | {
        room: tuple(it.__name__ for it in every) for room, every in ROOMS.items()
    }
    groups = {name: [scene for scene in held if scene in scenes] for name, held in held_by.items()}
    for way in ways:
        body = [_nav(ways)]
        for name, held in groups.items():
            body.append(f'<h2 id="{_anchor(name)}">{escape(name)}</h2>')
            body += [_picture(scene, way, scene, f"{scene}.html") for scene in held]
        _write(folder / f"{way}.html", str(way), body)
    for scene in scenes:
        body = ['<p><a href="index.html">index</a></p>']
        body += [_picture(scene, way, str(way), f"{way}.html") for way in ways]
        _write(folder / f"{scene}.html", scene, body)
    body = ["<h2>By look</h2>", _nav(ways), "<h2>By screen</h2>"]
    for name, held in groups.items():
        links = " ".join(f'<a href="{it}.html">{escape(it)}</a>' for it in held)
        body.append(f'<h3 id="{_anchor(name)}">{escape(name)}</h3><nav>{links}</nav>')
    _write(folder / "index.html", "Gallery", body)


def _nav(ways: Sequence[Way]) -> str:
    """Links to every way, a line for each window and language."""
    lines: dict[tuple[str, str], list[str]] = {}
    for way in ways:
        words = f"{way.size.value} {way.theme.value}"
        line = lines.setdefault((way.window, way.language), [])
        line.append(f'<a href="{way}.html">{words}</a>')
    rows = (
        f"<p>{window}, {language}: <nav>{''.join(links)}</nav></p>"
        for (window, language), links in lines.items()
    )
    return "".join(rows)


def _picture(scene: str, way: Way, caption: str, leads_to: str) -> str:
    source = f"{way}/{scene}.png"
    return (
        f'<figure><a href="{source}"><img loading="lazy" src="{source}" alt="{escape(scene)}">'
        f'</a><figcaption><a href="{leads_to}">{escape(caption)}</a></figcaption></figure>'
    )


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _write(path: Path, title: str, body: Sequence[str]) -> None:
    head = f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title>'
    page = f"{head}<style>{_STYLE}</style><h1>{escape(title)}</h1>{''.join(body)}\n"
    path.write_text(page, encoding="utf-8")
