"""The gap report: which building blocks a region lacks, what people need there, and where handovers stall."""
