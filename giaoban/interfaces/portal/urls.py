"""The public addresses that are not Wagtail pages, and one desk of ours inside Wagtail's."""

from django.urls import URLPattern, URLResolver, include, path

from giaoban.interfaces.portal import desk, feeds, map_views, media, page_views, recordings
from giaoban.interfaces.portal.search import views as searching
from giaoban.interfaces.portal.sitemaps import sitemap
from giaoban.interfaces.portal.statistics import views as counted

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = [
    path("ban-do/", map_views.administrative_map, name="map"),
    path("ban-do/ban-do.<slug:form>", map_views.map_file, name="map_file"),
    path("don-vi/<str:code>/", map_views.unit, name="unit"),
    path("thong-ke/", counted.statistics, name="statistics"),
    path("thong-ke/so-lieu.csv", counted.statistics_csv, name="statistics_csv"),
    path("tim-kiem/", searching.search, name="search"),
    path("tim-kiem/goi-y", searching.suggest, name="suggest"),
    path("", include("giaoban.interfaces.portal.records.urls")),
    path("lien-he/gui/<int:page_id>/", page_views.send_feedback, name="send_feedback"),
    path("lich-cong-tac.ics", page_views.schedule_ics, name="schedule_ics"),
    path("tin-tuc/atom.xml", feeds.ArticleFeed(), name="feed"),
    path("tin-tuc/anh/<int:page_id>.png", page_views.picture_for_sharing, name="share_picture"),
    path("anh-chia-se/<slug:name>.png", page_views.picture_of_record, name="list_picture"),
    path("anh-chia-se/<slug:name>/<str:key>.png", page_views.picture_of_record, name="record_picture"),
    path("tin-tuc/<slug:slug>.pdf", page_views.saved_article, name="saved_article"),
    # below the door of documents, which the gate's cache leaves alone
    path("tai-lieu/phat/<int:document_id>/<str:name>", recordings.recording, name="recording"),
    path("robots.txt", page_views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("media/<path:name>", media.media, name="media"),
    path("cms/luot-xem/", counted.article_reads, name="article_reads"),
    path("cms/luot-xem/ket-qua/", counted.article_reads_results, name="article_reads_results"),
    path("cms/soan-tin/", desk.compose_list, name="compose_list"),
    path("cms/soan-tin/<int:conference_id>/", desk.compose_article, name="compose_article"),
]
