"""Which screenshots the guides show: one line each.

``adresse`` may name a file of the demonstration, by its key in ``config.captures.service.dossiers``.
"""

from dataclasses import dataclass

TELEPHONE = 375
# A training body has more places to go: below that, its navigation takes two lines.
LARGE = 1280


@dataclass(frozen=True, slots=True)
class Capture:
    """One picture: its file, who is signed in (a key of the demonstration's accounts, or nobody), the page.

    ``gestes``: (what is done, the name of the field or button, the value) before the picture. ``depuis``: the element
    the picture begins at, instead of the top of the page. Sizes are in CSS pixels.
    """

    nom: str
    compte: str
    adresse: str
    gestes: tuple[tuple[str, str, str], ...] = ()
    depuis: str = ""
    hauteur: int = 900
    largeur: int = 1000


SIMULATION = (
    "/simulateur/?secteur=inter-industrie&contrat_type=cdi&heures_hebdo=35&nombre_postes=2"
    "&commune=Cholet (49300)&insertion=non&engagement_recruter=oui&etapes=stage"
)
SIRET = (("écrire", "Numéro SIRET de l’employeur", "{siret}"), ("choisir", "insertion", "non"))

EMPLOYEUR = (
    Capture("employeur-simulateur", "", SIMULATION, depuis=".deux", hauteur=700),
    Capture("employeur-deposer", "employeur", "/employeur/intentions/{brouillon}/etape/contrat/", hauteur=900),
    Capture("employeur-verifier", "elodie.grelier", "/employeur/intentions/{presque_pret}/verifier/", hauteur=900),
    Capture("employeur-confirmer", "", "/r/confirmer/{lien}/", largeur=TELEPHONE, hauteur=1000),
    Capture("employeur-completer", "employeur", "/employeur/intentions/{a_preciser}/completer/", hauteur=820),
    Capture("employeur-intention", "employeur", "/employeur/intentions/{convoitee}/", hauteur=1300),
    Capture("employeur-rendez-vous", "employeur", "/employeur/rendez-vous/", hauteur=370),
    Capture("employeur-etablissements", "employeur", "/etablissements/", hauteur=350),
    Capture("employeur-candidats", "employeur", "/parcours/employeur/", largeur=LARGE, hauteur=700),
    Capture("employeur-embauche", "", "/insertion/r/embauche/{lien_embauche}/", largeur=TELEPHONE, hauteur=1000),
)

ORGANISME = (
    Capture("organisme-intentions", "cotraitant", "/organisme/intentions/", largeur=LARGE, hauteur=820),
    Capture("organisme-regroupements", "cotraitant", "/besoins/regroupements/", largeur=LARGE, hauteur=900),
    Capture("organisme-demande", "cotraitant", "/organisme/sessions/{brouillon_session}/modifier/", largeur=LARGE),
    Capture("organisme-transmettre", "cotraitant", "/transmettre/nouvelle/", SIRET, largeur=LARGE, hauteur=860),
    Capture("organisme-sessions", "cotraitant", "/organisme/sessions/", largeur=LARGE, hauteur=720),
    Capture("organisme-bons", "mandataire", "/organisme/bons/", largeur=LARGE, hauteur=400),
    Capture("organisme-rendez-vous", "cotraitant", "/organisme/sessions/{session}/etapes/{etape}/", largeur=LARGE),
    Capture("organisme-messages", "cotraitant", "/messages/intention/{intention_du_fil}/", largeur=LARGE, hauteur=650),
)

SUITES = (
    Capture("organisme-completer", "mandataire", "/organisme/sessions/{a_completer}/modifier/", largeur=LARGE),
    Capture("organisme-place", "cotraitant", "/organisme/sessions/{du_fil}/", largeur=LARGE, hauteur=760),
    Capture("organisme-lot", "mandataire", "/organisme/lots/{lot}/", largeur=LARGE, hauteur=860),
    Capture("organisme-avenant", "cotraitant", "/organisme/sessions/{session}/avenants/heures/", largeur=LARGE),
    Capture("organisme-commande", "mandataire", "/organisme/bons/{bon}/", largeur=LARGE, hauteur=900),
    Capture("organisme-fil", "cotraitant", "/messages/session/{du_fil}/", largeur=LARGE, hauteur=640),
)

APRES_LA_COMMANDE = (
    Capture("organisme-groupe", "cotraitant", "/parcours/sessions/{en_cours}/groupe/", largeur=LARGE, hauteur=1000),
    Capture("organisme-entrees", "fanny.delaunay", "/parcours/sessions/{socle}/entrees/", largeur=LARGE, hauteur=700),
    Capture("organisme-sortie", "cotraitant", "/parcours/{interrompu}/sortie/", largeur=LARGE, hauteur=760),
    Capture("organisme-programme", "cotraitant", "/parcours/{partiel}/programme/", largeur=LARGE, hauteur=900),
    Capture("organisme-bilan", "cotraitant", "/parcours/sessions/{finie}/bilan/", largeur=LARGE, hauteur=900),
)

# Refused as it is typed: the page says so a moment later.
_TROP = (
    ("écrire", "Faites, Amina Bleuet", "89"),
    ("écrire", "Faites, Kevin Giroflée", "200"),
    ("attendre", "par jour).", ""),
)

HEURES = (
    Capture("organisme-heures", "cotraitant", "/heures/", largeur=LARGE, hauteur=560),
    Capture("organisme-releve", "cotraitant", "/heures/{releve}/", _TROP, largeur=LARGE, hauteur=900),
    Capture("organisme-emargement", "cotraitant", "/heures/{releve}/emargement/", largeur=LARGE, hauteur=640),
)

