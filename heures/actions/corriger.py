"""Hours already invoiced that change: the next invoice takes the difference (issue #6)."""

from decimal import Decimal

from django.db import transaction

from comptes.models import Utilisateur
from heures.actions.verrous import releves_de, verrouiller_le_releve
from heures.enums import MotifCorrection, StatutReleve
from heures.models import CorrectionHeures, HeuresParcours, Releve
from heures.queries.tableau import tableau_de
from heures.regles.anomalies import Heures, refus_d_un_nombre
from noyau import journal
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from referentiels.regles.typographie import composer, compter, nombre


@transaction.atomic
def corriger(*, ligne_id: int, faites: Decimal, motif: str, par: Utilisateur) -> CorrectionHeures | None:
    """Change the hours done of one line of a declared relevé, for a reason of ``MotifCorrection``; the journal names
    nobody. Gives nothing when they are already so.

    Raises ``HeuresParcours.DoesNotExist`` out of the person's perimeter, ``TransitionImpossible`` while the relevé is
    open (its table is then the place), ``RegleViolee`` without a reason or for hours that cannot be.
    """
    lignes = HeuresParcours.objects.filter(releve__in=releves_de(par))
    releve = verrouiller_le_releve(lignes.values_list("releve", flat=True).get(pk=ligne_id), par=par)
    ligne = releve.lignes.select_for_update(of=("self",)).get(pk=ligne_id)
    if releve.statut != StatutReleve.DECLARE:
        raise TransitionImpossible("Ces heures ne sont pas encore déclarées : elles se corrigent dans le tableau.")
    if motif not in MotifCorrection.values:
        raise RegleViolee("Choisissez une raison dans la liste.")
    if ligne.faites == faites:
        return None
    avant = ligne.faites
    _exiger_possibles(releve, ligne, faites)
    ligne.faites = faites
    ligne.save(update_fields=["faites"])
    releve.save(update_fields=["modifie_le"])
    correction = CorrectionHeures.objects.create(
        ligne=ligne, avant=avant, apres=faites, motif=motif, par=par, le=maintenant()
    )
    journal.noter(
        releve,
        composer(f"Heures corrigées : {nombre(avant)} → {compter(faites, 'heure')}"),
        par=par,
        transition="corriger",
        motif=MotifCorrection(motif).label,
    )
    return correction


def _exiger_possibles(releve: Releve, ligne: HeuresParcours, faites: Decimal) -> None:
    if refus := refus_d_un_nombre(faites):
        raise RegleViolee(composer(refus))
    corrigees = Heures(ligne.prevues, faites, ligne.absences_justifiees, ligne.absences_injustifiees)
    rangs = tableau_de(releve, saisies={ligne.parcours_id: corrigees}).lignes
    anomalies = next(rang.anomalies for rang in rangs if rang.ligne.pk == ligne.pk)
    if refus_de_la_regle := [anomalie.message for anomalie in anomalies if anomalie.bloquante]:
        raise RegleViolee(*refus_de_la_regle)
