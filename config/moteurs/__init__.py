"""What search engines are told: which pages are theirs to show, the plan of the site, what robots leave alone."""
