"""The guide of a region: its building blocks, preconditions, working agreements and lessons as one handbook."""
