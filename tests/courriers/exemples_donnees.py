"""The mail that leads a person to its own data."""

DONNEES = [("lien_donnees", {"stagiaires": [7], "chemin": "/insertion/r/donnees/jeton/"})]
