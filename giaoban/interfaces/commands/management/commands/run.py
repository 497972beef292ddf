"""giaoban run: bring the installation up to the code, then serve it."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

import django
from django.core.management.base import BaseCommand
from django.db import connections

from giaoban.interfaces.commands.preparing import prepare, read_stamp
from giaoban.interfaces.commands.quick import is_ready
from giaoban.interfaces.commands.serving import check_port, serve, usual_workers


class Command(BaseCommand):
    """Serve the system."""

    help = "Cập nhật cơ sở dữ liệu và tệp giao diện nếu cần, rồi phục vụ hệ thống."
    requires_system_checks: list[str] = []
    demonstration = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=0, help="số tiến trình (mặc định: 1 với SQLite, 2 nếu khác)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve until told to stop."""
        host, port = options["host"], options["port"]
        check_port(host, port)
        if not is_ready(read_stamp(), demonstration=self.demonstration):
            django.setup()
            prepare(self.tell, demonstration=self.demonstration)
            if is_ready(read_stamp(), demonstration=self.demonstration):
                self.start_again()
        self.tell(f"Giao Ban: http://{host}:{port}/   (dừng: Ctrl+C)")
        serve(host, port, options["workers"] or usual_workers())

    def start_again(self) -> None:
        """Become the process of a later start, which holds nothing of what preparing needed: half the memory."""
        connections.close_all()
        os.execv(sys.executable, sys.orig_argv)

    def tell(self, line: str) -> None:
        """Print one line at once."""
        self.stdout.write(line)
        self.stdout.flush()
