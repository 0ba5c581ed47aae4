"""Answers that remember the version, language and mode in which they were given, and scores by declared rules."""
