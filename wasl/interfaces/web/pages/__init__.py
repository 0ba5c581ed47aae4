"""What pages show: cards of the rooms turned into the shapes that the components draw. No query, no rule."""
