"""The conference's pages."""

from giaoban.interfaces.console.conference.views.decisions import ballot, conclude, conclusion
from giaoban.interfaces.console.conference.views.desk import desk, index, plan, roll
from giaoban.interfaces.console.conference.views.items import item
from giaoban.interfaces.console.conference.views.papers import paper, papers

__all__ = ["ballot", "conclude", "conclusion", "desk", "index", "item", "paper", "papers", "plan", "roll"]
