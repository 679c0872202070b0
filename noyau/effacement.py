"""Forgetting one person: the letters that name it, and the documents drawn for it, without breaking any proof.

This app does not know who the person is: letters and documents that name somebody say so in their facts, under a key
(``{"<kind>": [numbers]}``) that whoever erases gives here. A row stays, with its dates: that something left, or was
decided, is a proof; to whom and what it said is forgotten (docs/decisions/0040).
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from noyau.courriers import Courrier, Document, StatutCourrier
from noyau.empreintes import reste_de_document
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from noyau.textos import StatutTexto, Texto

journal = logging.getLogger(__name__)

VIDE = {"destinataire": "", "contexte": {}, "derniere_erreur": ""}
_PAS_PARTIS = (StatutCourrier.A_EXPEDIER, StatutCourrier.RECAPITULATIF)


class CourrierEnRoute(RegleViolee):
    """A letter that names the person is leaving, or names others and has not left: it is let go first."""


def courriers_de(sorte: str, numero: int, adresse: str = "") -> QuerySet[Courrier]:
    """Give the letters whose facts name this one, and those sent to ``adresse`` when it is given."""
    nommant = Courrier.objects.filter(contexte__has_key=sorte, **{f"contexte__{sorte}__contains": [numero]})
    numeros = set(nommant.order_by("pk").values_list("pk", flat=True))
    if adresse:
        numeros |= set(_adresses_a(adresse).order_by("pk").values_list("pk", flat=True))
    return Courrier.objects.filter(pk__in=numeros)


def oublier_les_courriers(sorte: str, numero: int, adresse: str = "") -> int:
    """Empty the letters about one person, in this transaction; give how many.

    One that has not left is given up when it speaks of this person alone. Raises ``CourrierEnRoute`` when one is being
    sent at this moment, or waits and names other people too: they must have it.
    """
    lettres = list(courriers_de(sorte, numero, adresse).select_for_update(of=("self",)).order_by("pk"))
    for lettre in lettres:
        if lettre.statut == StatutCourrier.EN_COURS:
            raise CourrierEnRoute("Un courriel part en ce moment : recommencez dans une minute.")
        if lettre.statut in _PAS_PARTIS and set(lettre.contexte.get(sorte, ())) - {numero}:
            raise CourrierEnRoute(
                "Un courriel qui parle aussi d’autres personnes attend de partir : recommencez quand il sera parti."
            )
    _oublier_dans_les_recapitulatifs(lettres)
    numeros = [lettre.pk for lettre in lettres]
    Courrier.objects.filter(pk__in=numeros, statut__in=_PAS_PARTIS).update(statut=StatutCourrier.EFFACE)
    return Courrier.objects.filter(pk__in=numeros).update(**VIDE)


def oublier_les_textos(sorte: str, numero: int) -> int:
    """Empty the text messages about one person, in this transaction, and give up those that have not left; give how
    many. One that a worker holds leaves all the same: its row is emptied, the worker then marks it."""
    siens = Texto.objects.filter(contexte__has_key=sorte, **{f"contexte__{sorte}__contains": [numero]})
    siens.filter(statut=StatutTexto.A_EXPEDIER).update(statut=StatutTexto.ABANDONNE)
    return siens.update(destinataire="", contexte={}, derniere_erreur="")


def _adresses_a(adresse: str) -> QuerySet[Courrier]:
    return Courrier.objects.alias(adresse=Lower("destinataire")).filter(adresse=adresse.lower())


def _oublier_dans_les_recapitulatifs(lettres: Sequence[Courrier]) -> None:
    """Take the news out of the digests that gathered them; a digest left without any is emptied."""
    retirees = {lettre.pk for lettre in lettres}
    touches = {lettre.regroupe_dans_id for lettre in lettres if lettre.regroupe_dans_id}
    for recapitulatif in Courrier.objects.select_for_update(of=("self",)).filter(pk__in=touches).order_by("pk"):
        if recapitulatif.statut == StatutCourrier.EN_COURS:
            raise CourrierEnRoute("Un récapitulatif part en ce moment : recommencez dans une minute.")
        nouvelles = recapitulatif.contexte.get("nouvelles", [])
        restent = [nouvelle for nouvelle in nouvelles if nouvelle.get("courrier") not in retirees]
        if restent:
            recapitulatif.contexte = {**recapitulatif.contexte, "nouvelles": restent}
            recapitulatif.save(update_fields=["contexte"])
            continue
        statut = StatutCourrier.EFFACE if recapitulatif.statut in _PAS_PARTIS else recapitulatif.statut
        Courrier.objects.filter(pk=recapitulatif.pk).update(statut=statut, **VIDE)


def effacer_documents(documents: QuerySet[Document], *, maintenant: datetime, libelle: str) -> int:
    """Erase the facts and the PDF of these documents, in this transaction; give how many.

    Their hash stays in the chain. What remains of each (its title, its date, its code) is hashed in its journal line:
    erasing a document cannot be a way to alter it. Files go once the transaction is committed.
    """
    nombre = 0
    for document in documents.filter(efface_le=None).select_for_update(of=("self",)).order_by("pk"):
        Document.objects.filter(pk=document.pk).update(contexte={}, efface_le=maintenant)
        noter(document, libelle, par=None, transition="effacer", motif=_reste(document.pk))
        nombre += 1
    if nombre:
        transaction.on_commit(oter_les_fichiers, robust=True)
    return nombre


def oter_les_fichiers() -> int:
    """Take away the PDF of every erased document that still has one; give how many.

    The file goes before its address: a run killed in between leaves an address to nothing, which the next one empties.
    """
    pleins = Document.objects.filter(efface_le__isnull=False).exclude(fichier="")
    nombre = 0
    for document in pleins.order_by("pk").iterator(chunk_size=200):
        try:
            document.fichier.storage.delete(document.fichier.name)
        except OSError:
            journal.exception("Le fichier du document %s n’a pas pu être effacé.", document.pk)
            continue
        Document.objects.filter(pk=document.pk).update(fichier="")
        nombre += 1
    return nombre


def _reste(document_id: int) -> str:
    with connection.cursor() as curseur:
        requete = f"SELECT {reste_de_document('d')} FROM noyau_document d WHERE d.id = %s"  # noqa: S608
        curseur.execute(requete, [document_id])
        return curseur.fetchone()[0]
