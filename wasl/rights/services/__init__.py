"""Writing down what people ask of us, and what came of it."""
