"""What if: the pending requests of one or several lots, ticked or not, and what they would leave. Nothing is written;
the address holds it all, so that a page can be sent to a colleague."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict

from noyau.listes import identifiant
from noyau.templatetags.maison import montant
from referentiels.regles.typographie import composer
from sessions_formation.admin.fiche_lot import ligne_de
from sessions_formation.queries.simulation import LotSimule, lots_des_demandes, lots_en_attente, simuler_les_lots

# Sent with the boxes: without it the page opens with every request ticked.
CHOIX = "choix"


def page_simulation(parametres: QueryDict, lot: int | None, *, le: date) -> dict[str, Any]:
    """Give the context of the page: ``s`` are sessions, ``a`` requests on ordered sessions, ``lot`` lots to show."""
    cles = {f"{nature}{valeur}" for nature in "sa" for valeur in parametres.getlist(nature)}
    retenues = cles if cles or CHOIX in parametres else None
    lots = simuler_les_lots(_lots(parametres, lot, cles), retenues, le=le)
    return {
        "lots": [_bloc(simule) for simule in lots],
        "seul": lot is not None,
        "title": f"Et si… lot {lots[0].lot.numero}" if lot and lots else "Et si… plusieurs lots",
    }


def _lots(parametres: QueryDict, lot: int | None, cles: set[str]) -> Iterable[int]:
    if lot is not None:
        return [lot]
    demandes = {pk for valeur in parametres.getlist("lot") if (pk := identifiant(valeur)) is not None}
    return demandes | lots_des_demandes(cles) or lots_en_attente()


def _bloc(simule: LotSimule) -> dict[str, Any]:
    etapes = {etape.cle: etape for etape in simule.simulation.etapes}
    lignes = []
    for demande in simule.demandes:
        etape = etapes[demande.cle]
        champ = {"nom": demande.cle[0], "valeur": demande.cle[1:], "id": f"demande-{demande.cle}"}
        lignes.append({**ligne_de(demande.objet), "champ": champ, "etape": etape, "montant": demande.montant})
    return {"lot": simule.lot, "jauge": simule.jauge, "lignes": lignes, "phrases": _phrases(simule, lignes)}


def _phrases(simule: LotSimule, lignes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the drawing shows, in sentences; ``trop``: the one that says what does not fit."""
    simulation = simule.simulation
    phrases = []
    if simulation.premiere_de_trop:
        trop = simulation.premiere_de_trop
        reference = next(ligne["reference"] for ligne in lignes if ligne["cle"] == trop.cle)
        manque = trop.commande - simule.montants.maximum
        reste = simule.montants.maximum - simulation.commande_sans_elle
        phrases.append(
            f"La première qui ne tient plus est {reference} : il manque {montant(manque)}. "
            f"Sans elle ni les suivantes, il reste {montant(reste)} avant le maximum."
        )
    elif simulation.effet:
        phrases.append(f"Tout ce qui est coché tient : il reste {montant(simulation.reste)} avant le maximum.")
    if simulation.manque_avant:
        phrases.append(_minimum(simulation.manque_avant, simulation.manque))
    return [
        {"texte": composer(phrase), "trop": simulation.premiere_de_trop is not None and rang == 0}
        for rang, phrase in enumerate(phrases)
    ]


def _minimum(avant: Any, apres: Any) -> str:
    if not apres:
        return f"Le minimum, auquel il manque {montant(avant)}, est atteint."
    if apres == avant:
        return f"Il manque toujours {montant(apres)} pour atteindre le minimum."
    return f"Il manque {montant(apres)} pour atteindre le minimum, au lieu de {montant(avant)}."
