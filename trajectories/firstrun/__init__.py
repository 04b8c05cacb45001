"""The first minutes of a client: from the invitation to the own plan, in few screens, gone on with anywhere."""
