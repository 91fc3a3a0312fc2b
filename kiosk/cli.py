"""The command line: one verb, one function. Nothing here loads Qt before it is needed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from kiosk import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.version_option(__version__, prog_name="kiosk")
def main() -> None:
    """The help-point kiosk."""


@main.command()
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The settings of this help point (TOML).",
)
@click.option("--until-painted", is_flag=True, hidden=True)
@click.option("--tour-leg", is_flag=True, hidden=True, help="Orders come on stdin.")
def run(settings_file: Path | None, *, until_painted: bool, tour_leg: bool) -> None:
    """Open the kiosk on this machine's screen."""
    from kiosk.app import run_window
    from kiosk.settings import SettingsInvalid, load_settings

    try:
        settings = load_settings(settings_file)
    except SettingsInvalid as error:
        raise click.ClickException(str(error)) from error
    sys.exit(run_window(settings, until_painted=until_painted, tour=tour_leg))


@main.command()
@click.option(
    "--tour",
    "pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Play the main job by itself and save its pictures and tour.json here.",
)
@click.option(
    "--scenario",
    type=click.Choice(["online", "offline", "resume"]),
    default="online",
    show_default=True,
)
@click.option("--fast", is_flag=True, help="Without the pauses in which a person can watch.")
@click.option("--without-card", is_flag=True, help="The person has no identity card to scan.")
@click.option("--watch", is_flag=True, help="Play it for those who watch, and keep no pictures.")
def demo(
    pictures: Path | None, scenario: str, *, fast: bool, without_card: bool, watch: bool
) -> None:
    """Show the kiosk with the training portal: invented people, nothing leaves this machine."""
    from kiosk.demonstration import Tour, show, tour

    if watch:
        with tempfile.TemporaryDirectory(prefix="kiosk-watch-") as folder:
            sys.exit(tour(Tour(Path(folder), scenario, fast, not without_card), click.echo))
    if pictures is None:
        sys.exit(show())
    sys.exit(tour(Tour(pictures, scenario, fast, not without_card), click.echo))


@main.group()
def training() -> None:
    """The training portal, for practice and demonstration."""


@training.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--port", type=int, default=0, help="0 takes a free one.")
@click.option("--ready", type=click.Path(dir_okay=False, path_type=Path), required=True)
def serve(folder: Path, port: int, ready: Path) -> None:
    """Serve the training portal on loopback until told to stop."""
    from kiosk.app import serve_training

    serve_training(folder, port, ready)


@main.command("paper-reader", hidden=True)
def paper_reader() -> None:
    """Look into one file from stdin: a process of its own, since files can be hostile."""
    from kiosk.papers.child import main as read

    read()
