"""The agenda: prepared from what is open, then as people edit it; settled, it is read by those invited."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from comites.actions.droits import exiger_modifiable, relire
from comites.actions.figer import figer_ordre
from comites.enums import NaturePoint, StatutComite
from comites.models import Comite, PointComite
from comites.queries.preparation import sujets_de
from comites.queries.sujets import Sujet
from comites.regles.ordre import place_de
from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import noter

ORDRE = [nature.value for nature in NaturePoint]
LIENS = ("session_id", "intention_id", "demande_id", "lot_id", "metier_id", "origine_id")


@transaction.atomic
def preparer_ordre(*, comite_id: int, par: Utilisateur, le: date) -> int:
    """Prepare the agenda from what is open on ``le``, or bring it up to date; give how many points are new.

    What people wrote, edited, moved or took off stays as they left it; a prepared point whose subject is closed
    goes. Raises ``TransitionImpossible`` once the agenda is settled or the meeting has begun.
    """
    comite = relire(comite_id, par=par)
    exiger_modifiable(comite)
    sujets = {sujet.cle: sujet for sujet in sujets_de(comite, le=le)}
    points = list(PointComite.objects.filter(comite=comite).order_by("rang", "pk"))
    perimes = [p for p in points if p.cle and not (p.saisi or p.ecarte or p.issue) and p.cle not in sujets]
    PointComite.objects.filter(pk__in=[point.pk for point in perimes]).delete()
    gardes = [point for point in points if point not in perimes]
    connus = {point.cle for point in gardes}
    nouveaux = [sujet for cle, sujet in sujets.items() if cle not in connus]
    for point in gardes:
        _mettre_a_jour(point, sujets.get(point.cle))
    _inserer(comite, gardes, nouveaux)
    return len(nouveaux)


@transaction.atomic
def ajouter_point(*, comite_id: int, par: Utilisateur, titre: str, texte: str) -> PointComite:
    """Add a free point at the end, before the meeting or during it. Raises ``TransitionImpossible`` afterwards."""
    comite = relire(comite_id, par=par)
    if comite.statut != StatutComite.TENU:
        exiger_modifiable(comite)
    dernier = PointComite.objects.filter(comite=comite).order_by("-rang").values_list("rang", flat=True).first()
    return PointComite.objects.create(
        comite=comite, rang=(dernier or 0) + 1, nature=NaturePoint.LIBRE, titre=titre, texte=texte, saisi=True
    )


@transaction.atomic
def modifier_point(*, point_id: int, par: Utilisateur, titre: str, texte: str) -> PointComite:
    """Write a point otherwise; preparing again then leaves it alone."""
    point = _point_modifiable(point_id, par=par)
    point.titre, point.texte, point.saisi = titre, texte, True
    point.save(update_fields=["titre", "texte", "saisi"])
    return point


@transaction.atomic
def ecarter_point(*, point_id: int, par: Utilisateur) -> PointComite:
    """Take a point off the agenda: preparing again does not bring it back, people may."""
    point = _point_modifiable(point_id, par=par)
    point.ecarte = True
    point.save(update_fields=["ecarte"])
    return point


@transaction.atomic
def remettre_point(*, point_id: int, par: Utilisateur) -> PointComite:
    """Put back a point that was taken off."""
    point = _point_modifiable(point_id, par=par)
    point.ecarte = False
    point.save(update_fields=["ecarte"])
    return point


@transaction.atomic
def deplacer_point(*, point_id: int, par: Utilisateur, pas: int) -> PointComite:
    """Move a point one place up (``pas`` -1) or down (1); at the end of the list, nothing moves."""
    point = _point_modifiable(point_id, par=par)
    points = list(PointComite.objects.retenus().filter(comite=point.comite_id))
    rang = points.index(point)
    voisin = rang + pas
    if 0 <= voisin < len(points):
        points[rang], points[voisin] = points[voisin], points[rang]
        _ranger(points)
    return point


@transaction.atomic
def arreter_ordre(*, comite_id: int, par: Utilisateur) -> Comite:
    """Settle the agenda: it is read by those invited, its PDF is kept, and it no longer changes.

    Raises ``RegleViolee`` while it is empty, ``TransitionImpossible`` when it is settled already.
    """
    comite = relire(comite_id, par=par)
    exiger_modifiable(comite)
    if not PointComite.objects.retenus().filter(comite=comite).exists():
        raise RegleViolee("L’ordre du jour est vide : préparez-le, ou ajoutez un point.")
    comite.ordre_arrete_le = maintenant()
    # What those invited hold is no longer true: their calendars take the next one.
    if comite.version_envoyee == comite.version:
        comite.version += 1
    comite.save(update_fields=["ordre_arrete_le", "version"])
    figer_ordre(comite, noter(comite, "Ordre du jour arrêté", par=par))
    return comite


@transaction.atomic
def rouvrir_ordre(*, comite_id: int, par: Utilisateur) -> Comite:
    """Open a settled agenda again, before the meeting. Those invited are told when it is settled and sent again."""
    comite = relire(comite_id, par=par)
    if comite.statut != StatutComite.PREPARE or not comite.ordre_arrete:
        raise TransitionImpossible("L’ordre du jour ne se rouvre qu’une fois arrêté, et avant la séance.")
    comite.ordre_arrete_le = None
    comite.save(update_fields=["ordre_arrete_le"])
    noter(comite, "Ordre du jour rouvert", par=par)
    return comite


def _point_modifiable(point_id: int, *, par: Utilisateur) -> PointComite:
    """Lock the committee, then read its point: agendas change one hand at a time."""
    comite_id = PointComite.objects.values_list("comite", flat=True).get(pk=point_id)
    comite = relire(comite_id, par=par)
    point = PointComite.objects.get(pk=point_id)
    libre_en_seance = comite.statut == StatutComite.TENU and point.nature == NaturePoint.LIBRE
    if not libre_en_seance:
        exiger_modifiable(comite)
    return point


def _mettre_a_jour(point: PointComite, sujet: Sujet | None) -> None:
    """Give a point the facts of the day; the words people wrote stay."""
    if sujet is None or point.issue:
        return
    point.reserve = sujet.reserve
    if not point.saisi:
        point.titre, point.texte = sujet.titre, sujet.texte


def _inserer(comite: Comite, gardes: list[PointComite], nouveaux: Iterable[Sujet]) -> None:
    points = list(gardes)
    for sujet in nouveaux:
        place = place_de(sujet.nature, [point.nature for point in points], ordre=ORDRE)
        point = PointComite(
            comite=comite,
            rang=0,
            nature=sujet.nature,
            cle=sujet.cle,
            titre=sujet.titre,
            texte=sujet.texte,
            reserve=sujet.reserve,
            **{lien: getattr(sujet, lien) for lien in LIENS},
        )
        points.insert(place, point)
    for rang, point in enumerate(points, start=1):
        point.rang = rang
    PointComite.objects.bulk_create(point for point in points if point.pk is None)
    PointComite.objects.bulk_update(gardes, ["rang", "titre", "texte", "reserve"])


def _ranger(points: list[PointComite]) -> None:
    for rang, point in enumerate(points, start=1):
        point.rang = rang
    PointComite.objects.bulk_update(points, ["rang"])
