"""Recording and evidence: what happened in a session, and what may be concluded from it."""
