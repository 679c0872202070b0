"""The funnel equals what one counts on the facts one by one, and shows nobody's number when people are few."""

from collections import Counter
from datetime import date
from decimal import Decimal
from math import ceil
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insertion.regles.resultats import Etat
from intentions.models import IntentionEmbauche
from pilotage.models import FaitPoste
from pilotage.queries.chaine import chaine, toute_la_chaine
from pilotage.queries.dossiers import dossiers
from pilotage.regles.chaine import Arret, Etape
from pilotage.regles.figures import Case, Unite
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.queries.reglement import reglement_au
from tests.factories.scenario import LE, intention_deposee, monde

pytestmark = pytest.mark.django_db

JOURS = ("demandee_le", "autorisee_le", "entree_le", "fin_le", "emploi_le")
DELAIS = ("j_demande", "j_autorisation", "j_entree", "j_fin", "j_emploi")
MOIS = [date(2026, rang, 1) for rang in range(1, 4)]
TOUT = Perimetre(MOIS[0], MOIS[-1])


@pytest.fixture
def loi(db):
    monde_ = monde()
    return monde_, reglement_au(LE)


def des_postes(m, nombre, *, graine=1, etape=None, intention=None, **champs):
    """Facts written as rows: what makes them is tested elsewhere, and figures need many."""
    tirage = Random(graine)
    intention = intention or intention_deposee(m, nombre_postes=1)
    faits = []
    for _ in range(nombre):
        atteinte = tirage.randint(0, 5) if etape is None else etape
        faits.append(
            FaitPoste(
                intention=intention,
                rang=FaitPoste.objects.filter(intention=intention).count() + len(faits) + 1,
                **{"mois": tirage.choice(MOIS), "secteur_id": "inter-industrie", "departement_id": "49"} | champs,
                statut="recevable",
                arret=tirage.choice(["", *Arret]) if atteinte < 5 else "",
                deposee_le=LE,
                **dict.fromkeys(JOURS[:atteinte], LE),
                **{nom: tirage.randint(0, 40) for nom in DELAIS[:atteinte]},
            )
        )
    FaitPoste.objects.bulk_create(faits)
    return faits


def decile(valeurs, part):
    """The smallest value that so great a part of them does not exceed."""
    return sorted(valeurs)[ceil(part * len(valeurs)) - 1] if valeurs else None


def valeurs(ligne):
    return [case.valeur for case in ligne.cases]


def test_l_entonnoir_est_celui_qu_on_compte_a_la_main(loi):
    m, regles = loi
    faits = des_postes(m, 300)
    autres = des_postes(m, 40, etape=5, mois=date(2025, 12, 1), intention=faits[0].intention)
    assert len(autres) == 40

    figure = chaine(TOUT, loi=regles)

    nombres = [len(faits), *(sum(getattr(fait, nom) is not None for fait in faits) for nom in JOURS)]
    assert [ligne.cases[0].valeur for ligne in figure.lignes] == nombres
    for rang, ligne in enumerate(figure.lignes[1:], start=1):
        attendus = [getattr(fait, DELAIS[rang - 1]) for fait in faits if getattr(fait, DELAIS[rang - 1]) is not None]
        part, precedente = (round(Decimal(100 * nombres[rang]) / bas, 1) for bas in (nombres[0], nombres[rang - 1]))
        assert [float(part), float(precedente)] == pytest.approx(
            [float(case.valeur) for case in ligne.cases[1:3]], abs=0.1
        )
        assert valeurs(ligne)[3:] == [decile(attendus, 0.5), decile(attendus, 0.9)]
        assert [case.sur for case in ligne.cases[3:]] == [len(attendus)] * 2
    assert [ligne.cle for ligne in figure.lignes] == list(Etape)


def test_les_lignes_font_l_ensemble_et_les_arrets_le_reste(loi):
    m, regles = loi
    faits = des_postes(m, 200, secteur_id="inter-industrie") + des_postes(m, 200, graine=3, secteur_id="construction")

    _, par_mois, arrets, par_secteur = toute_la_chaine(TOUT, Axe.SECTEUR, etape=Etape.INTENTION, loi=regles)
    assert [colonne.unite for colonne in par_secteur.colonnes] == [Unite.NOMBRE] * 6 + [Unite.JOURS_OUVRES] * 2

    assert [ligne.nom for ligne in par_secteur.lignes] == ["Construction", "Inter-industrie"]
    sommes = [sum(ligne.cases[rang].valeur for ligne in par_secteur.lignes) for rang in range(6)]
    assert (
        sommes
        == valeurs(par_secteur.total)[:6]
        == [ligne.cases[0].valeur for ligne in chaine(TOUT, loi=regles).lignes]
    )
    for ligne in par_mois.lignes:
        du_mois = [fait for fait in faits if f"{fait.mois:%Y-%m}" == ligne.cle]
        assert valeurs(ligne) == [
            decile([getattr(fait, nom) for fait in du_mois if getattr(fait, nom) is not None], 0.5) for nom in DELAIS
        ]
    derniers = Counter((sum(getattr(fait, nom) is not None for nom in JOURS), fait.arret) for fait in faits)
    for rang, ligne in enumerate(arrets.lignes):
        for arret, case in zip(["", *Arret], ligne.cases, strict=True):
            assert case.valeur in {derniers[rang, arret], None}
            assert case.valeur is not None or rang >= 3


