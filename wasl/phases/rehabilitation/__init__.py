"""Phase 2: plan, services, regular reviews."""
