"""The 43 measures: printed words kept, officers' words never written over, every change told in the history."""

import csv
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from config.demo.agenda import Agenda
from config.demo.mesures import prevoir_mesures
from config.groupes import ACHAT, DIRECTION
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.journal import LigneJournal
from pilotage.actions.mesures import (
    Fait,
    Situation,
    ajouter_resultat,
    corriger_resultat,
    mettre_a_jour,
    retirer_resultat,
)
from pilotage.models import EtatMesure, Mesure, Priorite, ResultatMesure
from pilotage.queries.mesures import Criteres, bilan_par_priorite, mesures
from pilotage.regles.mesures import composer_du_plan, titre_du_plan
from referentiels.actions.charger import DOSSIER
from tests.factories import comptes
from tests.pilotage.plan import agent_du_groupe, elue, le_plan

pytestmark = pytest.mark.django_db
FINE, INSECABLE = "\u202f", "\u00a0"
LE = date(2026, 11, 25)


@pytest.fixture
def plan(db):
    le_plan()


@pytest.fixture
def agent(db):
    return agent_du_groupe(DIRECTION)


def histoire(numero: int) -> list[tuple[str, str]]:
    return [(trace.libelle, trace.motif) for trace in LigneJournal.objects.de(Mesure.objects.get(pk=numero))]


def avancer(par, avancement=60, *, version=0, etat=EtatMesure.RECONDUITE, remarque="", motif=""):
    return mettre_a_jour(
        numero=8, par=par, version=version, situation=Situation(avancement, etat, remarque), motif=motif
    )


def test_tout_ce_qui_est_imprime_est_charge(plan):
    with (DOSSIER / "mesures_plan_bataille.csv").open(encoding="utf-8", newline="") as fichier:
        imprimees = {int(ligne["numero"]): ligne for ligne in csv.DictReader(fichier)}
    lues = {mesure.numero: mesure for mesure in Mesure.objects.all()}

    assert (len(lues), ResultatMesure.objects.count(), Priorite.objects.count()) == (43, 103, 5)
    assert {numero: mesure.avancement for numero, mesure in lues.items()} == {
        numero: int(ligne["avancement_pct"]) if ligne["avancement_pct"] else None
        for numero, ligne in imprimees.items()
    }
    assert {numero: mesure.etat for numero, mesure in lues.items()} == {
        numero: ligne["statut_2019"] for numero, ligne in imprimees.items()
    }
    # Without its spaces and apostrophes a text is what was printed, but for the slips that are put right.
    nus = {numero: "".join(mesure.titre.replace("’", "'").split()) for numero, mesure in lues.items()}
    changes = {n for n, nu in nus.items() if nu != "".join(imprimees[n]["titre"].split()).removesuffix(".")}
    assert changes == {16, 17, 32, 40, 42}
    assert lues[18].remarque_source.startswith(
        f"Incohérence du document{INSECABLE}: 1{FINE}294 dépassé de 83{INSECABLE}%"
    )


@pytest.mark.parametrize(
    ("imprime", "compose"),
    [
        ("l'accueil de 6 014 demandeurs", f"l’accueil de 6{FINE}014 demandeurs"),
        ("53 000 € de soutien ; fin", f"53{FINE}000{INSECABLE}€ de soutien{FINE}; fin"),
        ("Elaborer un recueil", "Élaborer un recueil"),
        ("2 000 000 en 2018", f"2{FINE}000{FINE}000 en 2018"),
        ("22 sur 46 en 2018 100 places", "22 sur 46 en 2018 100 places"),
    ],
)
def test_les_mots_du_plan_prennent_la_typographie_de_la_maison(imprime, compose):
    assert composer_du_plan(imprime) == compose


def test_un_titre_perd_son_point():
    assert titre_du_plan("Aider les TPE -PME.") == "Aider les TPE-PME"


def test_recharger_ne_touche_pas_ce_qu_un_agent_a_ecrit(plan, agent):
    avancer(agent, 60, remarque="Relancée en 2026")
    corrige, retire = ResultatMesure.objects.filter(mesure=10).order_by("ordre")
    corriger_resultat(resultat_id=corrige.pk, par=agent, version=0, fait=Fait("31 entrepreneurs aidés"), le=LE)
    retirer_resultat(resultat_id=retire.pk, par=agent, version=1, motif="Compté deux fois")
    ajoute = ajouter_resultat(numero=10, par=agent, version=2, fait=Fait("12 aidés", date(2026, 6, 15)), le=LE)
    Mesure.objects.filter(pk=9).update(avancement=99, titre="Abîmé")

    le_plan()

    lue = Mesure.objects.get(pk=8)
    assert (lue.avancement, lue.avancement_imprime, lue.remarque) == (60, 50, "Relancée en 2026")
    faits = dict(ResultatMesure.objects.filter(mesure=10).values_list("pk", "fait"))
    assert (faits[corrige.pk], faits[ajoute.pk], len(faits)) == ("31 entrepreneurs aidés", "12 aidés", 3)
    assert ResultatMesure.objects.get(pk=retire.pk).retire_le is not None
    # What no officer has written is what the file says.
    neuve = Mesure.objects.get(pk=9)
    assert (neuve.avancement, neuve.titre[:16]) == (25, "Aider les TPE à ")


