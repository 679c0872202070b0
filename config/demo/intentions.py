"""The intentions that no session holds: one story for each state they may be in."""

from datetime import date, timedelta
from typing import Any

from comptes.models import Utilisateur
from config.demo.agenda import Acte, Agenda
from config.demo.besoins import LIGNES, Besoins
from intentions.actions.decider import Bornes, trancher_derogation
from intentions.actions.preciser import demander_complement
from intentions.actions.retirer import retirer_intention
from intentions.enums import TransitionIntention
from sessions_formation.actions.relancer import relancer

# Free ones, filed so many days ago: a visitor who acts for a training body can ask for a session on them at once.
LIBRES = {
    "soudeur-libre-1": 19,
    "soudeur-libre-2": 13,
    "soudeur-libre-3": 9,
    "soudeur-libre-4": 5,
    "maintenance-libre": 8,
    "couvreur-libre-1": 16,
    "couvreur-libre-2": 11,
    "couvreur-libre-3": 2,
    "cuisine-libre": 7,
    "legumes-libre": 34,
    "livreur-libre": 1,
}
SPECTACLE = {"employeur": "sablier", "metier": "L1508", "secteur": "spectacle-intermittence"}
RECOLTE = {
    "employeur": "payre",
    "metier": "A1401",
    "secteur": "agriculture-agroalimentaire",
    "contrat_type": "cdd",
    "saisonnier": True,
}
# The year before any session was open, every other week: needs that nobody could take, on which forecasts rest. Days
# ago, and the line of the table whose employer, job and posts they were.
PREMIERE_ANNEE = {
    655: "soudeur-1",
    641: "proprete-1",
    628: "cuisine-1",
    612: "macon-1",
    597: "etage-1",
    580: "usinage-1",
    566: "aide-1",
    549: "peintre-1",
    533: "boulanger-1",
    518: "routier-1",
    503: "chaudron-2",
    489: "couvreur-1",
    475: "ligne-1",
    460: "service-1",
    446: "monteur-1",
    431: "etancheur-1",
    417: "assemblage-1",
    402: "vendeur-1",
    388: "plaquiste-1",
    373: "cablage-1",
    359: "gestes-1",
    345: "conditionnement-1",
}
# How long a granted derogation holds.
SAISON = timedelta(days=150)
# An intention that nobody took holds so many days (referentiels/donnees/parametres.csv).
VALIDITE = 90
# Key, days ago, and what makes the rules answer otherwise than « recevable ».
PAS_RECEVABLES = (
    ("sans-etape", 12, {"employeur": "fournil", "metier": "D1102", "secteur": "metiers-de-bouche", "etapes": []}),
    ("sans-postes", 6, {"employeur": "gaborit", "metier": "F1503", "nombre_postes": None}),
    ("interim-sans-agence", 3, {"employeur": "lathan", "contrat_type": "interim", "duree_mois": 8}),
    ("dix-huit-heures", 24, {"employeur": "remouleurs", "metier": "G1803", "heures_hebdo": 18}),
    ("cie", 41, {"employeur": "trelaze", "metier": "K2204", "contrat_type": "cie", "duree_mois": 12}),
    ("saison-courte", 4, {**RECOLTE, "duree_mois": 4, "motif_derogation": "La récolte des mogettes, chaque été."}),
    ("voisin", 6, {"employeur": "thouet", "metier": "F1503", "motif_derogation": "À dix kilomètres de Cholet."}),
    ("spectacle", 2, {**SPECTACLE, "motif_derogation": "Aucune session du socle n’ouvre cette année."}),
    ("temps-adapte", 9, {"heures_hebdo": 20, "adaptation_boe": True, "motif_derogation": "Poste aménagé."}),
)


def prevoir_intentions(agenda: Agenda, besoins: Besoins, *, agent: Utilisateur) -> None:
    """Plan every intention that stands outside a session."""
    for cle, jours in LIBRES.items():
        agenda.prevoir(jours, 9, _deposer(besoins, cle))
    for cle, jours, reponses in PAS_RECEVABLES:
        agenda.prevoir(jours, 10, _deposer(besoins, cle, **reponses))
    _prevoir_brouillons(agenda, besoins)
    _prevoir_precisions(agenda, besoins, agent)
    _prevoir_derogations(agenda, besoins, agent)
    _prevoir_fins(agenda, besoins, agent)
    _prevoir_question(agenda, besoins)


def prevoir_premiere_annee(agenda: Agenda, besoins: Besoins) -> None:
    """Plan the intentions of the first year: one in three withdrawn after a month, the others expired."""
    for rang, (jours, ligne) in enumerate(PREMIERE_ANNEE.items()):
        cle, (_, (employeur, metier, secteur, postes, *_)) = f"premiere-annee-{ligne}", LIGNES[ligne]
        reponses = {"employeur": employeur, "metier": metier, "secteur": secteur, "nombre_postes": int(postes)}
        agenda.prevoir(jours, 9, _deposer(besoins, cle, **reponses))
        if rang % 3:
            agenda.prevoir(jours - VALIDITE, 6, _expirer(besoins, cle))
        else:
            agenda.prevoir(jours - 30, 11, _retirer(besoins, cle))


def _deposer(besoins: Besoins, cle: str, **reponses: Any) -> Acte:
    return lambda le: besoins.deposer(cle, le=le, **reponses)


