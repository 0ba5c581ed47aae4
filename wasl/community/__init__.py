"""Places of return: readiness, outreach, mediation. Filled by a later issue; holds no table yet."""
