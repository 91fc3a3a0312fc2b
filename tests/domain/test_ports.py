"""What stands at the edges of the domain says of itself what anybody may read."""

from __future__ import annotations

from uuid import UUID

from kiosk.domain.ports import HandOff, HandOffWanted

ID = UUID("01931f6e-7c1a-7000-8000-000000000001")


def test_whoever_reads_how_a_hand_off_is_written_can_neither_send_nor_open_anything() -> None:
    wanted = HandOffWanted("Giấy chứng sinh", "vi", ("image/jpeg",), 3, 5_000_000)
    written = repr(HandOff(ID, "https://portal.example/h#secret", b"secret", wanted, 600))
    assert "secret" not in written
    assert str(ID) in written
