"""How a person wants pages shown: text size, contrast, theme. Kept in a cookie, so that it works without script."""

from dataclasses import dataclass

from django.http import HttpRequest

COOKIE = "giaoban_hien_thi"
CHOICES: dict[str, tuple[str, ...]] = {
    "size": ("small", "medium", "large"),
    "contrast": ("normal", "high"),
    "theme": ("auto", "light", "dark"),
}


@dataclass(frozen=True)
class Display:
    """The choices in force; the first page shows the defaults."""

    size: str = "medium"
    contrast: str = "normal"
    theme: str = "auto"

    @property
    def cookie(self) -> str:
        return f"{self.size}.{self.contrast}.{self.theme}"

    def changed(self, name: str, value: str) -> "Display":
        """Return the display with one choice changed; what is not a choice changes nothing."""
        if value not in CHOICES.get(name, ()):
            return self
        return Display(**{**vars(self), name: value})


def display_from(cookie: str) -> Display:
    """Return the display a cookie's value stands for: one of eighteen, whatever it holds."""
    shown = Display()
    for name, value in zip(CHOICES, cookie.split("."), strict=False):
        shown = shown.changed(name, value)
    return shown


def display_of(request: HttpRequest) -> Display:
    """Return the display a request asks for."""
    return display_from(request.COOKIES.get(COOKIE, ""))
