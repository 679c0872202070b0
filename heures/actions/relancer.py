"""Hours to declare: relevés are opened by the service, asked for on the first working day, then once again.

domaine.md §6: on the first working day of the month, the training body is told of last month's hours.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from heures.actions.ouvrir import ouvrir_releves
from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from heures.regles.mois import de_mois, ecrire_mois, nommer_mois, premier_du_mois
from noyau import courriers
from noyau.courriers import Courrier
from noyau.relances import RIEN, Bilan, un_par_un
from referentiels.feries import FERIES
from referentiels.models import OrganismeFormation
from referentiels.regles.jours_ouvres import ajouter_jours_ouvres, est_ouvre, premier_jour_ouvre
from referentiels.regles.mois import Mois
from referentiels.regles.reglement import Reglement
from sessions_formation.models import Session
from sessions_formation.queries.documents import destinataire_de

LIGNE = "heures à déclarer"
OUVERTS = "heures ouvertes"


def relancer_heures(*, reglement: Reglement, le: date) -> dict[str, Bilan]:
    """Open the relevés of last month and of this one, then ask for those of last month that are not declared: once on
    the first working day, once more ``relance_heures_jours`` working days later. One letter a training body, which
    names nobody. Nothing leaves on a day that is not worked; safe to repeat, and run late it sends what is missing.
    """
    mois = Mois.clos_au(le).premier_jour
    ouvertes = ouvrir_releves(mois=mois) + ouvrir_releves(mois=premier_du_mois(le))
    rang = _rang(le, reglement) if est_ouvre(le, FERIES) else None
    if rang is None:
        return {OUVERTS: Bilan(ouvertes, 0), LIGNE: RIEN}
    demandees = un_par_un(LIGNE, _a_demander(mois, rang), lambda organisme_id: _ecrire(organisme_id, mois, rang))
    return {OUVERTS: Bilan(ouvertes, 0), LIGNE: demandees}


def _rang(le: date, reglement: Reglement) -> int | None:
    """Which letter is due: 0 from the first working day on, 1 from the reminder's day on, none before."""
    premier = premier_jour_ouvre(le.year, le.month, feries=FERIES)
    if le < premier:
        return None
    return int(le >= ajouter_jours_ouvres(premier, reglement.relance_heures_jours, feries=FERIES))


def _ouverts(mois: date) -> QuerySet[Releve]:
    """The relevés of a month that are not declared, though somebody is on them."""
    lignes = HeuresParcours.objects.filter(releve=OuterRef("pk"))
    return Releve.objects.filter(Exists(lignes), mois=mois, statut=StatutReleve.OUVERT)


def _a_demander(mois: date, rang: int) -> list[int]:
    """The training bodies that were not yet sent the letter of this rank (2 queries, 1 when nothing is open)."""
    ouverts = _ouverts(mois).order_by("session__organisme_id").values_list("session__organisme_id", flat=True)
    cles = {_cle(pk, mois, rang): pk for pk in ouverts.distinct()}
    ecrites = set(Courrier.objects.filter(cle__in=cles).values_list("cle", flat=True)) if cles else set()
    return [pk for cle, pk in cles.items() if cle not in ecrites]


def _ecrire(organisme_id: int, mois: date, rang: int) -> int:
    """Write one letter, unless its hours were declared meanwhile."""
    organisme = OrganismeFormation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisme_id)
    lus = _ouverts(mois).filter(session__organisme=organisme)
    siens = list(lus.select_related("session__organisme", "session__demandeur").order_by("session__numero"))
    adresse = organisme.courriel or _adresse(releve.session for releve in siens)
    if not siens or not adresse:
        return 0
    depose = courriers.deposer(
        modele="heures_a_declarer",
        cle=_cle(organisme_id, mois, rang),
        destinataire=adresse,
        contexte={
            "organisme": organisme.nom,
            "mois": nommer_mois(mois),
            "de_mois": de_mois(mois),
            "rang": rang,
            "sessions": [
                {
                    "numero": releve.session.numero,
                    "intitule": releve.session.intitule,
                    "chemin": reverse("heures:releve", args=[releve.pk]),
                }
                for releve in siens
            ],
            "chemin": f"{reverse('heures:liste')}?mois={ecrire_mois(mois)}&etat={StatutReleve.OUVERT}",
        },
    )
    return int(depose is not None)


def _adresse(sessions: Iterable[Session]) -> str:
    """Where to write to a body without an address of its own: to who asked for one of these sessions."""
    return next((adresse for adresse in map(destinataire_de, sessions) if adresse), "")


def _cle(organisme_id: int, mois: date, rang: int) -> str:
    return f"heures:{organisme_id}:{ecrire_mois(mois)}:{rang}"
