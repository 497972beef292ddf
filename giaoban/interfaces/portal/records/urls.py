"""Addresses of the pages fed from the records; names stand in the portal's namespace."""

from django.urls import path

from giaoban.interfaces.portal.records import briefings, consultations, documents, figures, works

urlpatterns = [
    path("van-ban/", documents.index, name="documents"),
    path("van-ban/<int:paper_id>/", documents.document, name="document"),
    path("van-ban/<int:paper_id>/tep/", documents.download, name="document_file"),
    path("giao-ban/", briefings.index, name="briefings"),
    path("giao-ban/<int:conference_id>/", briefings.briefing, name="briefing"),
    path("giao-ban/<int:conference_id>.pdf", briefings.saved, name="saved_briefing"),
    path("so-lieu/", figures.index, name="figures"),
    path("so-lieu/tai/<slug:form>/", figures.download, name="figures_file"),
    path("cong-trinh/", works.index, name="works"),
    path("cong-trinh/<int:work_id>-<slug:slug>/", works.work, name="work"),
    path("gop-y/", consultations.index, name="consultations"),
    path("gop-y/<int:consultation_id>/", consultations.consultation, name="consultation"),
    path("gop-y/<int:consultation_id>/da-gui/", consultations.sent, name="consultation_sent"),
]
