"""Whatever happens in a year, invoices add up to hours × price to the cent, and never above the order."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from factures.actions.preparer import preparer_factures
from factures.enums import Controle, NatureFacture, StatutFacture
from factures.models import DetailFacture, Facture, LigneFacture
from heures.models import HeuresParcours
from referentiels.regles.montants import arrondir
from sessions_formation.models import BonDeCommande, Composante, Mouvement
from tests.factories.factures import (
    Voulue,
    ajouter_composante,
    amender,
    avoir_entier_nu,
    bon_de_commande,
    corriger_heures,
    declarer_heures,
    emettre_nue,
)
from tests.factories.scenario import Monde, monde

pytestmark = [pytest.mark.django_db, pytest.mark.lent]

MOIS = [date(2027, rang, 1) for rang in range(1, 6)]
TARD = date(2027, 12, 31)
PRIX = st.sampled_from([Decimal(prix) for prix in ("9.50", "9.55", "7.33", "11.01")])
HEURES = st.decimals(0, 150, places=2)
COMPOSANTES = st.lists(st.builds(Voulue, st.integers(1, 3), st.integers(50, 400), PRIX), min_size=1, max_size=3)
# What is issued on the way is what the next month is worked out from: most acts.
ACTES = ("emettre", "emettre", "emettre", "corriger", "amender", "reprendre", "preparer")


@contextmanager
def un_essai(donnees: st.DataObject) -> Iterator[tuple[Monde, BonDeCommande]]:
    """One example, of which nothing is kept: the world, and an order."""
    with transaction.atomic():
        le_monde = monde(montant_max="9999999.00")
        yield le_monde, bon_de_commande(le_monde, *donnees.draw(COMPOSANTES))
        transaction.set_rollback(True)


@given(donnees=st.data())
@settings(max_examples=12)
def test_la_somme_des_factures_est_celle_des_heures_au_centime(donnees):
    with un_essai(donnees) as (le_monde, bon):
        for mois in MOIS:
            _vivre_le_mois(le_monde, bon, mois, donnees)
            _jamais_plus_que_commande(bon)
        _solder(le_monde, bon)
        _juste(bon)


def _vivre_le_mois(le_monde: Monde, bon: BonDeCommande, mois: date, donnees: st.DataObject) -> None:
    """Hours (none for who has left), the draft, then what people do of it, in any order."""
    for composante in bon.composantes.order_by("rang"):
        present = donnees.draw(st.lists(HEURES, min_size=composante.parcours, max_size=composante.parcours))
        declarer_heures(composante.session, mois, present)
    preparer_factures(mois=mois, le=TARD)
    for acte in donnees.draw(st.lists(st.sampled_from(ACTES), max_size=4)):
        composante = donnees.draw(st.sampled_from(list(bon.composantes.order_by("rang"))))
        if acte == "emettre":
            _emettre(donnees.draw(st.sampled_from([None, *_projets()])))
        elif acte == "reprendre":
            _reprendre(donnees.draw(st.sampled_from([None, *_vivantes()])))
        elif acte == "corriger":
            lui = donnees.draw(st.sampled_from(list(composante.session.parcours.order_by("pk"))))
            corriger_heures(lui, mois, donnees.draw(HEURES))
        elif acte == "amender":
            amender(le_monde, composante, donnees.draw(st.integers(1, 100)), donnees.draw(PRIX))
        else:
            preparer_factures(mois=mois, le=TARD)


def _emettre(facture: Facture | None) -> None:
    if facture is not None:
        emettre_nue(facture)


def _projets() -> list[Facture]:
    return list(Facture.objects.filter(statut=StatutFacture.PROJET).order_by("pk"))


def _vivantes() -> list[Facture]:
    vivantes = Facture.objects.emises().filter(nature=NatureFacture.FACTURE, annulee_le=None)
    return list(vivantes.exclude(avoirs__statut=StatutFacture.PROJET).order_by("pk"))


def _reprendre(facture: Facture | None) -> None:
    if facture is not None and not facture.avoirs.exists():
        avoir_entier_nu(facture)


def _solder(le_monde: Monde, bon: BonDeCommande) -> None:
    """Issue what is left; one more session lets what added up to nothing leave with it."""
    for mois in (date(2027, 7, 1), date(2027, 8, 1), date(2027, 9, 1)):
        balai = ajouter_composante(le_monde, bon, Voulue(1, 600))
        declarer_heures(balai.session, mois, [Decimal(500)])
        preparer_factures(mois=mois, le=TARD)
        for facture in Facture.objects.filter(statut=StatutFacture.PROJET).order_by("pk"):
            emettre_nue(facture)
    assert preparer_factures(mois=date(2027, 10, 1), le=TARD)[:3] == (0, 0, 0)


def _commandees(bon: BonDeCommande) -> dict[int, Decimal]:
    commandees = {c.pk: Decimal(c.parcours * c.heures) for c in Composante.objects.filter(bon=bon)}
    for mouvement in Mouvement.objects.filter(composante__bon=bon):
        commandees[mouvement.composante_id] += mouvement.heures
    return commandees


def _facturees() -> dict[int, Decimal]:
    return dict(LigneFacture.objects.order_by().values_list("composante").annotate(total=Sum("quantite")))


def _jamais_plus_que_commande(bon: BonDeCommande) -> None:
    facturees = _facturees()
    assert [pk for pk, heures in _commandees(bon).items() if facturees.get(pk, 0) > heures] == []


def _juste(bon: BonDeCommande) -> None:
    declarees = dict(
        HeuresParcours.objects.order_by().values_list("releve__session__composante").annotate(total=Sum("faites"))
    )
    facturees = _facturees()
    assert {pk: facturees.get(pk, 0) for pk in declarees} == {
        pk: min(declarees[pk], heures) for pk, heures in _commandees(bon).items()
    }
    sommes = LigneFacture.objects.order_by().values_list("composante", "prix_heure")
    for _, prix, heures, euros in sommes.annotate(h=Sum("quantite"), e=Sum("montant")):
        assert euros == arrondir(prix * heures)
    par_ligne = defaultdict(Decimal)
    for ligne, heures in DetailFacture.objects.values_list("ligne", "heures"):
        par_ligne[ligne] += heures
    assert par_ligne == dict(LigneFacture.objects.values_list("pk", "quantite"))
    for facture in Facture.objects.all():
        assert facture.montant_ht == facture.lignes.aggregate(total=Sum("montant"))["total"]


@given(donnees=st.data())
@settings(max_examples=6)
def test_preparer_de_nouveau_ne_change_jamais_rien(donnees):
    with un_essai(donnees) as (le_monde, bon):
        for mois in MOIS[:2]:
            _vivre_le_mois(le_monde, bon, mois, donnees)
        preparer_factures(mois=MOIS[1], le=TARD)
        LigneFacture.objects.filter(facture__statut=StatutFacture.PROJET).update(controle=Controle.CONFIRMEE)
        avant = [list(modele.objects.order_by("pk").values()) for modele in (Facture, LigneFacture, DetailFacture)]

        assert preparer_factures(mois=MOIS[1], le=TARD).preparees == 0

        apres = [list(modele.objects.order_by("pk").values()) for modele in (Facture, LigneFacture, DetailFacture)]
        assert apres == avant
