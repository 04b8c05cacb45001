"""Opening a dossier in an emergency: finding the client, reading for an hour at most, reviewing it afterwards."""