def test_une_mise_a_jour_dit_avant_apres_qui_et_pourquoi(plan, agent):
    assert avancer(agent, 75, etat=EtatMesure.TERMINEE, remarque="Faite", motif="Bilan du comité") is True

    assert histoire(8) == [
        ("Remarque changée", f"Avant{INSECABLE}: rien\nAprès{INSECABLE}: Faite\nBilan du comité"),
        (f"État{INSECABLE}: Reconduite → Terminée", "Bilan du comité"),
        (f"Avancement{INSECABLE}: 50{INSECABLE}% → 75{INSECABLE}%", "Bilan du comité"),
    ]
    assert LigneJournal.objects.de(Mesure(pk=8)).first().par == agent


def test_deux_fois_la_meme_chose_ne_s_ecrit_qu_une_fois(plan, agent):
    avancer(agent)

    assert avancer(agent) is False
    assert len(histoire(8)) == 1


def test_on_n_ecrit_pas_par_dessus_un_collegue(plan, agent):
    avancer(comptes.agent(prenom="Antoine", nom="Lemercier"), 60)

    with pytest.raises(DossierModifie, match="vient d’être mise à jour par Antoine Lemercier"):
        avancer(agent, 80)
    assert Mesure.objects.get(pk=8).avancement == 60


def test_un_resultat_retire_ne_change_plus(plan, agent):
    resultat = ResultatMesure.objects.get(mesure=5)
    retirer_resultat(resultat_id=resultat.pk, par=agent, version=0, motif="Périmé")

    with pytest.raises(RegleViolee, match="déjà retiré"):
        retirer_resultat(resultat_id=resultat.pk, par=agent, version=1, motif="Périmé")
    with pytest.raises(RegleViolee, match="déjà retiré"):
        corriger_resultat(resultat_id=resultat.pk, par=agent, version=1, fait=Fait("Autre"), le=LE)


def test_un_resultat_se_constate_et_ne_s_ajoute_qu_une_fois(plan, agent):
    demain = Fait("12 démarches", date(2026, 11, 26))
    with pytest.raises(RegleViolee, match="pas encore passé"):
        ajouter_resultat(numero=14, par=agent, version=0, fait=demain, le=LE)

    fait = Fait("12 démarches", LE)
    assert ajouter_resultat(numero=14, par=agent, version=0, fait=fait, le=LE).ordre == 2
    with pytest.raises(RegleViolee, match="déjà dans la liste"):
        ajouter_resultat(numero=14, par=agent, version=1, fait=fait, le=LE)


def test_qui_n_a_pas_le_droit_n_ecrit_rien(plan):
    for personne in (agent_du_groupe(ACHAT), elue()):
        with pytest.raises(PermissionDenied):
            avancer(personne)


def test_la_liste_se_filtre_et_se_trie(plan):
    assert [m.numero for m in mesures(Criteres(priorite=4))] == [34, 35, 36, 37]
    assert [m.numero for m in mesures(Criteres(etat=EtatMesure.ABANDONNEE))] == [21]
    assert [m.numero for m in mesures(Criteres(avancement="rien"))] == [14, 37]
    assert [m.numero for m in mesures(Criteres(avancement="inconnu"))] == [13]
    assert [m.numero for m in mesures(tri="-avancement")][:6] == [17, 18, 19, 26, 31, 40]
    assert [m.numero for m in mesures(tri="avancement")][-1] == 13


def test_le_bilan_est_celui_que_l_on_recompte(plan):
    bilan = bilan_par_priorite()
    tout = list(Mesure.objects.all())
    sus = [mesure.avancement for mesure in tout if mesure.avancement is not None]

    assert [ligne.cases[1].valeur for ligne in bilan.lignes] == [15, 12, 6, 4, 6]
    assert (bilan.total.cases[0].valeur, bilan.total.cases[0].sur) == (round(sum(sus) / len(sus)), 42)
    assert [case.valeur for case in bilan.total.cases[1:]] == [43, sus.count(100), 1]


def test_la_demonstration_montre_des_mesures_mises_a_jour(plan, agent):
    agenda = Agenda(LE)
    prevoir_mesures(agenda, par=agent)

    agenda.derouler()

    changees = Mesure.objects.exclude(maj_le=None).order_by("numero")
    assert list(changees.values_list("numero", "avancement")) == [(14, 10), (17, 100), (26, 100), (27, 90)]
    assert ResultatMesure.objects.get(mesure=27, du_plan=False).constate_le < LE
