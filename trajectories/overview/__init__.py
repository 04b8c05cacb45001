"""Pages composed of many features: the dossier page and the homes."""
