"""Style sheets of a door, written as several files and sent as one.

The sheet that bears its folder's name (portal/portal.css) lists its parts as @import lines. When static files are
gathered the parts take the place of those lines, so that a page waits for one sheet; unjoined, in development and
tests, browsers follow the lines themselves.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Sources = dict[str, tuple[Storage, str]]
_IMPORT = re.compile(r"""@import url\("([^"]+)"\);\n?""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN = re.compile(r"\n\s*")


def is_list(name: str) -> bool:
    """Return whether a static file is the list of its door's sheets."""
    folder = posixpath.dirname(name)
    return bool(folder) and name == f"{folder}/{folder}.css"


def joined(name: str, sources: Sources) -> str:
    """Return the sheet with its parts in the place of its @import lines, comments and margins gone.

    A part that is not among the sources raises KeyError: a door without its looks is not to be served.
    """
    storage, path = sources[name]
    with storage.open(path) as file:
        text = file.read().decode()
    parts = _IMPORT.sub(lambda line: joined(posixpath.normpath(f"{name}/../{line[1]}"), sources), text)
    return _MARGIN.sub("\n", _COMMENT.sub("", parts)).strip() + "\n"


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Static files with hashed names, compressed, where a sheet made of parts has become one file."""

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Yield what Django's own step yields, having put joined sheets in the place of the lists."""
        made = InMemoryStorage()
        for name in () if dry_run else filter(is_list, paths):
            made.save(name, ContentFile(joined(name, paths).encode()))
        lists = {name: (made, name) for name in paths if made.exists(name)}
        yield from super().post_process(paths | lists, dry_run, **options)
