"""Filling a database with files, by batches: the same seed on the same day writes the same files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from comptes.models import Rattachement, Utilisateur
from config.volume.aides import demander_les_aides
from config.volume.ecriture import analyser
from config.volume.factures import Facturation
from config.volume.intentions import INTENTIONS_PAR_EMPLOYEUR, VIES, Fabrique
from config.volume.monde import DOMAINE, Monde, installer
from config.volume.sessions import Reunion
from insertion.actions.agreger import agreger_resultats
from insertion.models import Embauche
from intentions.models import IntentionEmbauche
from noyau.scellement import sceller
from pilotage.actions.compter import compter_postes
from referentiels.models import Employeur
from referentiels.queries.reglement import reglement_au
from sessions_formation.models import Session

PAR_LOT = 5_000


class PeuplementRefuse(Exception):
    """This database is no place for made-up files; the French sentence says why."""


@dataclass(frozen=True, slots=True)
class Peuple:
    """What was filled: the world, and the employer who holds the most of it."""

    monde: Monde
    grand_employeur: Employeur
    chez_lui: Utilisateur


def verifier_la_place(*, ajouter: bool) -> None:
    """Raise ``PeuplementRefuse`` in production, and where there are files already unless ``ajouter``."""
    if settings.MFA_AGENTS_EXIGEE and not settings.DEMO:
        raise PeuplementRefuse("Ce service est en production : il ne reçoit pas de dossiers inventés.")
    if not ajouter and (IntentionEmbauche.objects.exists() or Session.objects.exists()):
        raise PeuplementRefuse(
            "Cette base contient déjà des dossiers. Pour y ajouter malgré tout des dossiers inventés, dites --ajouter."
        )


def peupler(
    combien: int,
    *,
    le: date,
    graine: int = 1,
    siennes: int = 0,
    factures: bool = True,
    avancer: Callable[[int], None] = lambda _: None,
) -> Peuple:
    """Write ``combien`` intentions and what follows from them, seen from the day ``le``.

    ``siennes`` of them belong to one great employer. ``factures``: with the invoices of their hours. ``avancer`` is
    told how many were just written. Each batch is a transaction, and so is each month of invoices; the journal is
    sealed at the end. Raises ``ReferentielsAbsents``.
    """
    with transaction.atomic():
        monde = installer(le=le)
        deja = IntentionEmbauche.objects.count()
        derniere = Embauche.objects.aggregate(pk=Max("pk", default=0))["pk"]
        tirage = Random(f"{graine}:{deja}")  # noqa: S311 - what is drawn must be drawn again
        fabrique = Fabrique(monde, tirage, le=le, reglement=reglement_au(le))
        grand = _grand_employeur(fabrique)
        paires = fabrique.employeurs(max(1, combien // INTENTIONS_PAR_EMPLOYEUR))
    reunion = Reunion(monde, fabrique, tirage, le=le)
    vies, parts = [(vie, jours) for vie, _, jours in VIES], [part for _, part, _ in VIES]
    for rang, debut in enumerate(range(0, combien, PAR_LOT), start=1):
        taille = min(PAR_LOT, combien - debut)
        with transaction.atomic():
            tirees = [
                fabrique.tirer(*(grand if place < siennes else tirage.choice(paires)), *vie)
                for place, vie in enumerate(tirage.choices(vies, weights=parts, k=taille), start=debut)
            ]
            groupes = reunion.reunir(tiree for tiree in tirees if tiree.vie == "prise")
            fabrique.ecrire(tirees)
            reunion.ecrire(groupes)
        # The triggers that add up a lot were planned on empty tables: each time these double, the planner is told.
        if rang & (rang - 1) == 0:
            analyser()
        avancer(taille)
    demander_les_aides(monde, le=le, graine=graine, reglement=fabrique.reglement, apres=derniere)
    if factures:
        Facturation(monde, le=le).facturer()
    sceller()
    analyser()
    agreger_resultats(le=le)
    compter_postes(le=le)
    return Peuple(monde, *grand)


def _grand_employeur(fabrique: Fabrique) -> tuple[Employeur, Utilisateur]:
    personne = Utilisateur.objects.filter(email=f"employeur1{DOMAINE}").first()
    if personne is None:
        return fabrique.employeurs(1)[0]
    rattachement = Rattachement.objects.select_related("employeur__commune__departement").get(utilisateur=personne)
    return rattachement.employeur, personne
