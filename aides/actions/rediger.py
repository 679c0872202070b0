"""Writing a request: answers, plan, proofs. Saved as it goes, on any device, until it leaves."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, models, transaction

from aides.enums import CategoriePiece, StatutAide, TransitionAide
from aides.models import DemandeAide, Majoration, PlanFormation
from aides.models import Sequence as Ligne
from aides.regles.personne import cle_de_personne
from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.pieces import Piece
from noyau.televersement import PieceLue, joindre, oublier_pieces

PIECES_MAX = 30
_DEPARTS = (TransitionAide.DEPOSER, TransitionAide.COMPLETER, TransitionAide.DECLARER_REALISEE)
_AUTRE_PAGE = (
    "Cette demande a changé depuis que vous avez ouvert cette page, dans un autre onglet ou par un collègue. "
    "Relisez-la : rien de ce que vous venez d’envoyer n’a été enregistré."
)


def relire(demande_id: int, *, par: Utilisateur, lu: str = "") -> DemandeAide:
    """Lock a request of the person's establishments; ``lu`` is the version its page showed, empty when none did.

    Raises ``DemandeAide.DoesNotExist`` when it is not theirs, ``DossierModifie`` when it has changed since.
    """
    siennes = DemandeAide.objects.de_l_employeur(par).select_related("employeur")
    demande = siennes.select_for_update(of=("self",)).get(pk=demande_id)
    if lu and lu != demande.version:
        raise DossierModifie(_AUTRE_PAGE)
    return demande


def exiger_ouverte(demande: DemandeAide, champs: Mapping[str, Any] | Sequence[str]) -> None:
    """Raise ``TransitionImpossible`` once nothing may be written, ``RegleViolee`` for what was not asked for."""
    if not demande.modifiable:
        raise TransitionImpossible("Cette demande est déjà partie : ses réponses ne se modifient plus ici.")
    if demande.statut == StatutAide.A_COMPLETER and not set(champs) <= set(demande.demandes):
        raise RegleViolee("Seul ce que la Région a demandé se complète ici.")


@transaction.atomic
def ouvrir_brouillon(*, par: Utilisateur, champs: Mapping[str, Any], rqth: bool | None = None) -> DemandeAide:
    """Open a draft with what is known (``champs``: fields of the model, with ``employeur`` and ``dispositif``).

    A draft nobody has begun is taken up again: a double click opens one. Raises ``RegleViolee`` when a live request
    already follows from the same hire for the same aid.
    """
    # Two clicks of one person wait for each other here.
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=par.pk)
    vide = _brouillon_vide(par, champs)
    if vide is not None:
        ecrire_reponses(vide, champs if rqth is None else {**champs, "rqth": rqth})
        return vide
    demande = DemandeAide(demandeur=par, **champs)
    demande.personne = _personne(demande)
    try:
        with transaction.atomic():
            demande.save()
    except IntegrityError as erreur:
        if "une_aide_par_embauche_et_dispositif" not in str(erreur):
            raise
        raise RegleViolee("Une demande est déjà ouverte pour cette embauche : reprenez-la.") from None
    Majoration.objects.create(demande=demande, rqth=rqth)
    return demande


@transaction.atomic
def enregistrer_reponses(*, demande_id: int, par: Utilisateur, champs: Mapping[str, Any], lu: str = "") -> DemandeAide:
    """Save the answers of a page (``champs``: fields of the model, and ``rqth``). Errors: ``relire``,
    ``exiger_ouverte``."""
    demande = relire(demande_id, par=par, lu=lu)
    exiger_ouverte(demande, [nom for nom in champs if nom != "organisme"])
    ecrire_reponses(demande, champs)
    return demande


def ecrire_reponses(demande: DemandeAide, champs: Mapping[str, Any]) -> None:
    """Write answers in a request that whoever calls has locked and may change."""
    ecrits = dict(champs)
    if "rqth" in ecrits:
        majoration = Majoration.objects.filter(demande=demande).first() or Majoration(demande=demande)
        ecrire_fiche(majoration, {"rqth": ecrits.pop("rqth")})
    for nom, valeur in ecrits.items():
        setattr(demande, nom, valeur)
    demande.personne = _personne(demande)
    demande.save(update_fields=[*ecrits, "personne", "modifie_le"])


def ecrire_fiche(fiche: models.Model, champs: Mapping[str, Any]) -> None:
    """Write what hangs from a request that is locked, whether it exists yet or not."""
    for nom, valeur in champs.items():
        setattr(fiche, nom, valeur)
    fiche.save()


@transaction.atomic
def enregistrer_plan(
    *,
    demande_id: int,
    par: Utilisateur,
    champs: Mapping[str, Any],
    sequences: Sequence[Mapping[str, Any]],
    lu: str = "",
) -> DemandeAide:
    """Save the plan whole: its words (``champs``) and its lines, in their order. Errors: ``relire``, and
    ``RegleViolee`` when the signed plan was not asked for again."""
    demande = relire(demande_id, par=par, lu=lu)
    exiger_ouverte(demande, [CategoriePiece.PLAN])
    plan = PlanFormation.objects.filter(demande=demande).first() or PlanFormation(demande=demande)
    ecrire_fiche(plan, champs)
    Ligne.objects.filter(plan=plan).delete()
    Ligne.objects.bulk_create(Ligne(plan=plan, rang=rang, **ligne) for rang, ligne in enumerate(sequences, start=1))
    demande.save(update_fields=["modifie_le"])
    return demande


@transaction.atomic
def joindre_piece(*, demande_id: int, par: Utilisateur, categorie: str, lue: PieceLue) -> Piece:
    """Attach a proof. The very file sent twice in one category (double click) is kept once.

    Raises ``TransitionImpossible`` or ``RegleViolee`` when it is not awaited, or when there are too many.
    """
    demande = relire(demande_id, par=par)
    _exiger_piece_attendue(demande, categorie)
    if Piece.objects.de(demande).count() >= PIECES_MAX:
        raise RegleViolee(f"Cette demande a déjà {PIECES_MAX} pièces : retirez-en une avant d’en joindre une autre.")
    empreinte = hashlib.sha256(lue.contenu).hexdigest()
    deja = Piece.objects.de(demande).filter(categorie=categorie, empreinte=empreinte).first()
    return deja or joindre(demande, lue, categorie=categorie, par=par)


@transaction.atomic
def retirer_piece(*, demande_id: int, piece_id: int, par: Utilisateur) -> None:
    """Take a proof back, as long as the request, or its bilan, has not left with it.

    Raises ``Piece.DoesNotExist`` for a file that is not there any more, ``RegleViolee`` when it was not asked again.
    """
    demande = relire(demande_id, par=par)
    piece = Piece.objects.de(demande).get(pk=piece_id, message=None)
    _exiger_piece_attendue(demande, piece.categorie)
    if demande.historique.filter(transition__in=_DEPARTS, le__gte=piece.deposee_le).exists():
        raise RegleViolee("Cette pièce est déjà partie à la Région : joignez la nouvelle, elle s’y ajoute.")
    transaction.on_commit(partial(piece.fichier.storage.delete, piece.fichier.name))
    piece.delete()


@transaction.atomic
def supprimer_brouillon(*, demande_id: int, par: Utilisateur) -> None:
    """Throw a draft away, with its proofs. Raises ``TransitionImpossible`` once it has been filed."""
    demande = relire(demande_id, par=par)
    if demande.statut != StatutAide.BROUILLON:
        raise TransitionImpossible("Cette demande est déposée : elle s’abandonne, elle ne s’efface pas.")
    effacer_brouillon(demande)


def effacer_brouillon(demande: DemandeAide) -> None:
    """Delete a draft that is locked, and all that hangs from it."""
    oublier_pieces(demande)
    Ligne.objects.filter(plan__demande=demande).delete()
    PlanFormation.objects.filter(demande=demande).delete()
    Majoration.objects.filter(demande=demande).delete()
    demande.delete()


def _brouillon_vide(par: Utilisateur, champs: Mapping[str, Any]) -> DemandeAide | None:
    """Find the draft this person opened for the same aid and has not written in, when no hire names anybody."""
    if champs.get("embauche"):
        return None
    vides = DemandeAide.objects.filter(
        demandeur=par,
        employeur=champs["employeur"],
        dispositif=champs["dispositif"],
        statut=StatutAide.BROUILLON,
        embauche=None,
        plan=None,
        **dict.fromkeys(("prenom", "nom", "formation", "offre_ou", "iban"), ""),
    )
    return vides.order_by("-pk").first()


def _exiger_piece_attendue(demande: DemandeAide, categorie: str) -> None:
    # Proofs of the bilan are sent while the training runs, and corrected when the officer asks.
    if demande.statut != StatutAide.ACCORDEE:
        exiger_ouverte(demande, [categorie])


def _personne(demande: DemandeAide) -> str:
    return cle_de_personne(demande.prenom, demande.nom, demande.date_naissance)
