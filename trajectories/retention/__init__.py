"""How long a dossier is kept, the request to destroy it, and the destruction."""
