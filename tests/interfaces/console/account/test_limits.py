"""Limits of attempts are counted by all processes together."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from giaoban.domain.accounts.models import User
from tests.interfaces.gate.test_purge import address_of_own_database
from tests.own_database import at_once, own_database

ATTEMPTS = """
import django; django.setup()
from django.test import Client
told = [Client(HTTP_HOST="localhost").post("/dang-nhap/", {"login": "thu-ky", "password": word}).content.decode()
        for word in "%s".split(",")]
print(sum("sai quá nhiều lần" in text for text in told), sum("không đúng" in text for text in told))
"""


def attempts(data: Path, address: str, words: str) -> list[int]:
    """Try to sign in from a process of its own; return how many attempts were too many, and how many wrong."""
    facts = {"GIAOBAN_DATA": str(data), "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings",
             "GIAOBAN_DEBUG": "1"}  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", ATTEMPTS % words], env=os.environ | facts, capture_output=True, text=True, check=True
    ).stdout
    return [int(word) for word in told.split()]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_processes_share_one_limit(tmp_path: Path) -> None:
    with own_database(tmp_path):
        at_once(1, lambda _: User.objects.create_user("thu-ky", password="dung-roi-day") and None)
        address = address_of_own_database()
        connection.close()
        assert attempts(tmp_path, address, "a,b,c") == [0, 3]
        assert attempts(tmp_path, address, "d,e,dung-roi-day") == [1, 2]
