"""What a copy tells, a module for each part of the dossier; document.py puts them in order."""
