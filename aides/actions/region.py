"""What every act of the Région on an aid begins with: the request locked, as it was read, by who may."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from aides.models import UNE_AIDE_A_LA_FOIS, DemandeAide
from aides.queries.lettre import contexte_courriel, destinataire_de
from comptes.models import Utilisateur
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.lettres import Document
from referentiels.regles.typographie import composer

INSTRUIRE = "aides.instruire_aide"
LIQUIDER = "aides.liquider_aide"
PAYER = "aides.payer_aide"
VOIR_MAJORATION = "aides.voir_majoration"
CHANGEE = "Cette demande a changé depuis votre lecture : « {} » par {}. Relisez-la avant de continuer."
DEUX_FOIS = (
    "Une autre aide vient d’être accordée à cette personne sur les mêmes jours : rechargez la page, elle y est dite."
)


def verrouiller(
    demande_id: int, *, par: Utilisateur, droit: str, etats: Collection[str], version: int | None = None
) -> DemandeAide:
    """Lock a request in one of ``etats``, as ``par`` has read it (``version``: the last line of its journal).

    Raises ``PermissionDenied`` without ``droit``, ``DemandeAide.DoesNotExist`` out of sight, ``TransitionImpossible``
    when it is no longer there to be done, ``DossierModifie`` when it has changed since.
    """
    if not par.has_perm(droit):
        raise PermissionDenied
    demande = DemandeAide.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=demande_id)
    derniere = demande.historique.first()
    if demande.statut not in etats:
        qui = f"« {derniere.libelle} » par {derniere.par_nom}. " if derniere else ""
        raise TransitionImpossible(composer(f"Cet acte n’est plus possible : {qui}Relisez la demande."))
    if derniere and version not in {None, derniere.pk}:
        raise DossierModifie(composer(CHANGEE.format(derniere.libelle, derniere.par_nom)))
    return demande


def lit_les_pieces(agent: Utilisateur) -> bool:
    """Tell whether an officer reads what names people, proofs and letters: who instructs or settles."""
    return agent.has_perm(INSTRUIRE) or agent.has_perm(LIQUIDER)


def version_de(demande: DemandeAide) -> int:
    """Give what tells whether somebody has acted since a page was read (1 query)."""
    return demande.historique.values_list("pk", flat=True).first() or 0


def exiger_des_mots(precisions: str, quoi: str) -> str:
    """Give the words without their spaces; raise ``RegleViolee`` with ``quoi`` when there are none."""
    mots = precisions.strip()
    if not mots:
        raise RegleViolee(quoi)
    return mots


def prevenir(
    demande: DemandeAide, modele: str, *, cle: str, contexte: dict[str, Any], documents: Collection[Document] = ()
) -> None:
    """Write to the employer; when nobody acts for the establishment any more, its pages say it."""
    if adresse := destinataire_de(demande):
        courriers.deposer(
            modele=modele,
            cle=cle,
            destinataire=adresse,
            contexte={**contexte_courriel(demande), **contexte},
            documents=documents,
        )


@contextmanager
def une_aide_a_la_fois() -> Iterator[None]:
    """Say in words that PostgreSQL refuses a second aid over the same days: two officers granting at one instant."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        if UNE_AIDE_A_LA_FOIS in str(erreur):
            raise RegleViolee(DEUX_FOIS) from erreur
        raise
