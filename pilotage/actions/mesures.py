"""What officers write of a measure of the plan: where it stands, and the facts that show it. Each change is kept.

Every function raises ``PermissionDenied`` without the right, ``DossierModifie`` when somebody has written of the
measure since it was read (``version``), ``RegleViolee`` when what is said cannot be.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from comptes import acces
from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.horloge import maintenant
from noyau.journal import LigneJournal, noter
from pilotage.models import EtatMesure, Mesure, ResultatMesure
from referentiels.regles.typographie import composer, jour

METTRE_A_JOUR = "pilotage.mettre_a_jour_mesures"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a measure stands: percents from 0 to 100 or None, a state, a remark that may be empty."""

    avancement: int | None
    etat: str
    remarque: str


@dataclass(frozen=True, slots=True)
class Fait:
    """A result in words, and the day it was seen, when it is known."""

    texte: str
    constate_le: date | None = None


@transaction.atomic
def mettre_a_jour(*, numero: int, par: Utilisateur, version: int, situation: Situation, motif: str = "") -> bool:
    """Say where a measure stands; tell whether anything changed (saying the same twice writes nothing).

    ``motif``: why, for those who will read its history.
    """
    mesure = _relire(numero, par=par)
    avant = Situation(mesure.avancement, mesure.etat, mesure.remarque)
    if situation == avant:
        return False
    _exiger_lue(mesure, version)
    mesure.avancement, mesure.etat = situation.avancement, situation.etat
    mesure.remarque = situation.remarque
    _dater(mesure)
    # One line for each thing that changes: the history says it from and to what.
    if situation.avancement != avant.avancement:
        _noter(mesure, f"Avancement : {_pour_cent(avant)} → {_pour_cent(situation)}", par=par, motif=motif)
    if situation.etat != avant.etat:
        de, a = EtatMesure(avant.etat).label, EtatMesure(situation.etat).label
        _noter(mesure, f"État : {de} → {a}", par=par, motif=motif)
    if situation.remarque != avant.remarque:
        dits = [_avant_apres(avant.remarque or "rien", situation.remarque or "rien"), motif]
        _noter(mesure, "Remarque changée", par=par, motif="\n".join(filter(None, dits)))
    return True


@transaction.atomic
def ajouter_resultat(*, numero: int, par: Utilisateur, version: int, fait: Fait, le: date) -> ResultatMesure:
    """Add a fact to the results of a measure, after the others."""
    mesure = _relire(numero, par=par)
    if mesure.resultats.filter(fait=fait.texte, constate_le=fait.constate_le, retire_le=None).exists():
        raise RegleViolee("Ce résultat est déjà dans la liste.")
    _exiger_lue(mesure, version)
    _exiger_passe(fait, le)
    dernier = mesure.resultats.aggregate(dernier=Max("ordre"))["dernier"] or 0
    resultat = ResultatMesure.objects.create(
        mesure=mesure, ordre=dernier + 1, fait=fait.texte, constate_le=fait.constate_le, maj_le=maintenant()
    )
    _dater(mesure)
    _noter(mesure, "Résultat ajouté", par=par, motif=_dire(fait))
    return resultat


@transaction.atomic
def corriger_resultat(
    *, resultat_id: int, par: Utilisateur, version: int, fait: Fait, le: date, motif: str = ""
) -> bool:
    """Write a result otherwise; tell whether anything changed."""
    mesure, resultat = _relire_resultat(resultat_id, par=par)
    avant = Fait(resultat.fait, resultat.constate_le)
    if fait == avant:
        return False
    _exiger_lue(mesure, version)
    _exiger_passe(fait, le)
    resultat.fait, resultat.constate_le, resultat.maj_le = fait.texte, fait.constate_le, maintenant()
    resultat.save(update_fields=["fait", "constate_le", "maj_le"])
    _dater(mesure)
    dits = [_avant_apres(_dire(avant), _dire(fait)), motif]
    _noter(mesure, "Résultat corrigé", par=par, motif="\n".join(filter(None, dits)))
    return True


@transaction.atomic
def retirer_resultat(*, resultat_id: int, par: Utilisateur, version: int, motif: str) -> None:
    """Take a result away from those shown; its line and the reason stay."""
    mesure, resultat = _relire_resultat(resultat_id, par=par)
    _exiger_lue(mesure, version)
    resultat.retire_le = resultat.maj_le = maintenant()
    resultat.motif_retrait = motif
    resultat.save(update_fields=["retire_le", "maj_le", "motif_retrait"])
    _dater(mesure)
    _noter(
        mesure, "Résultat retiré", par=par, motif=f"« {_dire(Fait(resultat.fait, resultat.constate_le))} »\n{motif}"
    )


def exiger(par: Utilisateur) -> None:
    """Raise ``PermissionDenied`` for anyone but an officer who may write of the measures."""
    if not (acces.est_agent(par) and par.has_perm(METTRE_A_JOUR)):
        raise PermissionDenied


def _relire(numero: int, *, par: Utilisateur) -> Mesure:
    exiger(par)
    return Mesure.objects.select_for_update(of=("self",)).get(pk=numero)


def _relire_resultat(resultat_id: int, *, par: Utilisateur) -> tuple[Mesure, ResultatMesure]:
    """Lock the measure first, as everybody does, then read the result. Refused once it is withdrawn."""
    numero = ResultatMesure.objects.values_list("mesure", flat=True).get(pk=resultat_id)
    mesure = _relire(numero, par=par)
    resultat = ResultatMesure.objects.get(pk=resultat_id)
    if resultat.retire_le:
        raise RegleViolee("Ce résultat est déjà retiré.")
    return mesure, resultat


def _exiger_lue(mesure: Mesure, version: int) -> None:
    if mesure.version == version:
        return
    derniere = LigneJournal.objects.de(mesure).first()
    qui = derniere.par_nom if derniere else "quelqu’un"
    raise DossierModifie(
        composer(f"Cette mesure vient d’être mise à jour par {qui}. Relisez-la, puis enregistrez si besoin.")
    )


def _exiger_passe(fait: Fait, le: date) -> None:
    if fait.constate_le and fait.constate_le > le:
        raise RegleViolee(composer("Ce jour n’est pas encore passé : un résultat se constate."))


def _dater(mesure: Mesure) -> None:
    mesure.maj_le = maintenant()
    mesure.version += 1
    mesure.save(update_fields=["avancement", "etat", "remarque", "maj_le", "version"])


def _noter(mesure: Mesure, libelle: str, *, par: Utilisateur, motif: str) -> None:
    noter(mesure, composer(libelle), par=par, motif=composer(motif))


def _avant_apres(avant: str, apres: str) -> str:
    return f"Avant : {avant}\nAprès : {apres}"


def _dire(fait: Fait) -> str:
    return f"{fait.texte} ({jour(fait.constate_le)})" if fait.constate_le else fait.texte


def _pour_cent(situation: Situation) -> str:
    return "non renseigné" if situation.avancement is None else f"{situation.avancement} %"
