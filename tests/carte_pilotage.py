"""The addresses of steering outside of the administration, and who may open them."""

from tests.carte_codes import OUVERT, ROLES, seulement

# Who has the right by name: an elected member, an auditor; an officer as well, without files there.
LISENT = seulement("agent", sinon=403)

PILOTAGE = {
    "tableaux:apercu": ((), LISENT),
    "tableaux:chaine": ((), LISENT),
    "tableaux:resultats": ((), LISENT),
    "tableaux:lots": ((), LISENT),
    "tableaux:attente": ((), LISENT),
    "tableaux:besoins": ((), LISENT),
    "mesures:liste": ((), LISENT),
    "mesures:mesure": (("mesure",), LISENT),
    "mesures:rapport": ((), LISENT),
    "mesures:rapport_pdf": ((), LISENT),
    "security_txt": ((), OUVERT),
    # Open to who says a token, which the tests' settings do not have: tests/pilotage/test_metriques.py.
    "metriques": ((), dict.fromkeys(ROLES, 404)),
    "chiffres:page": ((), OUVERT),
    # Nothing is published in the world of the map: tests/pilotage/test_publics.py opens it.
    "chiffres:fichier": (("jeu", "forme"), dict.fromkeys(ROLES, 404)),
}
