"""What the test of silent clients serves: the gate of the slow pages, with connections that wait for nobody long."""

from giaoban.interfaces.gate import connection
from tests.interfaces.gate.slow import application

connection.HEAD_WITHIN, connection.SILENCE, connection.LOOK_EVERY = 1.0, 2.0, 0.1
__all__ = ["application"]
