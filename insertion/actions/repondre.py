"""Answers to the follow-up: written once per source, corrected in place, and who has answered is left in peace."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from comptes.models import Utilisateur
from insertion.enums import Source, Voie
from insertion.models import Reponse, Suivi
from insertion.queries.suivis import attendues, lire_dossiers
from insertion.regles.placement import EMBAUCHES
from noyau import horloge
from noyau.erreurs import RegleViolee
from noyau.journal import PAR_LIEN, noter
from referentiels.regles.typographie import composer
from stagiaires.models import Stagiaire

EN_EMPLOI = EMBAUCHES | {"creation"}
DE_QUI = {Source.REFERENT: "du référent", Source.STAGIAIRE: "du stagiaire", Source.EMPLOYEUR: "de l’employeur"}


class Dit(NamedTuple):
    """What is answered: a code of ``SituationSuivi``, whether with the post's employer, and since when."""

    situation: str
    chez_l_employeur: bool | None = None
    debut: date | None = None


class Qui(NamedTuple):
    """Who answers: for which source, by what way, and the account where there is one."""

    source: Source
    voie: Voie
    par: Utilisateur | None = None


@transaction.atomic
def repondre(*, suivi_id: int, qui: Qui, dit: Dit, le: date) -> Reponse:
    """Write, or correct, what one source says of a follow-up; close it when all who were asked have answered.

    Who calls has found the follow-up through what this person, or this link, may see. The lock is the one the letters
    take: none leaves after this. Raises ``Suivi.DoesNotExist``, and ``RegleViolee`` before its day, for a first day of
    work to come, or once the person's data is erased.
    """
    suivi = Suivi.objects.select_for_update(of=("self",), no_key=True).get(pk=suivi_id)
    dossier = lire_dossiers([suivi.pk])[0]
    _exiger_possible(dossier.suivi, dit, le=le)
    reponse = Reponse.objects.filter(suivi=suivi, source=qui.source).first()
    nouvelle = reponse is None
    reponse = reponse or Reponse(suivi=suivi, source=qui.source)
    reponse.situation, reponse.chez_l_employeur = dit.situation, dit.chez_l_employeur
    reponse.debut = dit.debut if dit.situation in EN_EMPLOI else None
    reponse.voie, reponse.par, reponse.le = qui.voie, qui.par, horloge.maintenant()
    reponse.save()
    noter(
        dossier.parcours,
        f"{suivi.get_echeance_display()} : réponse {DE_QUI[qui.source]}{'' if nouvelle else ' corrigée'}",
        par=qui.par or PAR_LIEN,
        transition="repondre_au_suivi",
        motif=f"{qui.voie.label}." if qui.par else "",
    )
    if suivi.clos_le is None and attendues(dossier.parcours) <= dossier.repondues | {qui.source.value}:
        suivi.clos_le = horloge.maintenant()
        suivi.save(update_fields=["clos_le"])
    return reponse


@transaction.atomic
def arreter_les_relances(*, stagiaire_id: int) -> Stagiaire:
    """Stop writing to a person about its follow-ups, at its own demand; those under way are waited for.

    Raises ``Stagiaire.DoesNotExist``. Said twice, it stays as it was the first time.
    """
    return _changer(stagiaire_id, "Ne veut plus recevoir de message de suivi", arrete=True)


@transaction.atomic
def reprendre_les_relances(*, stagiaire_id: int) -> Stagiaire:
    """Take back what ``arreter_les_relances`` did: the next letter due leaves. Raises ``Stagiaire.DoesNotExist``."""
    return _changer(stagiaire_id, "Accepte de nouveau les messages de suivi", arrete=False)


def _changer(stagiaire_id: int, libelle: str, *, arrete: bool) -> Stagiaire:
    ouverts = Suivi.objects.filter(parcours__stagiaire=stagiaire_id, clos_le=None).order_by("pk")
    list(ouverts.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    stagiaire = Stagiaire.objects.select_for_update(of=("self",), no_key=True).get(pk=stagiaire_id, efface_le=None)
    if bool(stagiaire.sans_relance_le) != arrete:
        stagiaire.sans_relance_le = horloge.maintenant() if arrete else None
        stagiaire.save(update_fields=["sans_relance_le", "modifie_le"])
        noter(stagiaire, libelle, par=PAR_LIEN, transition="choisir_les_relances")
    return stagiaire


def _exiger_possible(suivi: Suivi, dit: Dit, *, le: date) -> None:
    if suivi.parcours.stagiaire.efface_le:
        raise RegleViolee("Les données de cette personne sont effacées : on ne répond plus à ce suivi.")
    if suivi.prevu_le > le:
        raise RegleViolee(composer(f"Ce suivi s’ouvre le {suivi.prevu_le:%d/%m/%Y} : revenez ce jour-là."))
    if dit.debut and dit.debut > le:
        raise RegleViolee("Le premier jour de travail est à venir : laissez la date vide, ou attendez ce jour.")
