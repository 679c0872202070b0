"""Drafts to read and issue: told once they are prepared, then once again (domaine.md §6)."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from factures.enums import StatutFacture
from factures.models import Facture
from factures.queries.emetteurs import courriel_de_facturation
from noyau import courriers
from noyau.courriers import Courrier
from noyau.relances import Bilan, un_par_un
from referentiels.feries import FERIES
from referentiels.models import OrganismeFormation
from referentiels.regles.jours_ouvres import est_ouvre, jours_ouvres_ecoules
from referentiels.regles.mois import Mois
from referentiels.regles.reglement import Reglement

LIGNE = "factures à vérifier"
RAPPEL = 1


def relancer_factures(*, reglement: Reglement, le: date) -> dict[str, Bilan]:
    """Tell each mandataire of the drafts prepared for last month and before, then once again
    ``relance_facture_jours`` working days after the first letter while some are left. One letter a mandataire, which
    names nobody. Nothing leaves on a day that is not worked; safe to repeat, and by several workers at once.
    """
    a_ecrire = _a_ecrire(reglement, le) if est_ouvre(le, FERIES) else []
    return {LIGNE: un_par_un(LIGNE, a_ecrire, lambda du: _ecrire(*du))}


def _projets(mois: date, organisme: int | None = None) -> Sequence[Facture]:
    """The drafts up to a month, those of one mandataire together."""
    projets = Facture.objects.filter(statut=StatutFacture.PROJET, mois__lte=mois)
    if organisme is not None:
        projets = projets.filter(emetteur=organisme)
    return list(projets.select_related("bon__lot").order_by("emetteur", "mois", "bon", "pk"))


def _a_ecrire(reglement: Reglement, le: date) -> list[tuple[int, date, int]]:
    """The mandataires to write to, the month, and which letter: 0 the first, 1 the reminder (2 queries)."""
    mois = Mois.clos_au(le).premier_jour
    organismes = [pk for pk, _ in groupby(_projets(mois), key=lambda facture: facture.emetteur_id)]
    cles = [_cle(pk, mois, rang) for pk in organismes for rang in (0, RAPPEL)]
    ecrites = dict(Courrier.objects.filter(cle__in=cles).values_list("cle", "depose_le"))
    dus = []
    for pk in organismes:
        premiere = ecrites.get(_cle(pk, mois, 0))
        if premiere is None:
            dus.append((pk, mois, 0))
            continue
        attendus = jours_ouvres_ecoules(timezone.localtime(premiere).date(), le, feries=FERIES)
        if _cle(pk, mois, RAPPEL) not in ecrites and attendus >= reglement.relance_facture_jours:
            dus.append((pk, mois, RAPPEL))
    return dus


def _ecrire(organisme_id: int, mois: date, rang: int) -> int:
    """Write one letter, unless its drafts were issued meanwhile."""
    organisme = OrganismeFormation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisme_id)
    projets = _projets(mois, organisme_id)
    adresse = courriel_de_facturation(organisme)
    if not projets or not adresse:
        return 0
    depose = courriers.deposer(
        modele="factures_a_verifier",
        cle=_cle(organisme_id, mois, rang),
        destinataire=adresse,
        contexte={
            "organisme": organisme.nom,
            "rang": rang,
            "factures": [
                {
                    "nature": projet.nature,
                    "mois": date_format(projet.mois, "F Y"),
                    "bon": projet.bon.numero,
                    "lot": projet.bon.lot.numero,
                    "montant": str(abs(projet.montant_ttc)),
                    "chemin": reverse("factures:facture", args=[projet.pk]),
                }
                for projet in projets
            ],
            "chemin": reverse("factures:liste"),
        },
    )
    return int(depose is not None)


def _cle(organisme_id: int, mois: date, rang: int) -> str:
    return f"factures-a-verifier:{organisme_id}:{Mois.de(mois)}:{rang}"
