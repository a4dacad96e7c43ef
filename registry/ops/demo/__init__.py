"""The main job on this machine: three shops, a few hundred orders, four buyers asked about."""
