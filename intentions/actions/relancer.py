"""Reminders and ends of intentions that need nothing but the intention: one table, each line due once.

Those that need to know the training bodies' lots are in ``sessions_formation.actions.relancer``; what runs all is
``config.relances``.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from intentions.actions.expirer import expirer
from intentions.actions.prevenir import chemin_agent
from intentions.actions.solliciter import chemin_personnel
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries import relances
from intentions.queries.confirmation import attend_l_employeur, courriel_du_partenaire
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import chemin_reponse, courriel_de_l_employeur
from noyau import courriers
from noyau.relances import Bilan, un_par_un
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, jour

Suivi = Callable[[Iterable[int]], Iterable[int]]
# What one row needs, so that locking it reads all in one query; nothing joined is locked.
SUIVRE = ("employeur", "metier", "secteur", "commune", "organisme_choisi", "partenaire", "deposant")
PAS = 2000


class Relance(NamedTuple):
    """One line of the table: a name to count by, who is due, and what is done for each (True when it was)."""

    nom: str
    dues: QuerySet[IntentionEmbauche]
    faire: Callable[[IntentionEmbauche], bool]


def a_derouler(table: Sequence[Relance]) -> set[str]:
    """Give the names of the lines for which something is due (1 query): on most hours, none."""
    premieres = [
        relance.dues.order_by().annotate(ligne=Value(relance.nom)).values_list("ligne", flat=True)[:1]
        for relance in table
    ]
    return set(premieres[0].union(*premieres[1:], all=True))


def derouler(relance: Relance, *, suivre: Suivi = iter) -> Bilan:
    """Do one line for all that are due, each in its own transaction.

    The row is locked and read again: what another worker holds or has done is passed over. Memory does not grow with
    what is due. A failure is logged and does not stop the others.
    """

    def faire(pk: int) -> bool:
        verrou = relance.dues.select_for_update(of=("self",), no_key=True, skip_locked=True)
        intention = verrou.select_related(*SUIVRE).filter(pk=pk).first()
        return bool(intention and relance.faire(intention))

    identifiants = relance.dues.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=PAS)
    return un_par_un(relance.nom, suivre(identifiants), faire)


def relances_des_intentions(*, reglement: Reglement, le: date) -> list[Relance]:
    """Give the lines that need nothing but the intention, in the order they are done: ask before one expires."""
    rappel, partenaire = reglement.relance_confirmation_jours, reglement.relance_partenaire_jours
    derogation, alerte = reglement.relance_derogation_jours, reglement.alerte_derogation_jours
    preavis = timedelta(days=reglement.preavis_validite_jours)
    attend = relances.derogations_en_attente
    return [
        Relance(
            "toujours d’actualité",
            relances.a_interroger(preavis=reglement.preavis_validite_jours, le=le),
            lambda intention: _interroger(intention, fin=le + preavis),
        ),
        Relance("expirées", relances.a_expirer(le=le), _laisser_expirer),
        Relance("dérogations à terme", relances.derogations_a_terme(le=le), _finir_la_derogation),
        Relance(
            "confirmations, à l’employeur",
            relances.confirmations_attendues(relances.RAPPEL, jours=rappel, le=le),
            _rappeler_a_l_employeur,
        ),
        Relance(
            "confirmations, au partenaire",
            relances.confirmations_attendues(relances.PARTENAIRE, jours=partenaire, le=le),
            _prevenir_le_partenaire,
        ),
        Relance(
            "dérogations en attente",
            attend(relances.DEROGATION, jours=derogation, le=le),
            lambda intention: _relancer_la_region(intention, relances.DEROGATION, le=le),
        ),
        Relance(
            "dérogations en alerte",
            attend(relances.ALERTE_DEROGATION, jours=alerte, le=le),
            lambda intention: _relancer_la_region(intention, relances.ALERTE_DEROGATION, le=le),
        ),
    ]


def _interroger(intention: IntentionEmbauche, *, fin: date) -> bool:
    """Ask whether it still stands, as long before its end as is promised: an end that is too near moves to ``fin``."""
    if intention.valable_jusqu_au is None or intention.valable_jusqu_au < fin:
        intention.valable_jusqu_au = fin
        intention.save(update_fields=["valable_jusqu_au"])
    destinataire = courriel_de_l_employeur(intention)
    contexte = {
        **contexte_accuse(intention),
        "fin": intention.valable_jusqu_au.isoformat(),
        "a_completer": intention.statut == StatutIntention.A_COMPLETER,
        "chemin_reponse": chemin_reponse(intention, destinataire),
    }
    cle = relances.cle(relances.A_CONFIRMER, intention, intention.valable_jusqu_au)
    return _ecrire("intention_a_confirmer", cle, destinataire, contexte)


def _laisser_expirer(intention: IntentionEmbauche) -> bool:
    if intention.statut == StatutIntention.A_COMPLETER:
        raison = "les réponses demandées ne sont pas venues."
    else:
        raison = "vous n’avez pas dit si elle tenait toujours, et aucun organisme ne l’a prise."
    expirer(intention, raison=composer(raison))
    return True


def _finir_la_derogation(intention: IntentionEmbauche) -> bool:
    fin = intention.derogation_fin
    expirer(intention, raison=composer(f"la dérogation accordée valait jusqu’au {jour(fin) if fin else ''}."))
    return True


def _rappeler_a_l_employeur(intention: IntentionEmbauche) -> bool:
    if not attend_l_employeur(intention):
        return False
    destinataire = courriel_de_l_employeur(intention)
    contexte = {**_confirmation(intention), "chemin_reponse": chemin_personnel(destinataire)}
    return _ecrire("confirmation_rappel", _cle_de(intention, relances.RAPPEL), destinataire, contexte)


def _prevenir_le_partenaire(intention: IntentionEmbauche) -> bool:
    if not attend_l_employeur(intention):
        return False
    contexte = {
        **_confirmation(intention),
        "chemin_partenaire": reverse("transmissions:detail", args=[intention.pk]),
    }
    cle = _cle_de(intention, relances.PARTENAIRE)
    return _ecrire("confirmation_attendue", cle, courriel_du_partenaire(intention), contexte)


def _confirmation(intention: IntentionEmbauche) -> dict[str, Any]:
    return {
        **contexte_accuse(intention),
        "partenaire": intention.partenaire.nom if intention.partenaire else "",
        "demandee_le": _demandee_le(intention).isoformat(),
    }


def _cle_de(intention: IntentionEmbauche, relance: str) -> str:
    return relances.cle(relance, intention, _demandee_le(intention))


def _demandee_le(intention: IntentionEmbauche) -> date:
    if intention.confirmation_demandee_le is None:
        raise ValueError("Aucune confirmation n’est demandée.")
    return timezone.localtime(intention.confirmation_demandee_le).date()


def _relancer_la_region(intention: IntentionEmbauche, relance: str, *, le: date) -> bool:
    depuis = intention.jugee_le or le
    contexte = {
        **contexte_accuse(intention),
        "jours": jours_ouvres_ecoules(depuis, le, feries=FERIES),
        "alerte": relance == relances.ALERTE_DEROGATION,
        "chemin_agent": chemin_agent(intention),
    }
    cle = relances.cle(relance, intention, depuis)
    return _ecrire("derogation_attend", cle, settings.REGION_EMAIL, contexte, groupable=True)


def _ecrire(modele: str, cle: str, destinataire: str, contexte: dict[str, Any], *, groupable: bool = False) -> bool:
    if not destinataire:
        return False
    depose = courriers.deposer(
        modele=modele, cle=cle, destinataire=destinataire, contexte=contexte, groupable=groupable
    )
    return depose is not None
