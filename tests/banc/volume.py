"""Many files at once, written straight into the tables: only the sizes matter here."""

import random
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from referentiels.models import Employeur, OrganismeFormation
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory
from tests.factories.scenario import DEBUT, FIN, Monde, monde

ETATS = ("recevable", "recevable", "a_completer", "derogation_demandee", "refusee", "desistee", "expiree")
LOT_D_ECRITURE = 5_000


@dataclass
class Grand:
    """The world, and the employer who holds 2 000 intentions of it."""

    monde: Monde
    employeur: Employeur
    a_l_employeur: Utilisateur


def grand_monde() -> Grand:
    """A world still empty of files."""
    petit = monde()
    employeur = EmployeurFactory(nom="Grand employeur", departement=petit.commune.departement)
    return Grand(petit, employeur, comptes.employeur(employeur))


def remplir(grand: Grand, *, intentions: int, siennes: int, sessions: int) -> None:
    """Bring the tables to ``intentions`` (``siennes`` of them the employer's) and ``sessions`` requests."""
    hasard = random.Random(intentions)
    deja = IntentionEmbauche.objects.count()
    deja_siennes = IntentionEmbauche.objects.filter(employeur=grand.employeur).count()
    autres = EmployeurFactory.create_batch(200, departement=grand.monde.commune.departement)
    for debut in range(deja, intentions, LOT_D_ECRITURE):
        fin = min(debut + LOT_D_ECRITURE, intentions)
        IntentionEmbauche.objects.bulk_create(
            _intention(
                grand, rang, grand.employeur if rang - deja + deja_siennes < siennes else hasard.choice(autres), hasard
            )
            for rang in range(debut, fin)
        )
    deja = Session.objects.count()
    Session.objects.bulk_create([_session(grand, rang, hasard) for rang in range(deja, sessions)], LOT_D_ECRITURE)
    with connection.cursor() as curseur:
        curseur.execute("analyze")


def _intention(grand: Grand, rang: int, employeur: Employeur, hasard: random.Random) -> IntentionEmbauche:
    petit = grand.monde
    deposee = timezone.now() - timedelta(minutes=rang)
    choisi: OrganismeFormation | None = hasard.choice((None, None, None, petit.mandataire))
    return IntentionEmbauche(
        numero=f"IE-V-{rang:07d}",
        statut=hasard.choice(ETATS),
        deposant=grand.a_l_employeur if employeur == grand.employeur else petit.agent,
        employeur=employeur,
        ecrit_employeur=True,
        secteur=petit.lot.secteur,
        metier=petit.metier,
        commune=petit.commune,
        departement=petit.commune.departement,
        intitule=f"Soudeur, poste {rang}",
        nombre_postes=1 + rang % 3,
        contrat_type="cdi",
        heures_hebdo=Decimal(35),
        engagement_recruter=True,
        etapes=["stage"],
        organisme_choisi=choisi,
        deposee_le=deposee,
        verdict="eligible",
        jugee_le=deposee.date(),
    )


def _session(grand: Grand, rang: int, hasard: random.Random) -> Session:
    petit = grand.monde
    demandee = timezone.now() - timedelta(minutes=3 * rang)
    return Session(
        numero=f"SE-V-{rang:07d}",
        statut="demandee" if rang < 100 else hasard.choice(("autorisee", "refusee", "terminee", "soldee")),
        lot=petit.lot,
        organisme=hasard.choice((petit.mandataire, petit.cotraitant)),
        demandeur=petit.au_cotraitant,
        intitule=f"Soudeur assembleur {rang}",
        metier=petit.metier,
        commune=petit.commune,
        debut=DEBUT,
        fin=FIN,
        effectif=5,
        heures=400,
        prix_heure=Decimal("9.50"),
        demandee_le=demandee,
        complete_le=demandee,
        verdict="eligible",
        jugee_le=demandee.date(),
    )
