"""Earlier news of the demonstration, so that the list and the search have something to show. Made up, and says so."""

import json
from datetime import datetime
from pathlib import Path

from giaoban.demo.people import Cast
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import news_index
from giaoban.lib.clock import VIETNAM

DATA = Path(__file__).parent / "data"


def load_news(*, cast: Cast) -> None:
    """Publish the articles of news.json as the editor does."""
    index = news_index()
    for told in json.loads((DATA / "news.json").read_text(encoding="utf-8")):
        page = ArticlePage(
            title=told["title"], lead=told["lead"], body=[("paragraph", f"<p>{part}</p>") for part in told["body"]],
            published_at=datetime.fromisoformat(f"{told['on']}T09:00").replace(tzinfo=VIETNAM), live=False,
            byline="Ban biên tập", has_made_up_figures=True, owner=cast.editor,
        )  # fmt: skip
        index.add_child(instance=page)
        page.save_revision(user=cast.editor).publish(user=cast.editor)
