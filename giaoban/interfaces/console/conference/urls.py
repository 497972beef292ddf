"""Addresses of the conference."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.conference import views
from giaoban.interfaces.ui import navigation

app_name = "conference"
navigation.add(navigation.Entry("console:conference:index", _("Hội nghị"), position=40))

urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.plan, name="plan"),
    path("<int:conference_id>/", views.desk, name="desk"),
    path("<int:conference_id>/diem-danh/", views.roll, name="roll"),
    path("<int:conference_id>/muc/<int:item_id>/", views.item, name="item"),
    path("<int:conference_id>/bieu-quyet/<int:ballot_id>/", views.ballot, name="ballot"),
    path("<int:conference_id>/ket-luan/<int:conclusion_id>/", views.conclusion, name="conclusion"),
    path("<int:conference_id>/ket-thuc/", views.conclude, name="conclude"),
    path("<int:conference_id>/van-ban/", views.papers, name="papers"),
    path("<int:conference_id>/van-ban/<int:paper_id>/", views.paper, name="paper"),
]
