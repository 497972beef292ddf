"""The doors: console, portal, gate, back office and commands, all standing on ui."""
