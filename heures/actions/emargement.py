"""Attendance sheets: printed with their code, received once signed, taken back, forgotten with those they name."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db import transaction

from comptes.models import Utilisateur
from heures.actions.verrous import verrouiller_le_releve
from heures.models import FeuilleEmargement, Releve
from heures.queries.emargement import EMARGEMENT, nommes_par, scans_du, semaines_de
from heures.queries.pieces import RELEVE_SIGNE
from heures.regles.emargement import Page, en_feuilles, trier
from noyau import journal
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.pieces import Piece
from noyau.televersement import PieceLue, joindre
from referentiels.regles.typographie import composer, compter


class Envoi(NamedTuple):
    """One file of a scan, checked, and what was read on its pages."""

    piece: PieceLue
    pages: list[Page]


class Reception(NamedTuple):
    """The weeks of the sheets that came back for the first time, how many were here already, pages without code."""

    semaines: list[date]
    deja: int
    illisibles: tuple[Page, ...]


@transaction.atomic
def preparer_feuilles(*, releve_id: int, par: Utilisateur, semaine: date | None = None) -> list[FeuilleEmargement]:
    """Give the sheets of a relevé to print, of one week (its Monday) or of all; write those that are missing.

    Printed again, a sheet keeps its code while the same people are on it. Raises ``RegleViolee`` when nobody is in
    training then, ``Releve.DoesNotExist`` out of the person's perimeter.
    """
    releve = verrouiller_le_releve(releve_id, par=par)
    voulues = [une for une in semaines_de(releve) if une.presents and semaine in {None, une.lundi}]
    if not voulues:
        raise RegleViolee("Personne n’est en formation sur cette période : il n’y a pas de feuille à signer.")
    rendues, nouvelles = [], 0
    for une in voulues:
        connues = {tuple(feuille.parcours): feuille for feuille in une.feuilles}
        for groupe in en_feuilles([parcours.pk for parcours in une.presents]):
            feuille = connues.get(tuple(groupe))
            if feuille is None:
                feuille = FeuilleEmargement.objects.create(
                    releve=releve, semaine=une.lundi, parcours=groupe, creee_par=par, creee_le=maintenant()
                )
                nouvelles += 1
            rendues.append(feuille)
    if nouvelles:
        dit = f"{compter(nouvelles, 'feuille', 'feuilles')} d’émargement à signer"
        journal.noter(releve, composer(dit), par=par, transition="emarger")
    return rendues


@transaction.atomic
def recevoir(*, releve_id: int, envois: Sequence[Envoi], par: Utilisateur) -> Reception:
    """Keep the scans of signed sheets with their relevé, and note which sheets came back.

    All or nothing: raises ``RegleViolee`` when a page is a sheet of another relevé (it names people who are not here),
    when no page is recognised, and when everybody here has been forgotten. The same file twice is kept once.
    """
    releve = verrouiller_le_releve(releve_id, par=par)
    if not nommes_par([releve.pk]).exists():
        raise RegleViolee("Les données des personnes de ce relevé sont effacées : il ne reçoit plus de feuille.")
    feuilles = {feuille.code: feuille for feuille in releve.feuilles.order_by("pk")}
    lue = trier([page for envoi in envois for page in envoi.pages], frozenset(feuilles))
    if lue.autres:
        raise RegleViolee(*_refuser_les_autres(releve, lue.autres))
    if not lue.codes:
        raise RegleViolee(
            "Aucune feuille n’a été reconnue. Scannez-les à plat, entières, avec le code carré bien visible. Si un "
            "code est abîmé, joignez plutôt la page au relevé signé."
        )
    nouvelles = [feuilles[code] for code in lue.codes if not feuilles[code].recue_le]
    _garder(releve, envois, {feuille.code: feuille for feuille in nouvelles}, par=par)
    if nouvelles:
        dit = f"{compter(len(nouvelles), 'feuille reçue signée', 'feuilles reçues signées')}"
        journal.noter(releve, composer(dit), par=par, transition="recevoir")
    semaines = sorted({feuille.semaine for feuille in nouvelles})
    return Reception(semaines, len(lue.codes) - len(nouvelles), lue.illisibles)


@transaction.atomic
def retirer_le_scan(*, piece_id: int, releve_id: int, par: Utilisateur) -> None:
    """Take back a scan sent by mistake: its sheets are to be received again. Raises ``Releve.DoesNotExist`` out of the
    person's perimeter, ``Piece.DoesNotExist`` when it is not one of the relevé's scans."""
    releve = verrouiller_le_releve(releve_id, par=par)
    piece = scans_du(releve).get(pk=piece_id)
    releve.feuilles.filter(piece=piece).update(recue_le=None, piece=None)
    _effacer([piece])
    journal.noter(releve, "Feuilles signées retirées", par=par, transition="retirer_le_scan")


def oublier_les_scans(stagiaire_id: int) -> int:
    """Erase the scans and signed statements of the relevés that named this person and name nobody any more, within
    the transaction that forgets it; give how many. Relevés are locked: two people forgotten at once see each other."""
    avec_lui = FeuilleEmargement.objects.extra(
        where=["parcours && ARRAY(SELECT id FROM sessions_formation_parcours WHERE stagiaire_id = %s)"],
        params=[stagiaire_id],
    )
    siens = (
        Releve.objects.filter(lignes__parcours__stagiaire=stagiaire_id).values("pk").union(avec_lui.values("releve"))
    )
    verrouilles = Releve.objects.filter(pk__in=siens).select_for_update(of=("self",), no_key=True).order_by("pk")
    pieces = [
        piece
        for pk in verrouilles.values_list("pk", flat=True)
        if not nommes_par([pk]).exists()
        for piece in Piece.objects.filter(
            objet_type=Releve._meta.label_lower, objet_id=pk, categorie__in=(EMARGEMENT, RELEVE_SIGNE)
        )
    ]
    FeuilleEmargement.objects.filter(piece__in=pieces).update(piece=None)
    _effacer(pieces)
    return len(pieces)


def _refuser_les_autres(releve: Releve, pages: Sequence[Page]) -> list[str]:
    codes = {code for page in pages for code in page.codes}
    des_siens = Releve.objects.filter(session=releve.session_id, feuilles__code__in=codes).exclude(pk=releve.pk)
    quoi = "un autre mois de cette session" if des_siens.exists() else "une autre session"
    numeros = ", ".join(f"page {page.numero} de « {page.fichier} »" for page in pages)
    return [
        composer(
            f"Une feuille vient d’{quoi} ({numeros}). Rien n’a été gardé : envoyez-la depuis son "
            "relevé, puis renvoyez les autres ici."
        )
    ]


def _garder(
    releve: Releve, envois: Sequence[Envoi], nouvelles: dict[str, FeuilleEmargement], *, par: Utilisateur
) -> None:
    le = maintenant()
    for envoi in envois:
        piece = joindre(releve, envoi.piece, categorie=EMARGEMENT, par=par)
        deja = scans_du(releve).filter(empreinte=piece.empreinte).exclude(pk=piece.pk).first()
        if deja:
            _effacer([piece])
            piece = deja
        for code in {code for page in envoi.pages for code in page.codes}:
            if feuille := nouvelles.get(code):
                feuille.recue_le, feuille.piece = le, piece
                feuille.save(update_fields=["recue_le", "piece"])


def _effacer(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        if nom := piece.fichier.name:
            transaction.on_commit(partial(piece.fichier.storage.delete, nom))
        piece.delete()
