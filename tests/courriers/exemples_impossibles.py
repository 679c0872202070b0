"""The mail that tells what should never be, and is."""

_POSTE = "Un poste n’a pas deux parcours vivants : un emploi, une formation."
_PLACES = "Une session n’a pas plus de personnes admises ou entrées que de places commandées."
_PAGE = {"groupe": "Agents d’achat", "chemin": "/admin/pilotage/constatimpossible/"}
IMPOSSIBLES = [
    ("donnees_impossibles", {**_PAGE, "parus": [_POSTE, _PLACES], "disparus": []}),
    ("donnees_impossibles", {**_PAGE, "parus": [], "disparus": [_POSTE]}),
]
