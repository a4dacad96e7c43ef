"""The client that a shop installs."""
