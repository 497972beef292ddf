"""`giaoban demo`: load the demonstration into an empty database."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from giaoban.demo.load import AlreadyLoaded, load_demonstration


class Command(BaseCommand):
    help = "Nạp bản trình diễn (Phổ Yên, 6 tháng đầu năm 2020) vào cơ sở dữ liệu còn trống"

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()

        def say(line: str) -> None:
            self.stdout.write(f"  {time.monotonic() - started:5.1f} s  {line}")

        try:
            load_demonstration(say)
        except AlreadyLoaded as refusal:
            raise CommandError(
                "Cơ sở dữ liệu đã có người dùng: bản trình diễn chỉ nạp vào cơ sở dữ liệu trống. "
                "Đặt GIAOBAN_DATA sang thư mục khác rồi chạy lại."
            ) from refusal
        say("Xong")
