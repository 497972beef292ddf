"""Earlier news of the demonstration, so that the list and the search have something to show. Made up, and says so."""

import json
from datetime import datetime
from pathlib import Path

from wagtail.models import Page, WorkflowState

from giaoban.demo.people import Cast
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import news_index
from giaoban.lib import clock
from giaoban.lib.clock import VIETNAM

DATA = Path(__file__).parent / "data"


def load_news(*, cast: Cast) -> None:
    """Publish the articles of news.json as the office does; the one that waits for approval stays with the chair."""
    index = news_index()
    for told in json.loads((DATA / "news.json").read_text(encoding="utf-8")):
        at = datetime.fromisoformat(f"{told['on']}T{told.get('time', '09:00')}").replace(tzinfo=VIETNAM)
        page = ArticlePage(
            title=told["title"], lead=told["lead"], body=[("paragraph", f"<p>{part}</p>") for part in told["body"]],
            published_at=at, live=False, byline="Ban biên tập", has_made_up_figures=True, owner=cast.editor,
        )  # fmt: skip
        index.add_child(instance=page)
        with clock.held(at):
            if told.get("waits"):
                submit(page, cast=cast)
            else:
                page.save_revision(user=cast.editor).publish(user=cast.chair)


def submit(page: Page, *, cast: Cast) -> WorkflowState:
    """Save a draft of the editor's and submit it to whoever approves."""
    page.save_revision(user=cast.editor)
    state: WorkflowState = page.get_workflow().start(page, cast.editor)
    return state
