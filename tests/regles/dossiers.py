"""Files that nothing is said against, and how to change one thing in them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from aides.regles.dossier import (
    ContratConclu,
    Dispositif,
    DossierAide,
    Etablissement,
    FormationPrevue,
    Salarie,
)
from intentions.regles.dossier import Contrat, DossierIntention, Employeur, Etape, Formation, Poste
from referentiels.regles.constats import Constat
from referentiels.regles.contrats import TypeContrat
from sessions_formation.regles.dossier_session import (
    DossierSession,
    IntentionAttachee,
    Lot,
    Organisme,
    RoleOrganisme,
    Session,
    TypeSession,
)
from sessions_formation.regles.dossier_stagiaire import (
    DossierStagiaire,
    Projet,
    SessionVisee,
    Situation,
    Stagiaire,
    Valideur,
)

INTENTION = DossierIntention(
    employeur=Employeur("Charpentes du Lion", "73282932000074", "49", siae=False, etti=False),
    contrat=Contrat(TypeContrat.CDI, None, Decimal(35), saisonnier=False),
    poste=Poste("construction", "49", 3),
    formation=Formation("49"),
    engagement_recruter=True,
    etapes=(Etape.RECRUTEMENT, Etape.STAGE, Etape.JURY),
    ecrit_employeur=True,
)
RECEVABLE = IntentionAttachee("recevable", 3, engagee_ailleurs=False)
SESSION = DossierSession(
    type=TypeSession.INTENTION,
    lot=Lot(
        "construction",
        ("49", "53"),
        Decimal("9.50"),
        Decimal("200000.00"),
        Decimal("50000.00"),
        date(2023, 1, 1),
        date(2026, 12, 31),
        ("RNCP35509",),
    ),
    organisme=Organisme(RoleOrganisme.MANDATAIRE, habilite=True),
    session=Session(
        "construction",
        "49",
        lieu_du_lot=True,
        certification="RNCP35509",
        heures=Decimal(400),
        prix_heure=Decimal("9.50"),
        effectif=6,
        debut=date(2026, 4, 13),
        fin=date(2026, 7, 24),
        entrees_sorties_permanentes=False,
        complement_groupe=False,
        equilibre_financier=False,
    ),
    intentions=(RECEVABLE, RECEVABLE),
)
STAGIAIRE = DossierStagiaire(
    session=SessionVisee(TypeSession.INTENTION, commencee=False, places_restantes=2),
    stagiaire=Stagiaire(
        Situation.DEMANDEUR_EMPLOI,
        date_entree=date(2026, 4, 13),
        projet=Projet.SALARIAT,
        poste_disponible=True,
        remplacement=False,
        temps_partiel=False,
        profil_valide_par=Valideur.FRANCE_TRAVAIL,
        admis=True,
    ),
)
AIDE = DossierAide(
    dispositif=Dispositif.FORMATION,
    etablissement=Etablissement("85", 48, public=False),
    offre_diffusee=True,
    contrat=ContratConclu(TypeContrat.CDI, None, date(2026, 2, 2)),
    salarie=Salarie(demandeur_emploi=True, rqth=False, senior=False),
    formation=FormationPrevue(date(2026, 3, 16), Decimal(200), Decimal("4000.00"), qualiopi=True),
)

Dossier = TypeVar("Dossier", DossierIntention, DossierSession, DossierStagiaire, DossierAide)


def avec(dossier: Dossier, **changements: Any) -> Dossier:
    """Return the same file with some fields changed: `avec(INTENTION, contrat__type="cdd", etapes=())`."""
    for chemin, valeur in changements.items():
        objet, _, champ = chemin.rpartition("__")
        change = replace(getattr(dossier, objet), **{champ: valeur}) if objet else valeur
        dossier = replace(dossier, **{objet or champ: change})
    return dossier


def niveaux(constats: Iterable[Constat], regle: str) -> list[str]:
    """Return the levels of one rule's findings, in order: none when it says nothing."""
    return [str(constat.niveau) for constat in constats if constat.regle == regle]
