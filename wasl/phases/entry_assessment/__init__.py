"""Phase 1: rosters and expected arrivals, reception, urgent needs the same day, in-depth assessment.

Named module: `importer` (reads lists as ministries send them; pure, so that it can be tried on anything).
"""
