"""Acts that do not concern what is kept of public pages: the gate its pages, the portal its pieces."""

# What units write before it is accepted, remarks on cells, reminders, sign-ins, posts: no public page shows them.
QUIET_ACTS = (
    "reports.save_cell", "reports.save_cells", "reports.save_narrative", "reports.import_workbook",
    "reports.comment_on_cell", "reports.remind_unit", "reports.present_for_sign_off", "portal.compose_article",
    "portal.receive_feedback", "accounts.follow_posts",
    # noticed in Wagtail's own log, which tells publishing from withdrawing
    "portal.submit_page", "portal.approve_page", "portal.reject_page", "portal.cancel_submission",
    "portal.publish_page", "portal.schedule_page", "portal.cancel_schedule", "portal.unpublish_page",
    "portal.move_page", "portal.delete_page",
)  # fmt: skip
