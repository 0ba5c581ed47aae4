"""Who may work on which file: organisations, accounts, roles, grants, sessions, and the one `require`.

Named modules beside the usual ones: `actor` (whoever acts), `protect` (row-level security of a table), `sessions`
(Django's session on the hashed token), `work` (the unit of work: transaction, context, record), `policy` (what the
programme's roles may do), `rows` (what every case row carries), `kept` (a question whose SQL is written once),
`founding` (sites, teams and accounts made by a command before there is anybody to ask), `passwords` (hashes that the
database can check itself), `printed` (one-time codes on paper for signing in without a phone or a vault), `passkeys`
(one's own passkeys, whose keys the vault sealed), `tokens` (personal access tokens for programs, and the answers they
were given), `accounts` (accounts of the staff: asked for by one person, approved by another, closed at once).
"""
