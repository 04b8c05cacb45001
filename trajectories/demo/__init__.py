"""The demo people and their history, built through the portal's own actions."""
