"""A warm handover of a client to a partner: proposed, agreed to, accepted, and asked after."""
