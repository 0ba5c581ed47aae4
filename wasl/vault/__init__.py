"""The process that holds the keys, its client, and the sealer of the audit."""
