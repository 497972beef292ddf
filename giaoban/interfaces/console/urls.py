"""The staff side's addresses, by area. Each area keeps its own urls module and its line of the menu."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "console"

AREA = "giaoban.interfaces.console"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bao-cao/", include(f"{AREA}.reports.urls")),
    path("tong-hop/", include(f"{AREA}.figures.urls")),
    path("hoi-nghi/", include(f"{AREA}.conference.urls")),
    path("nhiem-vu/", include(f"{AREA}.tasks.urls")),
    path("cong-trinh/", include(f"{AREA}.works.urls")),
    path("van-ban/", include(f"{AREA}.documents.urls")),
    path("thiet-lap/", include(f"{AREA}.setup.urls")),
    path("toi/", include(f"{AREA}.account.urls")),
    path("giao-dien/", include("giaoban.interfaces.ui.gallery_urls")),
    path("", include(f"{AREA}.cycle.urls")),
]
