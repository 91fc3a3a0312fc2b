"""The training portal: the whole contract on loopback, for practice, demonstration and tests."""