FACTURATION = (
    Capture("facturation-fiche", "mandataire", "/factures/emetteur/", hauteur=860),
    Capture("facturation-liste", "mandataire", "/factures/", largeur=LARGE, hauteur=900),
    Capture("facturation-projet", "mandataire", "/factures/{projet}/", largeur=LARGE, hauteur=1000),
    Capture("facturation-emise", "mandataire", "/factures/{suspendue}/", largeur=LARGE, hauteur=900),
    Capture("facturation-avoir", "mandataire", "/factures/{suspendue}/avoir/", hauteur=760),
    Capture("facturation-suivi", "mandataire", "/factures/bons/{bon_facture}/", largeur=LARGE, hauteur=900),
)

_SESSION, _LOT = "/admin/sessions_formation/session", "/admin/sessions_formation/lot"

AGENT = (
    Capture("agent-accueil", "agent", "/admin/", largeur=LARGE, hauteur=760),
    Capture("agent-file", "agent", f"{_SESSION}/", largeur=LARGE, hauteur=860),
    Capture("agent-decider", "agent", f"{_SESSION}/{{a_decider}}/change/", largeur=LARGE, hauteur=1100),
    Capture("agent-completer", "agent", f"{_SESSION}/{{a_decider}}/completer/", largeur=LARGE, hauteur=820),
    Capture("agent-seconde-signature", "chef", f"{_SESSION}/{{signee}}/change/", largeur=LARGE, hauteur=860),
    Capture("agent-ensemble", "agent", "/admin/sessions_formation/decisiongroupee/{groupee}/change/", largeur=LARGE),
    Capture("agent-avenant", "agent", "/admin/sessions_formation/demandeavenant/{avenant}/change/", largeur=LARGE),
    Capture("agent-lot", "agent", f"{_LOT}/{{lot}}/change/", largeur=LARGE, hauteur=900),
    Capture("agent-simulation", "agent", f"{_LOT}/{{lot}}/simulation/", largeur=LARGE, hauteur=760),
    Capture("agent-fongibilite", "agent", f"{_LOT}/{{lot}}/fongibilite/", largeur=LARGE, hauteur=760),
    Capture("agent-fin-d-annee", "agent", f"{_LOT}/fin-d-annee/", largeur=LARGE, hauteur=640),
    Capture("agent-comite", "agent", "/admin/comites/comite/{comite}/change/", largeur=LARGE, hauteur=900),
    Capture("agent-etude", "chef", "/admin/referentiels/parametre/etudes/{etude}/", largeur=LARGE, hauteur=760),
    Capture("agent-verifier", "", "/verifier/{code}/", hauteur=760),
    Capture("agent-resultats", "agent", "/insertion/resultats/?mois=3", largeur=LARGE, hauteur=1100),
    Capture("agent-moderation", "agent", "/admin/insertion/avisstagiaire/", largeur=LARGE, hauteur=760),
    Capture("agent-referent", "agent", f"{_SESSION}/{{en_cours}}/referent/", largeur=LARGE, hauteur=700),
    Capture("agent-remuneration", "agent", "/admin/parcours/remuneration/", largeur=LARGE, hauteur=700),
    Capture("agent-facture", "agent", "/admin/factures/facture/{a_controler}/change/", largeur=LARGE, hauteur=900),
    Capture("agent-registre", "agent", "/donnees-personnelles/registre/", largeur=LARGE, hauteur=900),
)

REFERENT = (
    Capture("referent-besoins", "referente", "/besoins/", largeur=LARGE, hauteur=720),
    Capture("referent-comite", "referente", "/comites/{comite}/", largeur=LARGE, hauteur=760),
    Capture("referent-formations", "", "/formations/", hauteur=800),
    Capture("referent-accueil", "referente", "/referent/", largeur=TELEPHONE, hauteur=1100),
    Capture("referent-sessions", "referente", "/parcours/sessions/", largeur=LARGE, hauteur=800),
    Capture("referent-positionner", "referente", "/parcours/sessions/{a_pourvoir}/positionner/", largeur=LARGE),
    Capture("referent-fiche", "referente", "/parcours/{candidate}/", largeur=LARGE, hauteur=1000),
    Capture("referent-suivi", "referente", "/insertion/suivis/{desaccord}/", largeur=LARGE, hauteur=760),
    Capture("referent-resultats", "referente", "/insertion/resultats/", largeur=LARGE, hauteur=900),
)

_FIGURES = ".figures"

DIRECTION = (
    Capture("direction-ensemble", "direction", "/admin/pilotage/", largeur=LARGE, hauteur=1100),
    Capture("direction-resultats", "elue", "/pilotage/resultats/", depuis=_FIGURES, largeur=LARGE, hauteur=840),
    Capture("direction-lots", "direction", "/admin/pilotage/lots/", depuis=_FIGURES, largeur=LARGE, hauteur=1200),
    Capture("direction-rejeu", "direction", "/admin/pilotage/rejeu/{rejeu}/change/", largeur=LARGE, hauteur=900),
    Capture("direction-mesures", "elue", "/pilotage/mesures/", depuis=".mesures-liste", largeur=LARGE, hauteur=760),
)

CAPTURES = (
    *EMPLOYEUR,
    *ORGANISME,
    *SUITES,
    *APRES_LA_COMMANDE,
    *HEURES,
    *FACTURATION,
    *AGENT,
    *REFERENT,
    *DIRECTION,
)
