"""Phase 4: contacts by need, hand-over to the home governorate, closing, re-opening."""
