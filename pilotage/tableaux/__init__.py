"""Dashboards: their pages, and figures as pages show them, for the administration and for the public frame alike."""
