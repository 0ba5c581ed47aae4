"""Person and household over time: who belongs together since when and why.

Named module: `names` (a person's name as it was opened).
"""
