"""Units with dates, their tree, successions, sectors and blocs."""
