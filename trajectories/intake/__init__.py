"""The intake: from referral to a first plan, a step at a time."""
