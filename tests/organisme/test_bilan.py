"""The report of a session: asked when everybody is out, handed in once, corrected for thirty days."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from parcours.actions.bilan import Bilan, remettre_bilan
from parcours.actions.relancer_bilan import relancer_bilans
from parcours.models import BilanSession
from parcours.queries.bilan import chiffres_de
from referentiels.queries.reglement import reglement_au
from tests.factories.parcours import parcours_de, session_publiee
from tests.html import texte

pytestmark = pytest.mark.django_db
MOTS = Bilan("Le groupe est resté soudé.", presentes=1, certifies=1)


@pytest.fixture
def finie(le_monde):
    session = session_publiee(le_monde, 3, structure=le_monde.reseau)
    parcours_de(session, "termine")
    parcours_de(session, "abandon")
    with time_machine.travel(datetime(session.fin.year, session.fin.month, session.fin.day, 9, tzinfo=UTC)):
        yield session


def remettre(session, bilan=MOTS, **autres):
    return remettre_bilan(
        session_id=session.pk, bilan=bilan, **{"par": session.demandeur, "le": session.fin, **autres}
    )


def demandes_le(le):
    avant = Courrier.objects.filter(modele="bilan_attendu").count()
    relancer_bilans(reglement=reglement_au(le), le=le)
    return Courrier.objects.filter(modele="bilan_attendu").count() - avant


def test_les_chiffres_viennent_des_declarations(finie):
    assert chiffres_de(finie)[:4] == (2, 1, 0, 1)


def test_le_bilan_se_remet_une_fois_et_se_corrige(client, finie):
    client.force_login(finie.demandeur)
    page = reverse("parcours:bilan", args=[finie.pk])
    champs = {"deroulement": MOTS.deroulement, "presentes": "1", "certifies": ""}

    client.post(page, champs)
    client.post(page, champs)
    client.post(page, {**champs, "certifies": "1"})

    assert BilanSession.objects.get().certifies == 1
    lignes = LigneJournal.objects.de(finie).filter(transition="remettre_bilan")
    assert list(lignes.values_list("libelle", flat=True)) == [
        "Bilan de la session corrigé",
        "Bilan de la session remis",
    ]
    assert "1 présenté, 1 certifié" in texte(client.get(page)).replace("\N{NO-BREAK SPACE}", " ")


def test_des_nombres_impossibles_ou_un_numero_sont_dits_au_champ(client, finie):
    client.force_login(finie.demandeur)
    saisi = {"deroulement": "Voir 2 94 05 49 099 123 45", "presentes": "2"}
    reponse = client.post(reverse("parcours:bilan", args=[finie.pk]), saisi)

    assert (reponse.status_code, sorted(reponse.context["form"].errors)) == (400, ["deroulement", "presentes"])
    for bilan in (
        MOTS._replace(presentes=2),
        MOTS._replace(certifies=2),
        MOTS._replace(suites="2 94 05 49 099 123 45"),
    ):
        with pytest.raises(RegleViolee):
            remettre(finie, bilan)
    assert not BilanSession.objects.exists()


def test_avant_que_tous_soient_sortis_il_ne_se_fait_ni_ne_se_demande(finie):
    parcours_de(finie, "entre")
    with pytest.raises(RegleViolee):
        remettre(finie)
    assert demandes_le(finie.fin) == 0


def test_apres_trente_jours_le_bilan_ne_se_corrige_plus(finie):
    remettre(finie)
    autre = MOTS._replace(certifies=0)
    assert remettre(finie, autre, le=finie.fin + timedelta(days=30)).certifies == 0
    with pytest.raises(RegleViolee):
        remettre(finie, MOTS, le=finie.fin + timedelta(days=31))


def test_l_organisme_seul_le_redige_le_referent_et_la_region_le_lisent(client, finie, le_monde):
    remettre(finie)
    with pytest.raises(PermissionDenied):
        remettre(finie, par=le_monde.agent)
    client.force_login(le_monde.agent)
    page = reverse("parcours:bilan", args=[finie.pk])
    assert MOTS.deroulement in texte(client.get(page))
    assert client.post(page, {"deroulement": "x"}).status_code == 403


def test_le_bilan_est_demande_puis_rappele_une_seule_fois(finie):
    le = finie.fin
    with time_machine.travel(datetime(le.year, le.month, le.day, 9, tzinfo=UTC)):
        assert (demandes_le(le), demandes_le(le), demandes_le(le + timedelta(days=13))) == (1, 0, 0)
    rappel = le + timedelta(days=14)
    assert (demandes_le(rappel), demandes_le(rappel), demandes_le(rappel + timedelta(days=20))) == (1, 0, 0)
    rangs = Courrier.objects.filter(modele="bilan_attendu").order_by("pk").values_list("contexte__rang", flat=True)
    assert list(rangs) == [0, 1]


def test_le_rappel_du_bilan_compte_du_jour_donne_et_non_de_l_horloge(finie):
    """``relancer --date`` on a day that is not the clock's: a stop caught up, a year simulated."""
    le = finie.fin
    with time_machine.travel(datetime(2029, 1, 2, 9, tzinfo=UTC)):
        assert (demandes_le(le), demandes_le(le + timedelta(days=13))) == (1, 0)
        assert demandes_le(le + timedelta(days=14)) == 1


def test_un_bilan_remis_n_est_plus_demande(finie):
    remettre(finie)
    assert demandes_le(finie.fin) == 0
