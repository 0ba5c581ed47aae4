"""Who works on how much: the load of a team, cover for an absent colleague, who takes which family.

A cover is given to a named colleague between two moments. It lies in the grants of each family (purpose `cover`, role
`stand-in` of the programme), so that the database ends it to the second, whether or not anything of ours is running.
"""
