"""The questionnaires that an organisation adds itself: a definition file, its versions, and its end."""
