"""Months lived with the real acts: what the system prepares is what the official rules accept."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from factures.actions.avoir import reprendre_la_facture
from factures.actions.emettre import emettre
from factures.actions.preparer import preparer_factures
from factures.enums import Controle, NatureFacture, StatutFacture
from factures.models import Facture, LigneFacture
from tests.factories.emission import fiche
from tests.factories.factures import MOIS, Voulue, amender, bon_de_commande, corriger_heures, declarer_heures
from tests.factories.scenario import monde

pytestmark = pytest.mark.django_db

FEVRIER, MARS, AVRIL = (date(2027, rang, 1) for rang in (2, 3, 4))


def facturer(le_monde, mois: date, le: date) -> Facture:
    """Prepare the month, confirm every line, issue."""
    preparer_factures(mois=mois, le=le)
    LigneFacture.objects.filter(facture__statut=StatutFacture.PROJET).update(controle=Controle.CONFIRMEE)
    projet = Facture.objects.get(statut=StatutFacture.PROJET)
    return emettre(facture_id=projet.pk, par=le_monde.au_mandataire, le=le)


def test_des_mois_de_factures_et_d_avoirs_s_emettent_et_tombent_juste():
    le_monde = monde()
    fiche(le_monde.mandataire)
    premiere, seconde = bon_de_commande(le_monde, Voulue(2, 100, Decimal("9.55")), Voulue()).composantes.order_by(
        "rang"
    )
    eux, autres = (list(composante.session.parcours.order_by("pk")) for composante in (premiere, seconde))
    amender(le_monde, premiere, 40, Decimal("10.10"))
    declarer_heures(premiere.session, MOIS, [Decimal("95.25"), Decimal("88.33")])
    declarer_heures(seconde.session, MOIS, [Decimal(70), Decimal("0.75")])
    janvier = facturer(le_monde, MOIS, FEVRIER)

    corriger_heures(autres[0], MOIS, Decimal(35))
    regularisation = facturer(le_monde, FEVRIER, MARS)
    assert (regularisation.nature, regularisation.corrige) == (NatureFacture.AVOIR, janvier)
    assert regularisation.montant_ht == Decimal("-332.50")

    # Hours at the price of the amendment, and some given back, in one invoice.
    corriger_heures(eux[1], MOIS, Decimal("80.33"))
    declarer_heures(premiere.session, MARS, [Decimal("40.10"), Decimal(0)])
    mars = facturer(le_monde, MARS, AVRIL)
    assert [(ligne.prix_heure, ligne.quantite) for ligne in mars.lignes.order_by("rang")] == [
        (Decimal("9.55"), Decimal("16.42")),
        (Decimal("10.10"), Decimal("15.68")),
    ]

    reprendre_la_facture(facture_id=mars.pk, motif="Refusée par la Région.", par=le_monde.au_mandataire, le=AVRIL)
    encore = facturer(le_monde, MARS, AVRIL)

    assert [facture.numero for facture in Facture.objects.order_by("rang")] == [
        f"F2027-{rang:05d}" for rang in range(1, 6)
    ]
    assert encore.montant_ht == mars.montant_ht
    sommes = dict(LigneFacture.objects.order_by().values_list("composante").annotate(total=Sum("quantite")))
    assert sommes == {premiere.pk: Decimal("215.68"), seconde.pk: Decimal("35.75")}
    euros = Facture.objects.aggregate(total=Sum("montant_ht"))["total"]
    assert euros == Decimal("1910.00") + Decimal("158.37") + Decimal("339.63")
