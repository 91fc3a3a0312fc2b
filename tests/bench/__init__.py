"""The measured figures, each beside a peer in the same run."""
