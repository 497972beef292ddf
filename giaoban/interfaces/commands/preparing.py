"""Making an installation ready to serve: schema, static files, demonstration; what is done is not done again.

A stamp file beside the database says for which state of the code each step was done, so that a start that has
nothing to do takes milliseconds here.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection

from giaoban.interfaces.commands.quick import inode_of, state_of_code

Tell = Callable[[str], None]
LOADING, LOADED = "loading", "loaded"
# Wagtail's long history is applied while few models are known, as Django renders all of them at every step: a sixth
# of the time is saved.
FIRST = ("wagtailcore", "wagtailimages", "wagtaildocs", "wagtailadmin")


def prepare(tell: Tell, *, demonstration: bool = False) -> None:
    """Bring schema and static files up to the code, and load the demonstration where it is asked for and missing."""
    stamp = read_stamp()
    if demonstration and stamp.get("demo") == LOADING:
        start_over(tell)
        stamp = {}
    migrate(stamp, tell)
    collect(stamp, tell)
    if demonstration and stamp.get("demo") != LOADED and "demo" in get_commands():
        write_stamp(stamp | {"demo": LOADING})
        with step(tell, "Nạp bản trình diễn"):
            call_command("demo")
        stamp["demo"] = LOADED
    call_command("setup_portal")
    stamp["code"] = state_of_code()
    stamp["database"] = inode_of(Path(str(settings.DATABASES["default"]["NAME"])))
    write_stamp(stamp)


def migrate(stamp: dict[str, str], tell: Tell) -> None:
    """Apply migrations where the code has other ones than were applied, or the database is another (1 query)."""
    key = key_of(path for config in apps.get_app_configs() for path in Path(config.path, "migrations").glob("*.py"))
    applied = migrations_applied()
    if stamp.get("schema") == f"{key}-{applied}" and applied:
        return
    with step(tell, "Tạo cơ sở dữ liệu" if not applied else "Cập nhật cơ sở dữ liệu"):
        for app in FIRST if not applied else ():
            call_command("migrate", app, verbosity=0, skip_checks=True)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    stamp["schema"] = f"{key}-{migrations_applied()}"
    write_stamp(stamp)


def migrations_applied() -> int:
    """Return how many migrations the database has; 0 for an empty one."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
            return int(cursor.fetchone()[0])
    except DatabaseError:
        return 0


def collect(stamp: dict[str, str], tell: Tell) -> None:
    """Collect static files where any of them changed."""
    folders = [Path(config.path, "static") for config in apps.get_app_configs()]
    key = key_of(path for folder in folders for path in folder.rglob("*") if path.is_file())
    if stamp.get("static") == key and Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return
    with step(tell, "Chuẩn bị tệp giao diện"):
        call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    stamp["static"] = key
    write_stamp(stamp)


def start_over(tell: Tell) -> None:
    """Put aside a database in which loading the demonstration was broken off; it never held anybody's work."""
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor == "sqlite" and settings.DATA_DIR in name.parents:
        tell("Lần nạp trước bị ngắt giữa chừng: nạp lại từ đầu.")
        connection.close()
        for path in settings.DATA_DIR.glob(f"{name.name}*"):
            path.unlink()
        settings.CLOCK_FILE.unlink(missing_ok=True)
        write_stamp({})


@contextmanager
def step(tell: Tell, what: str) -> Iterator[None]:
    """Say what begins, and when it ends how many seconds it took."""
    tell(f"{what}…")
    start = time.monotonic()
    yield
    tell(f"{what}: xong sau {time.monotonic() - start:.0f} giây")


def key_of(paths: Iterator[Path]) -> str:
    """Return a short key of the files: their places, sizes and times of change."""
    digest = blake2b(digest_size=12)
    for path in sorted(paths):
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def stamp_path() -> Path:
    """Return where the stamp stands."""
    folder: Path = settings.DATA_DIR
    return folder / "prepared.json"


def read_stamp() -> dict[str, str]:
    """Return what was prepared; nothing where it cannot be read."""
    try:
        stored: dict[str, str] = json.loads(stamp_path().read_text())
    except (OSError, ValueError):
        return {}
    return stored


def write_stamp(stamp: dict[str, str]) -> None:
    """Keep what was prepared."""
    stamp_path().write_text(json.dumps(stamp))
