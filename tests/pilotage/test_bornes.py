"""What stands on a border: the last day, the last month, the span that leaves a few people out, the second worker."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from insertion.models import ResultatAgrege
from insertion.regles.resultats import COMPTES, Etat
from noyau.erreurs import RegleViolee
from pilotage.actions import chasser as chasse
from pilotage.actions.mesures import exiger
from pilotage.models import ChasseImpossibles, FaitPoste
from pilotage.queries.chaine import _delai, _part, _Vue, toute_la_chaine
from pilotage.queries.comptes import Compte, Delai
from pilotage.queries.publics import lignes_brutes, sessions_ouvertes
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.queries.resultats_tableau import resultats_par
from pilotage.regles.chaine import Etape
from pilotage.regles.figures import Case
from pilotage.regles.perimetre import Axe, Perimetre
from pilotage.regles.publics import AxePublic
from referentiels.queries.reglement import reglement_au
from tests.factories import comptes
from tests.factories.resultats import socle
from tests.factories.scenario import LE, autoriser, session_demandee
from tests.pilotage.rejeux import demander
from tests.pilotage.test_chaine import des_postes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]
MOIS = [date(2026, rang, 1) for rang in (1, 2, 3)]


def entrees(le_monde, *par_mois, **champs):
    session = socle(le_monde, debut=MOIS[0], **champs)
    for mois, nombre in zip(MOIS, par_mois, strict=False):
        comptes = dict.fromkeys(COMPTES, 0) | {"entres": nombre, "abandons": nombre // 5}
        ResultatAgrege.objects.create(session=session, mois_entree=mois, calcule_le=timezone.now(), **comptes)


def test_un_mois_de_plus_ne_dit_pas_le_taux_du_mois_qui_manque(le_monde):
    entrees(le_monde, 20, 6, 20)
    loi = reglement_au(LE)

    def lu(debut, fin, figure):
        for ligne in resultats_par(Perimetre(debut, fin), Axe.SECTEUR, loi=loi)[figure].lignes:
            for case in ligne.cases:
                if case.dossiers and case.dossiers["mesure"] == "abandon":
                    return case.sur
        return None

    for figure in (0, 1):
        assert lu(MOIS[0], MOIS[2], figure) == 46
        assert lu(MOIS[0], MOIS[0], figure) == 20
        assert lu(MOIS[0], MOIS[1], figure) is None
        assert lu(MOIS[1], MOIS[1], figure) is None


def test_une_ligne_dont_il_manque_peu_de_personnes_n_a_pas_de_taux_ni_sa_voisine(le_monde):
    """All together, the span leaves twenty-six people out; of one body, six."""
    entrees(le_monde, 20, 6, 20, organisme=le_monde.mandataire)
    entrees(le_monde, 20, 20, 20, organisme=le_monde.cotraitant)
    loi = reglement_au(LE)

    def montres(fin):
        ensemble, par_organisme, *_ = resultats_par(Perimetre(MOIS[0], fin), Axe.ORGANISME, loi=loi)
        rang = [colonne.code for colonne in par_organisme.colonnes].index("abandon")
        lignes = [par_organisme.total, *par_organisme.lignes]
        return [ensemble.lignes[rang].cases[0].sur, *(ligne.cases[rang].sur for ligne in lignes)]

    assert sorted(montres(MOIS[2])[2:]) == [46, 60]
    assert montres(MOIS[1]) == [66, 66, None, None]


def test_une_part_ou_un_delai_ne_disent_pas_un_nombre_cache():
    """The count under the line, and that of the posts whose delay is known, are told beside them."""
    compte = Compte(dict.fromkeys(Etape, 30), {Etape.FIN: Delai(3, 9, 25), Etape.EMPLOI: Delai(3, 9, 4)})
    vue, fins_tues = _Vue({}, set(), 10), _Vue({}, {Etape.FIN}, 10)
    cachee = Case(None, etat=Etat.PEU_DE_PERSONNES)

    assert _part(compte, Etape.EMPLOI, Etape.FIN, vue).sur == 30
    assert _part(compte, Etape.EMPLOI, Etape.FIN, fins_tues) == cachee
    assert _part(compte, Etape.FIN, Etape.ENTREE, fins_tues) == cachee
    assert _delai(compte, Etape.FIN, vue) == (Case(3, 25), Case(9, 25))
    assert _delai(compte, Etape.FIN, fins_tues) == (cachee, cachee)
    assert _delai(compte, Etape.EMPLOI, vue) == (cachee, cachee)


def test_ou_s_arretent_quelques_personnes_ne_se_lit_pas_mais_quelques_postes(le_monde):
    intention = des_postes(le_monde, 30, etape=3, mois=MOIS[0])[0].intention
    des_postes(le_monde, 30, etape=2, mois=MOIS[0], intention=intention)
    FaitPoste.objects.update(arret="")
    for jour in (None, LE):
        quatre = FaitPoste.objects.filter(autorisee_le=LE, entree_le=jour).order_by("pk")[:4]
        FaitPoste.objects.filter(pk__in=[fait.pk for fait in quatre]).update(arret="abandon")

    arrets = toute_la_chaine(Perimetre(MOIS[0], MOIS[2]), Axe.SECTEUR, etape=Etape.FIN, loi=reglement_au(LE))[2]
    lues = {ligne.cle: [case.valeur for case in ligne.cases if case.valeur != 0] for ligne in arrets.lignes}
    assert (lues["autorisation"], lues["entree"]) == ([26, 4], [None, None])


def test_ce_qui_est_publie_s_arrete_au_mois_dit(le_monde):
    entrees(le_monde, 20, 6)
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=True):
        autoriser(session_demandee(le_monde), le_monde.agent)

    def entres(mois):
        return next(ligne.resultats["entres"] for ligne in lignes_brutes(mois) if ligne.axe is AxePublic.ENSEMBLE)

    def commandees(mois):
        return [lue.sessions for axe, _, _, lue in sessions_ouvertes(mois) if axe is AxePublic.ENSEMBLE]

    assert [entres(mois) for mois in (date(2025, 12, 1), *MOIS)] == [0, 20, 26, 26]
    assert [commandees(mois) for mois in (date(2026, 11, 1), date(2026, 12, 1))] == [[0], [1]]


def test_le_seul_droit_ne_fait_pas_un_agent(db):
    """Nobody from outside writes of a measure, even given the right by mistake."""
    dehors = comptes.employeur()
    dehors.user_permissions.add(Permission.objects.get(codename="mettre_a_jour_mesures"))
    assert dehors.has_perm("pilotage.mettre_a_jour_mesures")

    with pytest.raises(PermissionDenied):
        exiger(dehors)


def test_on_ne_rejoue_pas_aujourd_hui(le_monde):
    with pytest.raises(RegleViolee, match="On ne rejoue que le passé"):
        demander(le_monde, Periode(date(2026, 12, 1), date(2026, 12, 15)), effectif_min=4)

    assert demander(le_monde, Periode(date(2026, 12, 1), date(2026, 12, 14)), effectif_min=4).statut == "a_faire"


def test_ce_qu_un_autre_cherche_deja_ne_se_cherche_pas_deux_fois(le_monde, monkeypatch):
    monkeypatch.setattr(chasse, "dans_nos_mains", lambda *_verrou: nullcontext(enter_result=False))

    assert chasse.chasser_cette_nuit(maintenant=datetime(2026, 11, 24, 2, 30, tzinfo=UTC)) == 0
    assert not ChasseImpossibles.objects.exists()
