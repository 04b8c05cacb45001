"""The project, and the platform that both domains stand on."""
