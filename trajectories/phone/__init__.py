"""The phone that somebody called their own: what can be read on it without a network, and what it sends later."""
