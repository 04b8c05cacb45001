"""The dossier: client, trajectory, care team, and the one door."""
