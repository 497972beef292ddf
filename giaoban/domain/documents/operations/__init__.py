"""Acts on papers: organs, terms and series set up; papers issued, registered, replaced, shown; drafts written, adopted,
open for public comment.
"""

from giaoban.domain.documents.operations.consultations import (
    AnswerConflict,
    CommentRefused,
    answer_public_comment,
    close_for_comment,
    open_for_comment,
    submit_public_comment,
)
from giaoban.domain.documents.operations.drafts import (
    DraftConflict,
    add_draft_version,
    adopt_draft,
    issue_draft,
    start_draft,
)
from giaoban.domain.documents.operations.papers import (
    DuplicatePaper,
    hide_paper,
    issue_paper,
    publish_paper,
    register_incoming,
    replace_paper,
)
from giaoban.domain.documents.operations.series import PaperRefused, open_series, open_term, register_organ

__all__ = [
    "AnswerConflict",
    "CommentRefused",
    "DraftConflict",
    "DuplicatePaper",
    "PaperRefused",
    "add_draft_version",
    "adopt_draft",
    "answer_public_comment",
    "close_for_comment",
    "hide_paper",
    "issue_draft",
    "issue_paper",
    "open_for_comment",
    "open_series",
    "open_term",
    "publish_paper",
    "register_incoming",
    "register_organ",
    "replace_paper",
    "start_draft",
    "submit_public_comment",
]
