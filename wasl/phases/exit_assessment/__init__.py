"""Phase 3: declared criteria, findings, decision by others, departure with notice."""
