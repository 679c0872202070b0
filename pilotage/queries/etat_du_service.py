"""How the service is, in numbers that a machine reads every few seconds: what waits, since when, what failed.

Counts and ages only; nothing that names a file, a person or an address. Kept half a minute, so that two collectors, or
one that is in a hurry, ask the database no more than one does.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection
from django.db.models import Q

from insertion.models import Suivi
from intentions.models import EnvoiWebhook
from noyau.courriers import Courrier, Document
from noyau.courtier import lire_les_bilans
from noyau.textos import Texto
from noyau.veille import Etat, examiner
from pilotage.models import ConstatImpossible

CLE, DUREE = "etat_du_service", 30


class Mesure(NamedTuple):
    """One number: its name without the service's prefix, its meaning, its labels, its value; ``total``: only grows."""

    nom: str
    sens: str
    etiquettes: dict[str, str]
    valeur: float
    total: bool = False


def mesures_du_service(*, maintenant: datetime) -> list[Mesure]:
    """Give every number of the state of the service, at most half a minute old. Raises ``RedisError``."""
    if (gardees := cache.get(CLE)) is None:
        etat = examiner(maintenant=maintenant)
        gardees = [*_parts(etat), *_de_la_base(etat, maintenant), *_des_taches(etat)]
        cache.set(CLE, gardees, DUREE)
    return gardees


def _parts(etat: Etat) -> Iterator[Mesure]:
    """What the readiness page says, part by part."""
    a_jour = {
        "base": etat.base,
        "migrations": etat.migrations,
        "courtier": etat.courtier,
        "worker": etat.worker,
        "beat": etat.beat,
        "documents": etat.documents,
        "courriers": etat.courriers,
        "file": etat.taches,
        "replique": etat.replique_a_jour,
    }
    for part, va in a_jour.items():
        yield Mesure("part_en_marche", "1 si cette part du service est au travail.", {"part": part}, float(va))
    if etat.retard is not None:
        yield Mesure("courriers_retard_secondes", "Attente du plus ancien courriel dû.", {}, _s(etat.retard))
    if etat.replique is not None:
        yield Mesure("replique_retard_secondes", "Retard de la réplique de lecture.", {}, _s(etat.replique))
    if etat.file is not None:
        sens = "Tâches dans la file, par état."
        yield Mesure("file_taches", sens, {"etat": "en_attente"}, etat.file.attendent)
        yield Mesure("file_taches", sens, {"etat": "en_main"}, etat.file.en_main)
        yield Mesure(
            "file_age_secondes", "Attente de la plus ancienne tâche que personne n’a prise.", {}, _s(etat.file.age)
        )


def _de_la_base(etat: Etat, maintenant: datetime) -> Iterator[Mesure]:
    """Nothing when the database does not answer: an absent number is not a nought."""
    if not etat.base:
        return
    sens = "Courriels à faire partir, par état."
    yield Mesure("courriers", sens, {"etat": "dus"}, Courrier.objects.dus(maintenant).count())
    yield Mesure("courriers", sens, {"etat": "quarantaine"}, Courrier.objects.en_quarantaine().count())
    yield Mesure("textos_dus", "Textos à faire partir.", {}, Texto.objects.dus(maintenant).count())
    envois = EnvoiWebhook.objects.filter(statut=EnvoiWebhook.statut.field.default, prochain_essai_le__lte=maintenant)
    yield Mesure("envois_partenaires_dus", "Événements à dire aux partenaires.", {}, envois.count())
    a_dessiner = Document.objects.filter(fichier="", efface_le=None)
    yield Mesure("documents_a_dessiner", "Lettres dont le PDF n’est pas encore fait.", {}, a_dessiner.count())
    yield Mesure("suivis_a_faire", "Suivis dus que leur référent n’a pas dits.", {}, _suivis(maintenant.date()))
    impossibles = ConstatImpossible.objects.filter(disparu_le=None)
    yield Mesure("donnees_impossibles", "Invariants rompus, trouvés la nuit.", {}, impossibles.count())
    yield Mesure("base_octets", "Taille de la base de données.", {}, _taille_de_la_base())


def _des_taches(etat: Etat) -> Iterator[Mesure]:
    if not etat.courtier:
        return
    for bilan in lire_les_bilans():
        tache = {"tache": bilan.nom}
        sens = "Tâches terminées, par issue."
        yield Mesure("taches", sens, {**tache, "issue": "reussie"}, bilan.finies, total=True)
        yield Mesure("taches", sens, {**tache, "issue": "echouee"}, bilan.echouees, total=True)
        yield Mesure("taches_duree_secondes", "Temps passé dans les tâches.", tache, bilan.duree, total=True)
        if bilan.succes_le is not None:
            sens = "Instant de la dernière réussite, en secondes depuis 1970."
            yield Mesure("tache_derniere_reussite", sens, tache, bilan.succes_le)


def _suivis(le: date) -> int:
    return Suivi.objects.filter(Q(prevu_le__lte=le), clos_le=None, repondu=False).count()


def _taille_de_la_base() -> int:
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_database_size(current_database())")
        ligne: tuple[Any, ...] = curseur.fetchone() or (0,)
        return int(ligne[0])


def _s(duree: timedelta) -> float:
    return duree.total_seconds()
