"""The plan and the signal plan on paper: tagged PDFs, in the language that the reader chooses."""
