"""What every door stands on: tokens, components, base templates, error pages."""
