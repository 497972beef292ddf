"""The public Wagtail site; reads the domain, never writes."""
