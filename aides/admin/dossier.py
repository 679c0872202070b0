"""What the page of one request shows an officer."""

from datetime import date
from typing import Any

from aides.actions.decider import EMPECHENT, empechements
from aides.actions.region import INSTRUIRE, VOIR_MAJORATION, lit_les_pieces, version_de
from aides.admin.presentation import (
    VERDICTS,
    attente_de,
    faits_de_l_etablissement,
    faits_de_la_formation,
    faits_de_la_personne,
    faits_du_bilan,
    pieces_lues,
    pieces_manquantes,
)
from aides.enums import StatutAide
from aides.forms.decision import Decision, DecisionForm, JustificatifForm
from aides.models import BilanFormation, Majoration
from aides.queries.avancement import plan_de, sequences_de
from aides.queries.instruction import Lecture, complement_attendu_le
from aides.queries.lettre import lignes_du_calcul
from aides.regles.points_ouverts import SUR_LA_MAJORATION
from comptes.models import Utilisateur
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Niveau, Verdict
from referentiels.regles.typographie import composer, compter

REFUSER = {"valeur": Decision.REFUSER, "texte": "Refuser", "icone": "fermer", "genre": "danger"}
COMPLETER = {
    "valeur": Decision.COMPLETER, "texte": "Demander un complément", "icone": "a_completer", "genre": "second"
}  # fmt: skip
ACCORDER = {"valeur": Decision.ACCORDER, "texte": "Accorder", "icone": "coche", "genre": "principal"}
GRAVES = {Verdict.A_COMPLETER: Niveau.A_COMPLETER, Verdict.NON_ELIGIBLE: Niveau.NON_CONFORME}


def contexte_du_dossier(lu: Lecture, form: DecisionForm | None, *, lecteur: Utilisateur, le: date) -> dict[str, Any]:
    """Give what the page of a request shows ``lecteur``; ``form`` holds what was typed, if anything.

    Who neither instructs nor settles reads neither the person's name nor the account.
    """
    demande = lu.demande
    lit_tout = lit_les_pieces(lecteur)
    voit_la_majoration = lecteur.has_perm(VOIR_MAJORATION)
    bilan = BilanFormation.objects.filter(demande=demande, envoye_le__isnull=False).first()
    pieces = pieces_lues(demande) if lit_tout else []
    aujourd_hui = reglement_au(le)
    limite = complement_attendu_le(demande, reglement=aujourd_hui)
    deposee = demande.statut == StatutAide.DEPOSEE
    plan = plan_de(demande)
    return {
        "attente": attente_de(
            demande, proche=aujourd_hui.relance_session_jours, depasse=aujourd_hui.alerte_session_jours, le=le
        )
        if deposee
        else None,
        "verdict": _verdict(lu),
        "constats": lu.constats,
        "alertes": lu.alertes,
        "bloquantes": lu.bloquantes,
        "calcul": lignes_du_calcul(lu.calcul, dit_la_majoration=voit_la_majoration),
        "montant_calcule": lu.calcul.montant,
        "gains": lu.calcul.gains if voit_la_majoration else (),
        "faits": faits_de_l_etablissement(demande),
        "personne": faits_de_la_personne(demande) if lit_tout else [],
        "formation": faits_de_la_formation(demande),
        "lit_tout": lit_tout,
        "pieces": pieces,
        "pieces_manquantes": pieces_manquantes(demande, pieces, bilan=bilan is not None) if lit_tout else [],
        "plan": plan,
        "sequences": sequences_de(plan),
        "points": [point for point in lu.points if voit_la_majoration or point.code not in SUR_LA_MAJORATION],
        "bilan": bilan,
        "faits_bilan": faits_du_bilan(bilan, demande) if bilan else [],
        "majoration": _majoration(lu, lecteur, deposee=deposee),
        "complement_limite": limite,
        "complement_echu": bool(limite and le > limite),
        "version": version_de(demande),
        **_panneau(lu, form, lecteur, echu=bool(limite and le > limite)),
    }


def raisons_possibles(lu: Lecture) -> list[tuple[str, str]]:
    """Give the findings and alerts a refusal may cite: code and words, each once."""
    dites = {constat.regle: constat.message for constat in lu.constats if constat.niveau in EMPECHENT}
    return list({**dites, **{alerte.code: alerte.message for alerte in lu.bloquantes}}.items())


def _panneau(lu: Lecture, form: DecisionForm | None, lecteur: Utilisateur, *, echu: bool) -> dict[str, Any]:
    """The decision panel: all three acts in the queue, a refusal alone once a complement has not come."""
    demande = lu.demande
    deposee = demande.statut == StatutAide.DEPOSEE
    if not lecteur.has_perm(INSTRUIRE) or not (deposee or (demande.statut == StatutAide.A_COMPLETER and echu)):
        return {"panneau": None}
    formulaire = form or DecisionForm(raisons=raisons_possibles(lu))
    empeche = empechements(lu)
    boutons = [REFUSER] if not deposee else [COMPLETER, REFUSER] if empeche else [ACCORDER, COMPLETER, REFUSER]
    champs = [formulaire["precisions"]]
    if formulaire.raisons:
        champs.insert(0, formulaire["regles"])
    panneau = {
        "form": formulaire,
        "champs": champs,
        "boutons": boutons,
        "empeche": empeche if deposee else [],
        "note": "Une page de confirmation suit, avec la lettre à relire.",
    }
    return {"panneau": panneau, "a_moi": demande.agent_id == lecteur.pk}


def _majoration(lu: Lecture, lecteur: Utilisateur, *, deposee: bool) -> dict[str, Any] | None:
    """What is declared that increases the aid; None for who may not read it, or when nothing is."""
    if not lecteur.has_perm(VOIR_MAJORATION):
        return None
    declaree = Majoration.objects.filter(demande=lu.demande, rqth=True).select_related("vu_par").first()
    if declaree is None:
        return None
    form = JustificatifForm() if deposee and lecteur.has_perm(INSTRUIRE) else None
    return {"vu_le": declaree.justificatif_vu_le, "vu_par": declaree.vu_par, "form": form}


def _verdict(lu: Lecture) -> dict[str, str]:
    graves = [constat.message for constat in lu.constats if constat.niveau == GRAVES.get(lu.verdict)]
    texte = graves[0] if len(graves) == 1 else composer(f"{compter(len(graves), 'point')} à lire.") if graves else ""
    return {"code": lu.verdict, "titre": VERDICTS[lu.verdict], "texte": texte}
