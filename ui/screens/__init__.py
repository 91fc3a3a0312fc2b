"""One file a screen: each shows a value and reports a meaning."""
