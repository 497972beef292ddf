"""Every address, by door (DESIGN §6)."""

from allauth.account.views import LogoutView
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from giaoban.interfaces.console.account.signin import SignInView, to_sign_in
from giaoban.interfaces.gate.figures import visit_figures
from giaoban.interfaces.gate.health import healthz
from giaoban.interfaces.portal.page_views import serve

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("thong-ke/so-lieu", visit_figures, name="visit_figures"),
    path("dang-nhap/", SignInView.as_view(), name="account_login"),
    path("dang-xuat/", LogoutView.as_view(), name="account_logout"),
    path("tai-khoan/", include("giaoban.interfaces.console.account.signin_urls")),
    # Without a token: public pages carry none, so that they stay cacheable; the worst a forger does is change words.
    path("ngon-ngu/", csrf_exempt(set_language), name="set_language"),
    path("giao-dien/", include("giaoban.interfaces.ui.urls")),
    path("lam-viec/", include("giaoban.interfaces.console.urls")),
    # the sign-in forms that Django's admin and Wagtail bring along, shadowed by ours
    path("quan-tri/login/", to_sign_in),
    path("cms/login/", to_sign_in),
    path("_util/login/", to_sign_in),
    path("quan-tri/", admin.site.urls),
    # before Wagtail's desk, which answers 404 for every address under /cms/ that it does not know
    path("", include("giaoban.interfaces.portal.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    # What Wagtail serves, begun from what is kept of the tree's top; addresses are made by Wagtail's own line below.
    re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", serve),
    path("", include(wagtail_urls)),
]

ERRORS = "giaoban.interfaces.ui.errors"
handler400 = f"{ERRORS}.bad_request"
handler403 = f"{ERRORS}.forbidden"
handler404 = "giaoban.interfaces.portal.errors.not_found"
handler429 = f"{ERRORS}.too_many"
handler500 = f"{ERRORS}.server_error"
