"""Month's end: totals by lot, what is missing, and a sending that leaves once, as it was read."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from config.groupes import FINANCES
from factures.actions.envoyer import envoyer_aux_finances
from factures.actions.suspendre import suspendre_facture
from factures.models import EnvoiFinances
from factures.queries.fin_de_mois import fin_de_mois
from heures.enums import TransitionReleve
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from tests.factories.emission import projet
from tests.factories.envois import certifiee, envoyee, lancer
from tests.factories.factures import (
    LE,
    MOIS,
    avoir_entier_nu,
    declarer_heures,
)
from tests.factures.officier import FIN_DE_MOIS, champs, connecte, emise, le_monde, nouveau_bon, officier, presser

__all__ = ["le_monde"]


def test_la_fin_de_mois_totalise_par_lot_et_dit_ce_qui_manque(le_monde):
    certifiee(emise(le_monde), le_monde.agent)
    emise(le_monde)
    suspendue = emise(le_monde)
    suspendre_facture(facture_id=suspendue.pk, motif="RIB.", par=le_monde.agent, le=LE)
    bon = nouveau_bon(le_monde)
    projet(bon)
    declarer_heures(bon.composantes.get().session, MOIS, []).franchir(TransitionReleve.ROUVRIR, par=None)

    lu = fin_de_mois(MOIS)

    [lot] = lu.lots
    assert (lot.a_controler, lot.suspendues, lot.a_envoyer, lot.envoyees) == (1, 1, 1, 0)
    assert lu.montant == lot.montant_a_envoyer == Decimal("603.25")
    assert [piece.suspendue for piece in lu.attendent] == [False, True]
    assert (lu.totaux["a_controler"], lu.projets_compte, lu.releves_compte) == (1, 1, 1)
    page = connecte(le_monde.agent).get(f"{FIN_DE_MOIS}?mois=2027-01").content.decode()
    assert "1 pièce à contrôler, 1 facture suspendue" in page.replace("\xa0", " ")


def test_la_fin_de_mois_se_lit_en_autant_de_requetes(le_monde, django_assert_num_queries):
    for combien in (1, 2):
        for _ in range(combien):
            certifiee(emise(le_monde), le_monde.agent)
            projet(nouveau_bon(le_monde))
        with django_assert_num_queries(7):
            fin_de_mois(MOIS)


def test_lancer_envoie_une_fois_ce_qui_a_ete_lu(le_monde):
    facture = certifiee(emise(le_monde), le_monde.agent)
    client = connecte(officier(FINANCES))
    adresse = f"{FIN_DE_MOIS}?mois=2027-01"

    confirmation = champs(presser(client, adresse))
    assert EnvoiFinances.objects.count() == 0
    tardive = certifiee(emise(le_monde), le_monde.agent)
    client.post(adresse, {**confirmation, "etape": "confirmer"})
    client.post(adresse, {**confirmation, "etape": "confirmer"})

    envoi = EnvoiFinances.objects.get()
    facture.refresh_from_db()
    tardive.refresh_from_db()
    assert (envoi.nombre, envoi.montant, facture.envoi, tardive.envoi) == (1, Decimal("603.25"), envoi, None)
    assert LigneJournal.objects.de(facture).filter(transition="envoyer").count() == 1
    assert client.get(reverse("admin:factures_envoifinances_change", args=[envoi.pk])).status_code == 200
    assert client.get(reverse("admin:factures_envoifinances_changelist")).status_code == 200


def test_ce_qui_a_change_arrete_l_envoi(le_monde):
    une, autre = (certifiee(emise(le_monde), le_monde.agent) for _ in range(2))
    suspendre_facture(facture_id=autre.pk, motif="RIB.", par=le_monde.agent, le=LE)

    with pytest.raises(DossierModifie):
        lancer(une, autre, par=le_monde.agent)
    with pytest.raises(RegleViolee):
        envoyer_aux_finances(mois=MOIS, factures=[], envoi=uuid4(), par=le_monde.agent, maintenant=maintenant())
    assert EnvoiFinances.objects.count() == 0


def test_un_avoir_part_apres_sa_facture_jamais_avant(le_monde):
    facture = envoyee(emise(le_monde), le_monde.agent)
    avoir = certifiee(avoir_entier_nu(facture), le_monde.agent)
    jamais_partie = emise(le_monde)
    avoir_entier_nu(jamais_partie)

    assert fin_de_mois(MOIS).pieces == [avoir]
    assert lancer(avoir, par=le_monde.agent).montant == Decimal("-603.25")
