"""What organisations transmit for employers."""

from datetime import date
from decimal import Decimal

from comptes.models import Utilisateur
from intentions.actions.transmettre import EmployeurDeclare, partenaire_de, transmettre_intention
from intentions.models import IntentionEmbauche
from referentiels.models import Commune, Employeur, Metier, Secteur
from tests.factories.scenario import LE

COURRIEL = "paul@menuiserie.example"


def offre(**autres) -> dict:
    """What a partner knows of a need that is admissible: only the employer's word is missing.

    Needs the law in force, a commune and a métier.
    """
    commune, metier = Commune.objects.order_by("pk").first(), Metier.objects.order_by("pk").first()
    return {
        "contact_nom": "Paul Le Goff",
        "contact_courriel": COURRIEL,
        "secteur": Secteur.objects.get(code="inter-industrie"),
        "metier": metier,
        "commune": commune,
        "departement": commune.departement,
        "nombre_postes": 1,
        "contrat_type": "cdi",
        "heures_hebdo": Decimal(35),
        "embauche_souhaitee": date(2027, 6, 15),
        "engagement_recruter": True,
        "etapes": ["stage"],
        **autres,
    }


def transmise(par: Utilisateur, employeur: Employeur, *, le: date = LE, **autres) -> IntentionEmbauche:
    """An intention that the (only) organisation of ``par`` transmits for ``employeur``; an officer's is the Région."""
    rattachement = par.rattachements.filter(actif=True).exclude(role="employeur").order_by("pk").first()
    return transmettre_intention(
        partenaire=partenaire_de(par, rattachement.organisation if rattachement else None),
        par=par,
        employeur=EmployeurDeclare(siret=employeur.siret),
        champs=offre(**autres),
        le=le,
    )
