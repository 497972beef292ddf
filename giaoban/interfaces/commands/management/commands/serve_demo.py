"""giaoban serve_demo: what `make run` does: load the demonstration the first time, then serve it."""

from giaoban.interfaces.commands.management.commands import run


class Command(run.Command):
    """Serve the demonstration."""

    help = "Nạp bản trình diễn lần đầu, rồi phục vụ (dùng bởi make run)."
    demonstration = True