def _rediger(besoins: Besoins, cle: str, **reponses: Any) -> Acte:
    return lambda le: besoins.rediger(cle, le=le, **reponses)


def _prevoir_brouillons(agenda: Agenda, besoins: Besoins) -> None:
    """Drafts stopped at different steps; the first is Claire Heulin's, to be taken up again."""
    a_la_moitie: dict[str, Any] = {"contrat_type": "", "duree_mois": None, "heures_hebdo": None, "etapes": []}
    au_debut = {**a_la_moitie, "nombre_postes": None, "engagement_recruter": None}
    for cle, jours, reponses in (
        ("brouillon-heulin", 1, {"metier": "H2902", "engagement_recruter": None, **a_la_moitie}),
        (
            "brouillon-fournil",
            8,
            {"employeur": "fournil", "secteur": "metiers-de-bouche", "metier": "D1102", **au_debut},
        ),
        ("brouillon-vie", 15, {"employeur": "vie", "secteur": "inter-industrie", "metier": "I1304"}),
    ):
        agenda.prevoir(jours, 17, _rediger(besoins, cle, **reponses))


def _prevoir_precisions(agenda: Agenda, besoins: Besoins, agent: Utilisateur) -> None:
    """One of Claire Heulin's that an officer has asked about: only these answers re-open, each with its comment."""
    agenda.prevoir(10, 11, _deposer(besoins, "a-preciser", employeur="toits-heulin", metier="F1503"))
    demandes = [
        ("nombre_postes", "L’annonce parle de deux charpentiers, l’intention d’un seul. Dites lequel est juste."),
        ("lieu", "Précisez si les candidats viendront à l’atelier de Sablé ou sur les chantiers."),
    ]

    def demander(le: date) -> None:
        intention = besoins.intentions["a-preciser"]
        demander_complement(intention_id=intention.pk, demandes=demandes, par=agent, le=le)

    agenda.prevoir(2, 15, demander)


def _prevoir_derogations(agenda: Agenda, besoins: Besoins, agent: Utilisateur) -> None:
    """Two derogations an officer has decided on, one each way."""
    for cle, jours, mois, accordee, motif in (
        ("saison-longue", 27, 5, True, "Cinq mois repris chaque année par la même équipe : l’emploi dure."),
        ("saison-breve", 25, 2, False, "Deux mois n’ouvrent pas un emploi durable. Le socle propose une formation."),
    ):
        agenda.prevoir(jours, 10, _deposer(besoins, cle, **RECOLTE, duree_mois=mois, motif_derogation="Saison."))

        def trancher(le: date, cle=cle, accordee=accordee, motif=motif) -> None:
            trancher_derogation(
                intention_id=besoins.intentions[cle].pk,
                accordee=accordee,
                motif=motif,
                par=agent,
                le=le,
                bornes=Bornes(limites="Pour cette saison seulement.", fin=le + SAISON) if accordee else Bornes(),
            )

        agenda.prevoir(jours - 4, 15, trancher)


def _prevoir_fins(agenda: Agenda, besoins: Besoins, agent: Utilisateur) -> None:
    """Withdrawn, expired, filed away."""
    retirer = {"employeur": "soudure", "metier": "H2914"}
    for cle, jours, reponses in (("retiree", 33, retirer), ("retiree-ancienne", 96, {"employeur": "lathan"})):
        agenda.prevoir(jours, 9, _deposer(besoins, cle, organisme_choisi=besoins.organismes["formaloire"], **reponses))
        agenda.prevoir(jours - 20, 11, _retirer(besoins, cle))
    for cle, jours, reponses in (
        ("expiree", 88, {"employeur": "flechois", "secteur": "construction", "metier": "F1606"}),
        ("expiree-classee", 150, {"employeur": "retz", "secteur": "mobilites", "metier": "I1604"}),
    ):
        agenda.prevoir(jours, 9, _deposer(besoins, cle, **reponses))
        agenda.prevoir(jours - 45, 6, _expirer(besoins, cle))
    classer = TransitionIntention.CLASSER
    for cle, jours in (("expiree-classee", 60), ("retiree-ancienne", 40)):
        agenda.prevoir(jours, 16, _franchir(besoins, cle, classer, par=agent, motif="Sans suite : dossier rangé."))


def _prevoir_question(agenda: Agenda, besoins: Besoins) -> None:
    """One of Claire Heulin's ends in a few days: yesterday's round of reminders asks whether she still recruits."""
    agenda.prevoir(79, 9, _deposer(besoins, "bientot-expiree", metier="H2909"))
    agenda.prevoir(1, 7, lambda le: relancer(le=le))


def _retirer(besoins: Besoins, cle: str) -> Acte:
    def retirer(le: date) -> None:
        intention = besoins.intentions[cle]
        motif = "Nous avons recruté une personne déjà formée."
        retirer_intention(intention_id=intention.pk, motif=motif, par=intention.deposant, le=le)

    return retirer


def _expirer(besoins: Besoins, cle: str) -> Acte:
    return _franchir(besoins, cle, TransitionIntention.EXPIRER, par=None, motif="Aucun organisme ne l’a retenue.")


def _franchir(besoins: Besoins, cle: str, transition: str, *, par: Utilisateur | None, motif: str) -> Acte:
    def franchir(_: date) -> None:
        intention = besoins.intentions[cle]
        intention.refresh_from_db()
        intention.franchir(transition, par=par, motif=motif)

    return franchir
