"""Users and the roles they hold in units, with dates."""
