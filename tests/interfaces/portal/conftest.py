"""What tests of the portal's pages share."""

import pytest

from giaoban.lib import clock


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand: the visit figures are kept for a second, so a page's cost depends on when it is asked."""
    moment = clock.now()
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: moment)
