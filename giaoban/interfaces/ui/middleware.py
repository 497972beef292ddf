"""What every response owes its reader: their language, a GET that cannot write, headers that keep the page its own."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.operations import follow_posts
from giaoban.domain.accounts.queries import has_left_the_desk
from giaoban.interfaces.ui.readonly import refuse_writes
from giaoban.lib import clock

Handler = Callable[[HttpRequest], HttpResponse]
# Wagtail's and Django's own desks keep sessions, logs and previews on GET and load inline script; they are behind
# sign-in. Sign-in pages rotate tokens and count attempts.
OWN_RULES = ("/cms/", "/quan-tri/", "/dang-nhap/", "/tai-khoan/")
# Wagtail's desk, Django's, and the pictures as uploaded, which only the desk may see.
DESKS = ("/cms/", "/quan-tri/", "/media/original_images/")
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
    """Refuses every write to the database while a GET or HEAD of ours is answered.

    A preview is a request made up by Wagtail's desk (`is_dummy`), which keeps its own rules.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_preview = getattr(request, "is_dummy", False)
        if request.method not in {"GET", "HEAD", "OPTIONS"} or is_preview or request.path.startswith(OWN_RULES):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)


class EndedPostMiddleware:
    """Keeps those out of Wagtail's and Django's desks whose post has ended.

    Whoever held several posts keeps what the remaining ones open: a chair no more, still an editor.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESKS) and isinstance(request.user, User):
            at = clock.now()
            follow_posts(user=request.user, at=at)
            if has_left_the_desk(request.user, at.date()):
                raise PermissionDenied
        return self.get_response(request)


class DeskTransactionMiddleware:
    """Makes what is posted to Wagtail's desk one transaction: a page is not published without its audit line.

    Previews are left out: they are posted with every pause in typing, and write nothing that counts.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Call the view inside a transaction."""
        if request.method != "POST" or not request.path.startswith("/cms/") or request.path.endswith("/preview/"):
            return None
        with transaction.atomic():
            return view(request, *args, **kwargs)


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
        elif response.status_code in {301, 404}:
            # Browsers keep these for ever where nothing is said; a page moved back must be found again.
            response.headers.setdefault("Cache-Control", "max-age=0, must-revalidate")
        return response