def test_moins_de_dix_personnes_ne_se_lisent_nulle_part(loi):
    m, regles = loi
    des_postes(m, 30, etape=5, secteur_id="inter-industrie", mois=MOIS[0])
    des_postes(m, 12, graine=2, etape=5, secteur_id="construction", mois=MOIS[0])
    des_postes(m, 4, graine=3, etape=5, secteur_id="commerce", mois=MOIS[0])

    figure = toute_la_chaine(TOUT, Axe.SECTEUR, etape=Etape.FIN, loi=regles)[3]

    lues = {ligne.cle: ligne for ligne in figure.lignes}
    cachee = Case(None, etat=Etat.PEU_DE_PERSONNES)
    # Nor the next one, which the total less the third would tell of; posts and requests are nobody's.
    for cle, nombre in (("commerce", 4), ("construction", 12)):
        assert valeurs(lues[cle])[:3] == [nombre] * 3
        assert lues[cle].cases[3:] == (cachee,) * 5
    assert valeurs(lues["inter-industrie"])[:6] == [30] * 6
    assert valeurs(figure.total)[:6] == [46] * 6
    # Chosen by a filter, they stay hidden: the whole less the others would tell of them.
    for cle, etat in (("commerce", Etat.PEU_DE_PERSONNES), ("construction", Etat.PEU_DE_PERSONNES)):
        seule = chaine(TOUT._replace(criteres={Axe.SECTEUR: cle}), loi=regles)
        assert {case.etat for case in seule.lignes[3].cases} == {etat}
    assert chaine(TOUT._replace(criteres={Axe.SECTEUR: "inter-industrie"}), loi=regles).lignes[3].cases[0].valeur == 30


def test_une_periode_de_plus_ne_dit_pas_le_mois_qui_manque(loi):
    m, regles = loi
    intention = des_postes(m, 20, etape=3, mois=MOIS[0])[0].intention
    des_postes(m, 4, etape=3, mois=MOIS[1], intention=intention)
    des_postes(m, 20, etape=3, mois=MOIS[2], intention=intention)

    def entres(debut, fin):
        return chaine(Perimetre(debut, fin), loi=regles).lignes[3].cases[0].valeur

    assert entres(MOIS[0], MOIS[2]) == 44
    assert entres(MOIS[0], MOIS[0]) == 20
    assert entres(MOIS[1], MOIS[2]) == 24
    assert (entres(MOIS[0], MOIS[1]), entres(MOIS[1], MOIS[1]), entres(MOIS[2], MOIS[2])) == (None, None, None)


def test_qui_reste_a_une_etape_ne_dit_pas_combien_sont_alles_plus_loin(loi):
    m, regles = loi
    intention = des_postes(m, 5, etape=1)[0].intention
    for etape, nombre in ((2, 20), (3, 4)):
        des_postes(m, nombre, etape=etape, graine=etape, intention=intention)

    entonnoir, _, arrets, _ = toute_la_chaine(TOUT, Axe.SECTEUR, etape=Etape.ENTREE, loi=regles)

    assert [ligne.cases[0].valeur for ligne in entonnoir.lignes[:4]] == [29, 29, 24, None]
    restes = {ligne.cle: valeurs(ligne) for ligne in arrets.lignes}
    # 24 authorised less 20 that wait would be the 4 who came in.
    assert set(restes["autorisation"]) <= {None, 0}
    assert sum(restes["demande"]) == 5


def test_les_dossiers_sont_ceux_du_chiffre(loi):
    m, regles = loi
    for graine in range(6):
        des_postes(m, 6, graine=graine, secteur_id="construction" if graine % 2 else "inter-industrie")
    perimetre = TOUT._replace(criteres={Axe.SECTEUR: "construction"})
    figures = [
        chaine(TOUT, loi=regles),
        chaine(perimetre, loi=regles),
        toute_la_chaine(TOUT, Axe.MOIS, etape=Etape.DEMANDE, loi=regles)[3],
        *toute_la_chaine(perimetre, Axe.DEPARTEMENT, etape=Etape.DEMANDE, loi=regles),
    ]

    ouverts = 0
    for case in (case for figure in figures for ligne in figure.lignes for case in ligne.cases if case.dossiers):
        trouves = dossiers(case.dossiers, le=LE, loi=regles)
        postes = FaitPoste.objects.filter(intention__in=trouves.lignes)
        ouverts += 1
        assert IntentionEmbauche.objects.filter(pk__in=trouves.lignes).count() <= case.valeur <= postes.count()
    assert ouverts > 20
    for faux in ({}, {"quoi": "chaine"}, {**case.dossiers, "debut": "hier"}, {"quoi": "arrets", "derniere": "x"}):
        assert dossiers(faux, le=LE, loi=regles) is None


def test_autant_de_requetes_pour_une_ligne_que_pour_trois(loi):
    m, regles = loi
    comptes = []
    for rang, secteur in enumerate(("inter-industrie", "construction", "commerce")):
        des_postes(m, 12, graine=rang, secteur_id=secteur)
        perimetre = TOUT._replace(criteres={Axe.DEPARTEMENT: "49"})
        with CaptureQueriesContext(connection) as requetes:
            toute_la_chaine(perimetre, Axe.SECTEUR, etape=Etape.ENTREE, loi=regles)
        comptes.append(len(requetes))

    assert comptes == [10, 10, 10]
