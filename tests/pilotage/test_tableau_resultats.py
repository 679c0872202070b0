"""Rates of the dashboards are those of the counts, by line and by month; hidden where people are few."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insertion.models import ResultatAgrege
from insertion.queries.resultats import SORTIE
from insertion.regles.resultats import Etat
from pilotage.queries.dossiers import dossiers
from pilotage.queries.resultats_tableau import resultats_ensemble, resultats_par
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.queries.reglement import reglement_au
from tests.factories.resultats import socle
from tests.factories.scenario import LE, monde
from tests.pilotage.agreges import INSTANT, MOIS, agreger

pytestmark = pytest.mark.django_db

TOUT = Perimetre(MOIS[0], MOIS[-1])


@pytest.fixture
def rempli(db):
    m = monde()
    sessions = [socle(m, debut=MOIS[0], organisme=organisme) for organisme in (m.mandataire, m.cotraitant)]
    lignes = [
        agreger(session, mois=mois, entres=20 + 10 * rang, graine=graine)
        for graine, (rang, session, mois) in enumerate(
            (rang, session, mois) for rang, session in enumerate(sessions) for mois in MOIS
        )
    ]
    return m, reglement_au(LE), sessions, lignes


def pour_cent(haut, bas):
    return Decimal(haut) / bas * 100


def lues(figure):
    return {
        ligne.cle: dict(zip([c.code for c in figure.colonnes], ligne.cases, strict=True)) for ligne in figure.lignes
    }


def test_les_taux_sont_ceux_des_comptes(rempli):
    m, loi, _, lignes = rempli

    ensemble, par_organisme, par_mois, references = resultats_par(TOUT, Axe.ORGANISME, loi=loi)

    def part(choisies, haut, bas):
        return pour_cent(*(sum(getattr(ligne, nom) for ligne in choisies) for nom in (haut, bas)))

    taux = lues(ensemble)
    assert taux["remplissage"]["taux"].valeur == part(lignes, "tenues", "capacite")
    assert taux["abandon"]["taux"].valeur == part(lignes, "abandons", "entres")
    assert taux["promis"]["taux"].valeur == part(lignes, "promis_tenus", "promis")
    for mois in (1, 3, 6):
        assert taux[f"emploi_{mois}"]["taux"].valeur == part(lignes, f"emploi_{mois}", f"demandes_{mois}")
        assert taux[f"durable_{mois}"]["taux"].sur == sum(getattr(ligne, f"demandes_{mois}") for ligne in lignes)
        assert taux[f"emploi_{mois}"]["parmi_les_reponses"].valeur == part(
            lignes, f"emploi_{mois}", f"reponses_{mois}"
        )
    for organisme in (m.mandataire, m.cotraitant):
        siennes = [ligne for ligne in lignes if ligne.session.organisme_id == organisme.pk]
        cases = lues(par_organisme)[str(organisme.pk)]
        assert cases["emploi_6"].valeur == part(siennes, "emploi_6", "demandes_6")
    for mois in MOIS:
        siennes = [ligne for ligne in lignes if ligne.mois_entree == mois]
        assert lues(par_mois)[f"{mois:%Y-%m}"]["abandon"].valeur == part(siennes, "abandons", "entres")
    assert ensemble.repere == par_organisme.repere == ("Objectif du dispositif", Decimal(76))
    assert (ensemble.calcule_le, len(references.lignes)) == (INSTANT, 8)
    with CaptureQueriesContext(connection) as requetes:
        assert resultats_ensemble(TOUT, loi=loi) == ensemble
    assert len(requetes) == 1


def test_les_mois_sont_ceux_qu_on_demande_d_entree_ou_de_sortie(rempli):
    _, loi, _, lignes = rempli
    fevrier = Perimetre(MOIS[1], MOIS[1])

    entrees, sorties = (resultats_par(fevrier, Axe.SECTEUR, loi=loi, selon=selon) for selon in ("entree", SORTIE))

    attendu = sum(ligne.entres for ligne in lignes if ligne.mois_entree == MOIS[1])
    assert lues(entrees[0])["abandon"]["taux"].sur == attendu
    assert [figure.phrase.split()[4] for figure in (entrees[0], sorties[0])] == ["commencées", "finies"]
    assert {case.etat for ligne in sorties[0].lignes for case in ligne.cases} == {Etat.PERSONNE}
    assert (sorties[1].lignes, sorties[1].total, sorties[2].lignes) == ((), None, ())


def test_moins_de_dix_personnes_n_ont_pas_de_taux(rempli):
    m, loi, sessions, _ = rempli
    ResultatAgrege.objects.filter(session=sessions[0]).delete()
    agreger(sessions[0], mois=MOIS[0], entres=6)

    def codes(organisme):
        ensemble, par_ligne, *_ = resultats_par(
            TOUT._replace(criteres={Axe.ORGANISME: str(organisme.pk)} if organisme else {}), Axe.ORGANISME, loi=loi
        )
        return {
            case.etat for ligne in (*ensemble.lignes, *par_ligne.lignes) for case in ligne.cases if case.sur is None
        }

    assert codes(m.mandataire) >= {Etat.PEU_DE_PERSONNES}
    # The whole less the other would tell of the six: the other is hidden too, by line and when it is chosen.
    cases = lues(resultats_par(TOUT, Axe.ORGANISME, loi=loi)[1])
    assert {case.etat for ligne in cases.values() for case in ligne.values()} == {Etat.PEU_DE_PERSONNES}
    choisie = TOUT._replace(criteres={Axe.ORGANISME: str(m.cotraitant.pk)})
    for seule in (resultats_par(choisie, Axe.MOIS, loi=loi)[0], resultats_ensemble(choisie, loi=loi)):
        assert {ligne.cases[0].valeur for ligne in seule.lignes} == {None}


def test_les_sessions_derriere_un_taux(rempli):
    m, loi, sessions, _ = rempli
    figure = resultats_par(TOUT, Axe.ORGANISME, loi=loi)[1]

    for session, organisme in zip(sessions, (m.mandataire, m.cotraitant), strict=True):
        (ligne,) = (ligne for ligne in figure.lignes if ligne.cle == str(organisme.pk))
        for case in ligne.cases:
            assert list(dossiers(case.dossiers, le=LE, loi=loi).lignes) == [session]


def test_autant_de_requetes_pour_une_ligne_que_pour_deux(rempli):
    _m, loi, sessions, _ = rempli
    comptes = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as requetes:
            resultats_par(TOUT._replace(criteres={Axe.DEPARTEMENT: "49"}), Axe.ORGANISME, loi=loi)
        comptes.append(len(requetes))
        ResultatAgrege.objects.filter(session=sessions[1]).delete()

    assert comptes == [4, 4]
