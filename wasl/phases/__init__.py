"""The four phases never import one another; `casefile` below is where they meet, `journey` above knows the order."""
