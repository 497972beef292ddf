"""Conferences: programme, delegates, opinions, ballots, conclusions."""
