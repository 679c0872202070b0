"""The part of the map that the aids after a hire hold."""

from tests.carte_codes import CONNECTES, OUVERT, seulement

AIDES = {
    "aides:accueil": ((), OUVERT),
    "aides:demandes": ((), CONNECTES),
    "aides:nouvelle": ((), CONNECTES),
    # A hire that is nobody's: who may come from one is in tests/aides/test_demande.py.
    "aides:depuis_embauche": (("sans_embauche",), seulement()),
    "aides:demande": (("demande_aide",), seulement("employeur")),
    "aides:etape": (("brouillon_aide", "section_aide"), seulement("employeur")),
    "aides:verifier": (("brouillon_aide",), seulement("employeur")),
    # Nothing is asked, nothing is granted: back to the request.
    "aides:completer": (("demande_aide",), seulement("employeur", code=302)),
    "aides:bilan": (("demande_aide",), seulement("employeur", code=302)),
    "aides:supprimer": (("brouillon_aide",), seulement("employeur")),
    "aides:abandonner": (("demande_aide",), seulement("employeur")),
    "aides:messages": (("demande_aide",), seulement("employeur", "agent")),
    "aides:plan": (("brouillon_aide",), seulement("employeur")),
    "aides:piece": (("piece_aide",), seulement("employeur", "agent")),
    "aides:document": (("lettre_aide",), seulement("employeur", "agent")),
}
