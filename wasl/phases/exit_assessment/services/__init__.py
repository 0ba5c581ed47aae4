"""Writing of phase 3: answers and decisions in `decisions`, the way out of the door in `departures`."""
