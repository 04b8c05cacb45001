"""What everything else stands on: no models, no knowledge of any feature."""
