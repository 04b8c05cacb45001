"""Results of questionnaires that were filled in elsewhere: the score, and none of the questions."""
