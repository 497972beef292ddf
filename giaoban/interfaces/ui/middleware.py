"""What every response owes its reader: their language, a GET that cannot write, headers that keep the page its own."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from giaoban.domain.accounts.queries import has_left_the_desk
from giaoban.interfaces.ui.readonly import refuse_writes
from giaoban.lib import clock

Handler = Callable[[HttpRequest], HttpResponse]
# Wagtail's and Django's own desks keep sessions, logs and previews on GET and load inline script; they are behind
# sign-in. Sign-in pages rotate tokens and count attempts.
OWN_RULES = ("/cms/", "/quan-tri/", "/dang-nhap/", "/tai-khoan/")
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class ChosenLanguageMiddleware:
    """Speaks Vietnamese unless the reader chose another language; the choice is in a cookie.

    Instead of Django's LocaleMiddleware, which follows the browser: an office machine set to English is the rule,
    an office that wants English the exception. Whatever is answered below here speaks that language, so caches
    outside are told to keep it by cookie; the gate's own cache knows which two cookies matter (gate/keys.py).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response


class ReadOnlyGetMiddleware:
    """Refuses every write to the database while a GET or HEAD of ours is answered."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} or request.path.startswith(OWN_RULES):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)


class EndedPostMiddleware:
    """Keeps those out of Wagtail's and Django's desks whose post as editor or administrator has ended."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path.startswith(("/cms/", "/quan-tri/"))
            and request.user.is_authenticated
            and has_left_the_desk(request.user, clock.today())
        ):
            raise PermissionDenied
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Adds a strict Content-Security-Policy to pages of ours.

    Staff pages are kept nowhere; a public page shown to whoever is signed in, in their own browser only.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(("/cms/", "/quan-tri/")):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        if request.path.startswith("/lam-viec/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, max-age=0, must-revalidate")
        return response
