"""Starting again where nothing changed: the parent process then serves without loading Django, half the wait.

Only for SQLite, where the database is a file beside the stamp; everything else takes the usual way.
"""

from hashlib import blake2b
from pathlib import Path

from django.conf import settings

HOUSE = Path(__file__).resolve().parents[3]


def state_of_code() -> str:
    """Return a short key of what a start would prepare: migrations, static files, settings, locked libraries."""
    digest = blake2b(digest_size=12)
    paths = [*HOUSE.glob("giaoban/**/migrations/*.py"), *HOUSE.glob("giaoban/**/static/**/*")]
    for path in sorted([*paths, HOUSE / "config/settings.py", HOUSE / "requirements/run.txt"]):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_ready(stamp: dict[str, str], *, demonstration: bool) -> bool:
    """Return whether the stamp of the last start says that nothing is left to prepare."""
    database = settings.DATABASES["default"]
    return (
        stamp.get("code") == state_of_code()
        and (not demonstration or stamp.get("demo") == "loaded")
        and database["ENGINE"].endswith("sqlite3")
        and stamp.get("database") == inode_of(Path(str(database["NAME"])))
        and Path(settings.STATIC_ROOT, "staticfiles.json").exists()
    )


def inode_of(database: Path) -> str:
    """Return what tells a database file from another one put in its place; "" where there is none."""
    return str(database.stat().st_ino) if database.exists() else ""
