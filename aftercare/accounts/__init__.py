"""People who use the portal, the organisations they belong to, and how they get in."""
