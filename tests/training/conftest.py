from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.training.world import World, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any


@pytest.fixture(params=["sealed", "plain"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A portal with a public key, and one without."""
    with world(tmp_path, sealed=request.param == "sealed") as it:
        yield it


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    """A portal with a public key."""
    with world(tmp_path) as it:
        yield it


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One portal for all tests of a module that leave nothing behind."""
    with world(tmp_path_factory.mktemp("shared")) as it:
        yield it


@pytest.fixture
def tame(tmp_path: Path) -> Iterator[World]:
    """A portal that may be told to break the contract."""
    with world(tmp_path, kept=False) as it:
        yield it


@pytest.fixture
def make_world(tmp_path: Path) -> Callable[..., Any]:
    """A portal with other procedures or another manner."""
    return lambda **how: world(tmp_path, **how)
