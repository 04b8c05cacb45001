"""Words of the features, for templates."""
