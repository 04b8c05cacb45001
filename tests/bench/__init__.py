"""How fast it is: `manage.py bench` (quality, Speed). Figures are ratios within one run, each page checked first."""
