"""Writing of phase 4: offers to an office in `offers`, contacts in `contacts`, the end and its return in `closings`."""
