"""The camera films while a page shows it, and at no other time."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from tests.ui.camera.filming import FORMS, Film, Form, frame, scene
from ui.camera.device import NO_CAMERA, Camera
from ui.camera.picture import FrameUnusable, grey, picture
from ui.camera.view import CameraView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage
    from PySide6.QtMultimedia import QVideoFrame
    from pytestqt.qtbot import QtBot

    from tests.ui.camera.filming import Pixels
    from ui.theme.tokens import Tokens


def _half_red() -> Pixels:
    pixels = scene(size=(640, 360))
    pixels[:, :320] = (30, 30, 200)
    pixels[:, 320:] = (200, 60, 30)
    return pixels


def _near(image: QImage, x: int, y: int, colour: QColor) -> bool:
    seen = image.pixelColor(x, y)
    pairs = zip(seen.getRgb()[:3], colour.getRgb()[:3], strict=True)  # type: ignore[index]
    return all(abs(one - other) < 12 for one, other in pairs)


# --- the device ---


def test_nothing_of_multimedia_is_loaded_before_a_camera_is_looked_for() -> None:
    script = (
        "import sys; from ui.camera.device import Camera; import ui.camera.view; Camera();"
        "sys.exit(any(it in sys.modules for it in"
        " ('PySide6.QtMultimedia', 'cv2', 'numpy', 'zxingcpp')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_where_there_is_no_camera_none_is_found_and_nothing_films(
    qtbot: QtBot, camera: Camera
) -> None:
    camera.start()
    qtbot.waitUntil(lambda: camera._devices is not None)
    assert not camera.found
    assert not camera.films


def test_a_point_that_wants_no_camera_looks_for_none(qtbot: QtBot) -> None:
    del qtbot
    camera = Camera(NO_CAMERA)
    camera.start()
    assert camera._loader is None
    camera.close()


def test_it_films_between_start_and_stop_alone(qtbot: QtBot, camera: Camera, film: Film) -> None:
    heard: list[QVideoFrame] = []
    camera.frame.connect(heard.append)
    camera.start()
    film.send(frame(_half_red()))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].size() == QSize(640, 360)
    camera.stop()
    assert not film._input.sendVideoFrame(frame(_half_red()))


def test_a_camera_that_is_pulled_out_is_lost_and_films_again_when_it_is_back(
    qtbot: QtBot, camera: Camera, film: Film
) -> None:
    heard: list[QVideoFrame] = []
    camera.frame.connect(heard.append)
    camera.start()
    with qtbot.waitSignal(camera.lost):
        camera.feed(None)
    assert not camera.found
    assert not camera.films
    with qtbot.waitSignal(camera.ready):
        film.put_before(camera)
    film.send(frame(_half_red()))
    qtbot.waitUntil(lambda: bool(heard))


# --- pixels ---


@pytest.mark.parametrize("form", FORMS)
def test_every_form_shows_its_colours_and_its_grey_values(form: Form) -> None:
    sent = frame(_half_red(), form)
    image = picture(sent, QSize(320, 320))
    assert image.size() == QSize(320, 180)
    assert _near(image, 40, 90, QColor(200, 30, 30))
    assert _near(image, 280, 90, QColor(30, 60, 200))
    with grey(sent) as values:
        assert values.shape == (360, 640)
        assert abs(int(values[180, 100]) - 81) < 6
        assert abs(int(values[180, 500]) - 67) < 6


@pytest.mark.parametrize("width", [640, 400])
def test_a_jpeg_shows_as_much_as_any_other_form(width: int) -> None:
    """Lines of one dot each: whoever unpacks half of them sees grey."""
    pixels = scene(size=(640, 360))
    pixels[:, ::2] = 0
    packed, plain = (
        picture(frame(pixels, form), QSize(width, width))
        for form in (Form.Format_Jpeg, Form.Format_BGRX8888)
    )
    assert packed.size() == plain.size()
    between = [_lightness(packed, x) - _lightness(plain, x) for x in range(width)]
    assert max(map(abs, between)) < 10


def _lightness(image: QImage, x: int) -> int:
    return image.pixelColor(x, image.height() // 2).lightness()


def test_a_form_that_nobody_knows_is_refused() -> None:
    with pytest.raises(FrameUnusable), grey(_unknown()):
        pass
    with pytest.raises(FrameUnusable):
        picture(_unknown(), QSize(320, 320))


def _unknown() -> QVideoFrame:
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

    return QVideoFrame(QVideoFrameFormat(QSize(64, 64), Form.Format_P010))


# --- the view ---


@pytest.fixture
def build(qtbot: QtBot, tokens: Tokens, camera: Camera) -> Callable[..., CameraView]:
    """Builds a view in a window of its own, which is not shown yet."""
    windows: list[QWidget] = []

    def building(*, mirrored: bool = False) -> CameraView:
        window = QWidget()
        windows.append(window)
        window.resize(640, 460)
        qtbot.addWidget(window)
        view = CameraView(tokens, camera, mirrored=mirrored, parent=window)
        view.resize(640, 460)
        return view

    return building


@pytest.fixture
def view(build: Callable[..., CameraView]) -> CameraView:
    return build()


def test_the_camera_is_open_while_its_picture_is_on_the_glass(
    qtbot: QtBot, camera: Camera, film: Film, view: CameraView
) -> None:
    view.window().show()
    film.send(frame(_half_red()))
    qtbot.waitUntil(lambda: view.shows)
    view.window().hide()
    assert not camera.films
    assert not view.shows


def test_the_view_shows_the_picture_the_way_round_that_is_asked_for(
    qtbot: QtBot, film: Film, build: Callable[..., CameraView]
) -> None:
    for mirrored in (False, True):
        view = build(mirrored=mirrored)
        view.window().show()
        film.send(frame(_half_red()))
        qtbot.waitUntil(partial(getattr, view, "shows"))
        seen = view.grab().toImage()
        left, right = QColor(200, 30, 30), QColor(30, 60, 200)
        assert _near(seen, 120, 180, right if mirrored else left)
        view.window().close()


def test_frames_of_an_unknown_form_are_told_to_the_log_once(
    qtbot: QtBot, camera: Camera, view: CameraView, caplog: pytest.LogCaptureFixture
) -> None:
    view.window().show()
    for _ in range(2):
        with qtbot.waitSignal(view._picture.unusable):
            camera.frame.emit(_unknown())
    assert [vars(it)["reason"] for it in caplog.records] == ["Format_P010"]
    assert not view.shows


def test_what_is_found_is_outlined_where_it_is_seen(
    qtbot: QtBot, film: Film, view: CameraView
) -> None:
    view.window().show()
    film.send(frame(scene(size=(640, 360))))
    qtbot.waitUntil(lambda: view.shows)
    before = view.grab().toImage()
    corners = [QPointF(x, y) for x, y in ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))]
    view.outline(corners, found=True)
    view.frame_in(QRectF(0.1, 0.1, 0.8, 0.8))
    assert view.grab().toImage() != before
    view.outline(())
    view.frame_in(None)
    assert view.grab().toImage() == before


def test_frames_that_come_faster_than_they_are_shown_are_left_out(
    qtbot: QtBot, film: Film, view: CameraView
) -> None:
    """The newest is shown in the end, whatever was left out before it."""
    view.window().show()
    heard: list[object] = []
    view.frame.connect(heard.append)
    last = scene(size=(640, 360))
    last[:] = (0, 200, 0)
    for pixels in [*[_half_red()] * 30, last]:
        film.send(frame(pixels))
    qtbot.waitUntil(
        lambda: view.shows and _near(view.grab().toImage(), 320, 180, QColor(0, 200, 0))
    )
