"""Sending what partners are to be told: claim, post, mark. The twin, for machines, of ``noyau.expedition``.

A row is claimed with ``FOR UPDATE SKIP LOCKED`` for the length of a lease. A worker killed in between lets the lease
run out: the same event, under the same identifier, then leaves a second time rather than never.
"""

import logging
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import requests
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from intentions.actions.abonnements import ARRETE, arreter
from intentions.models import Abonnement, EnvoiWebhook, StatutEnvoi
from intentions.remise import CibleInterdite, remettre
from noyau import courriers

journal = logging.getLogger(__name__)

BAIL = timedelta(seconds=60)
# Ten seconds, a minute, five… and the last a day after the one before: three days in all, eleven attempts.
ATTENTES = tuple(
    timedelta(minutes=minutes) for minutes in (1 / 6, 1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 14 * 60, 18 * 60, 24 * 60)
)
DISPARUE = 410
CHAMPS = ["statut", "tentatives", "prochain_essai_le", "derniere_reponse", "livre_le"]


def expedier_les_envois(*, maintenant: Callable[[], datetime], secondes: float = 20) -> int:
    """Post the events that are due, for ``secondes`` at most; give how many were delivered.

    ``maintenant`` gives the present instant. Several workers may run this at once. An address that fails is left for
    the next run: it does not make the others wait.
    """
    fin = time.monotonic() + secondes
    en_panne: set[int] = set()
    livres = 0
    while time.monotonic() < fin:
        envoi = reserver(maintenant(), sauf=en_panne)
        if envoi is None:
            break
        if expedier(envoi, maintenant):
            livres += 1
        else:
            en_panne.add(envoi.abonnement_id)
    return livres


def reserver(maintenant: datetime, *, sauf: Collection[int] = ()) -> EnvoiWebhook | None:
    """Claim the next sending due for the length of a lease; None when nothing is. ``sauf``: subscriptions left out.

    One whose lease ran out was in a dead worker's hands: that try counts as a failed one.
    """
    while True:
        with transaction.atomic():
            dus = EnvoiWebhook.objects.filter(
                statut__in=[StatutEnvoi.A_ENVOYER, StatutEnvoi.EN_COURS], prochain_essai_le__lte=maintenant
            ).exclude(abonnement__in=sauf)
            envoi = dus.select_for_update(of=("self",), skip_locked=True).order_by("prochain_essai_le", "pk").first()
            if envoi is None:
                return None
            if not envoi.abonnement.actif:
                envoi.statut, envoi.derniere_reponse = StatutEnvoi.ABANDONNE, ARRETE
            elif envoi.statut == StatutEnvoi.EN_COURS:
                _compter_un_echec(envoi, "Le service s’est arrêté pendant l’envoi.", maintenant)
            if envoi.statut == StatutEnvoi.ABANDONNE:
                envoi.save(update_fields=CHAMPS)
                continue
            envoi.statut, envoi.prochain_essai_le = StatutEnvoi.EN_COURS, maintenant + BAIL
            envoi.save(update_fields=CHAMPS)
            return envoi


def expedier(envoi: EnvoiWebhook, maintenant: Callable[[], datetime]) -> bool:
    """Post a claimed sending and write what came of it; tell whether it was delivered."""
    code = 0
    try:
        reponse = remettre(envoi, maintenant=maintenant())
        code, dit = reponse.status_code, f"{reponse.status_code} {reponse.reason or ''}".strip()
    except CibleInterdite as refus:
        dit = str(refus)
    except requests.Timeout:
        dit = "Pas de réponse en cinq secondes."
    except Exception as erreur:  # noqa: BLE001 — whatever went wrong, the row must say it and wait its turn
        dit = f"Le serveur ne répond pas ({type(erreur).__name__})."
    with transaction.atomic():
        _noter(envoi, code, dit, maintenant())
    return 200 <= code < 300


def _noter(envoi: EnvoiWebhook, code: int, dit: str, maintenant: datetime) -> None:
    """Write the outcome, unless the lease ran out meanwhile and another worker holds the row."""
    sien = EnvoiWebhook.objects.select_for_update(of=("self",)).filter(
        pk=envoi.pk, statut=StatutEnvoi.EN_COURS, prochain_essai_le=envoi.prochain_essai_le
    )
    if sien.order_by("pk").first() is None:
        return
    if 200 <= code < 300:
        envoi.statut, envoi.livre_le = StatutEnvoi.LIVRE, maintenant
        envoi.tentatives += 1
        envoi.derniere_reponse = dit[:300]
    else:
        _compter_un_echec(envoi, dit, maintenant, definitif=code == DISPARUE)
        journal.warning("L’envoi %s n’est pas passé (essai %s).", envoi.identifiant, envoi.tentatives)
    envoi.save(update_fields=CHAMPS)
    if code == DISPARUE:
        arreter(Abonnement.objects.select_for_update(of=("self",), no_key=True).get(pk=envoi.abonnement_id))


def _compter_un_echec(envoi: EnvoiWebhook, dit: str, maintenant: datetime, *, definitif: bool = False) -> None:
    """Count a failed try: the row waits, longer each time, or is given up and the partner told."""
    envoi.tentatives += 1
    envoi.derniere_reponse = dit[:300]
    if definitif or envoi.tentatives > len(ATTENTES):
        envoi.statut = StatutEnvoi.ABANDONNE
        _prevenir(envoi, maintenant)
        return
    envoi.statut = StatutEnvoi.A_ENVOYER
    envoi.prochain_essai_le = maintenant + ATTENTES[envoi.tentatives - 1]


def _prevenir(envoi: EnvoiWebhook, maintenant: datetime) -> None:
    """Write to the partner's technical contact, once a day for one address."""
    abonnement = envoi.abonnement
    if not abonnement.partenaire.courriel:
        return
    courriers.deposer(
        modele="webhook_abandonne",
        cle=f"webhook-abandonne:{abonnement.pk}:{timezone.localtime(maintenant).date()}",
        destinataire=abonnement.partenaire.courriel,
        contexte={
            "partenaire": abonnement.partenaire.nom,
            "adresse": abonnement.url,
            "numero": envoi.charge.get("numero") or "",
            "evenement": envoi.evenement,
            "tentatives": envoi.tentatives,
            "derniere_reponse": envoi.derniere_reponse,
            "arrete": envoi.derniere_reponse.startswith(str(DISPARUE)),
            "chemin": reverse("transmissions:api"),
        },
    )
