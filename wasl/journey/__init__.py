"""The file's way through the phases: states, gates, hand-overs, who must do what next, by when.

The only room that knows the order of the four phases. It gathers facts from the rooms below (`selectors.facts`), hands
them to the phase services as `facts=`, moves the file when a gate is open, and keeps the day on which something is due.

`bulk` writes whole histories of made-up families at once, for practice and for measuring; a real instance refuses it.
"""
