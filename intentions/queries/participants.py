"""Who takes part in what is written about an intention: the employer, who transmits it, its training body, the Région.

A training body takes part while the employer has chosen it, or it has engaged the intention; once replaced it reads no
more. One that only looks for needs declares its interest instead.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from comptes import acces
from comptes.models import Rattachement, Utilisateur
from intentions.enums import Canal, StatutIntention
from intentions.models import IntentionEmbauche
from intentions.models.partenaires import Partenaire
from noyau.messagerie import nouveaux_pour

REGION = "Région"
# Speaking for the Région is for those who settle what it is asked (config.groupes): reading is for every officer.
DROIT_DE_PARLER = "intentions.trancher_derogation"


def fils_ouverts_a(utilisateur: Utilisateur) -> QuerySet[IntentionEmbauche]:
    """The intentions whose messages this person reads. A draft has none: nobody else knows of it."""
    deposees = IntentionEmbauche.objects.exclude(statut=StatutIntention.BROUILLON)
    if acces.est_agent(utilisateur):
        return deposees
    organismes = acces.constantes(acces.organismes_de(utilisateur))
    return deposees.filter(
        Q(employeur__in=acces.constantes(acces.employeurs_de(utilisateur)))
        | Q(deposant=utilisateur.pk, employeur=None, partenaire=None)
        | Q(partenaire__in=Partenaire.objects.cles_de(utilisateur))
        | Q(organisme_choisi__in=organismes)
        | Q(organisme_engage__in=organismes)
    )


def participe_au_fil(utilisateur: Utilisateur, intention: IntentionEmbauche) -> bool:
    """Tell whether this person reads the messages of an intention."""
    return fils_ouverts_a(utilisateur).filter(pk=intention.pk).exists()


def qualite_dans_le_fil(utilisateur: Utilisateur, intention: IntentionEmbauche) -> str:
    """Give for whom this person writes, in words; empty for who may not write there.

    Somebody who acts for several of them speaks for the employer first, then for who transmits, then for the body.
    """
    if acces.est_agent(utilisateur):
        return REGION if utilisateur.has_perm(DROIT_DE_PARLER) else ""
    if not participe_au_fil(utilisateur, intention):
        return ""
    if intention.employeur_id is None:
        return utilisateur.get_full_name()
    if intention.employeur_id in acces.constantes(acces.employeurs_de(utilisateur)):
        return str(intention.employeur)
    siens = Partenaire.objects.cles_de(utilisateur)
    if intention.partenaire_id in siens:
        return str(intention.partenaire)
    organismes = acces.constantes(acces.organismes_de(utilisateur))
    engage = intention.organisme_engage_id in organismes
    return str(intention.organisme_engage if engage else intention.organisme_choisi)


def nouveaux_du_fil(utilisateur: Utilisateur, intention: IntentionEmbauche) -> int | None:
    """Give how many messages of an intention this person has not read; None when it takes no part in them."""
    if not participe_au_fil(utilisateur, intention):
        return None
    return nouveaux_pour(utilisateur, [intention]).get(intention.pk, 0)


def marquer_nouveaux(utilisateur: Utilisateur, intentions: Iterable[Any]) -> None:
    """Set on each intention of a list how many messages the person has not read, as ``nouveaux`` (1 query)."""
    intentions = list(intentions)
    comptes = nouveaux_pour(utilisateur, intentions)
    for intention in intentions:
        intention.nouveaux = comptes.get(intention.pk, 0)


def participants_du_fil(intention: IntentionEmbauche) -> list[str]:
    """Give who reads what is written, by name of organisation: a page says it before one writes."""
    organismes = {intention.organisme_choisi, intention.organisme_engage} - {None}
    partenaire = intention.partenaire
    transmet = partenaire if partenaire and partenaire.canal != Canal.REGION else None
    noms = [intention.employeur, transmet, *sorted(organismes, key=str)]
    return [*dict.fromkeys(str(nom) for nom in noms if nom), f"la {REGION}"]


def adresses_du_fil(intention: IntentionEmbauche, *, sauf: Utilisateur) -> dict[str, str]:
    """Give where a message about an intention is told of: each address once, with what it is there as.

    ``employeur`` (its people, and the contact of the intention, with or without an account), ``partenaire``,
    ``organisme``, ``region``. The author is left out, by address.
    """
    adresses: dict[str, str] = {}
    if intention.contact_courriel:
        adresses[intention.contact_courriel.lower()] = "employeur"
    if intention.employeur_id is None and intention.deposant:
        adresses.setdefault(intention.deposant.email.lower(), "employeur")
    for courriel, qui in _gens(intention):
        adresses.setdefault(courriel.lower(), qui)
    for organisme in (intention.organisme_choisi, intention.organisme_engage):
        if organisme and organisme.courriel and "organisme" not in adresses.values():
            adresses.setdefault(organisme.courriel.lower(), "organisme")
    if not acces.est_agent(sauf):
        adresses.setdefault(settings.REGION_EMAIL.lower(), "region")
    adresses.pop(sauf.email.lower(), None)
    return adresses


def _gens(intention: IntentionEmbauche) -> list[tuple[str, str]]:
    """The people of the organisations that take part, by the order in which they speak."""
    partenaire = intention.partenaire
    organisations: list[tuple[str, str, int | str | None]] = [("employeur", "employeur", intention.employeur_id)]
    if partenaire and partenaire.canal not in {Canal.REGION, Canal.NOSEMPLOIS}:
        organisations += [
            ("partenaire", "organisme", partenaire.organisme_id),
            ("partenaire", "structure", partenaire.structure_id),
            ("partenaire", "opco", partenaire.opco_id),
        ]
    organisations += [
        ("organisme", "organisme", intention.organisme_choisi_id),
        ("organisme", "organisme", intention.organisme_engage_id),
    ]
    connues = [(qui, champ, pk) for qui, champ, pk in organisations if pk is not None]
    if not connues:
        return []
    condition = Q(pk__in=[])
    for _, champ, pk in connues:
        condition |= Q(**{champ: pk})
    gens = list(
        Rattachement.objects.actifs()
        .filter(condition, utilisateur__is_active=True)
        .order_by("pk")
        .values("utilisateur__email", "employeur", "organisme", "structure", "opco")
    )
    return [
        (personne["utilisateur__email"], qui)
        for qui, champ, pk in connues
        for personne in gens
        if personne[champ] == pk
    ]
