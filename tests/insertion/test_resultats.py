"""Results added up by the database are those one counts by hand, and each reads those of its perimeter."""

from datetime import date
from random import Random

import pytest

from insertion.actions.agreger import agreger_resultats
from insertion.models import ResultatAgrege, Suivi
from insertion.queries.resultats import AXES, lisibles_par, resultats, tous_les_taux
from insertion.regles.paroles import Parole, desaccords
from insertion.regles.placement import DURABLE, EMPLOI, retenir
from insertion.regles.resultats import COMPTES
from referentiels.models import Departement
from referentiels.regles.mois import ajouter_mois
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import CommuneFactory, EmployeurFactory, OrganismeFormationFactory
from tests.factories.resultats import au_hasard, embauche, repondre, socle, sortie
from tests.factories.scenario import monde

pytestmark = pytest.mark.django_db

LE = date(2026, 11, 23)
STATUTS = ("termine", "termine", "termine", "sortie_emploi", "abandon", "exclu", "entre", "admis")


def a_la_main(sorties, *, le):
    """The same counts, one person at a time."""
    somme = dict.fromkeys(COMPTES, 0)
    for parcours, reponses in sorties:
        if parcours.entre_le is None:
            continue
        somme["entres"] += 1
        somme["tenues"] += 1
        somme["abandons"] += parcours.statut in ("abandon", "exclu")
        somme["termines"] += parcours.statut == "termine"
        somme["emplois"] += parcours.statut == "sortie_emploi"
        if parcours.statut not in ("termine", "sortie_emploi"):
            continue
        for mois in (1, 3, 6):
            if ajouter_mois(parcours.sorti_le, mois) > le:
                continue
            paroles = reponses.get(mois, {})
            retenue = retenir({source: parole.situation for source, parole in paroles.items()})
            somme[f"demandes_{mois}"] += 1
            somme[f"reponses_{mois}"] += bool(retenue.situation)
            somme[f"emploi_{mois}"] += retenue.compte_pour(EMPLOI)
            somme[f"durable_{mois}"] += retenue.compte_pour(DURABLE)
            somme[f"desaccords_{mois}"] += bool(desaccords(paroles))
    return somme


@pytest.mark.parametrize("graine", [1, 2])
def test_la_base_compte_comme_on_compte_a_la_main(graine):
    tirage, m = Random(graine), monde()
    par_organisme = {m.cotraitant: [], m.mandataire: []}
    for organisme, sorties in par_organisme.items():
        for _ in range(3):
            session = socle(m, debut=date(2026, tirage.randint(1, 8), 5), organisme=organisme)
            for _ in range(tirage.randint(1, 8)):
                faite = sortie(session, statut=tirage.choice(STATUTS), reponses=au_hasard(tirage))
                sorties.append((faite.parcours, faite.reponses))

    agreger_resultats(le=LE)
    trouves = resultats(ResultatAgrege.objects.all(), axe="organisme")

    attendus = {str(organisme.pk): a_la_main(sorties, le=LE) for organisme, sorties in par_organisme.items()}
    assert {cle: lus for cle, (_, lus) in trouves.lignes.items()} == attendus
    assert trouves.total == {nom: sum(lus[nom] for lus in attendus.values()) for nom in COMPTES}


def test_les_places_commandees_et_celles_qui_sont_pourvues():
    m = monde()
    session = session_publiee(m, 5, demarree=True)
    partie = parcours_de(session, "abandon")
    parcours_de(session, "entre", remplace=partie)
    parcours_de(session, "admis")

    agreger_resultats(le=session.debut)
    total = resultats(ResultatAgrege.objects.all(), axe="dispositif").total

    assert (total["capacite"], total["entres"], total["tenues"], total["abandons"]) == (5, 2, 1, 1)


def test_rien_ne_compte_avant_son_jour():
    m = monde()
    session = socle(m, debut=date(2026, 1, 5))
    faite = sortie(session, reponses={1: {"stagiaire": Parole("cdi")}, 6: {"stagiaire": Parole("cdi")}})
    veille = Suivi.objects.get(parcours=faite.parcours, echeance=6).prevu_le.replace(day=1)

    (lus,) = tous_les_taux(veille).values()

    assert (lus["demandes_1"], lus["emploi_1"], lus["demandes_6"], lus["emploi_6"]) == (1, 1, 0, 0)
    assert tous_les_taux(date(2026, 1, 4)) == {}


def test_chez_l_employeur_qui_l_avait_promis():
    m = monde()
    session = session_publiee(m, 4, demarree=True, effectif=4)
    declaree, refusee, dite, inconnue = (
        sortie(session, intention=session.retenues.get().intention, poste=rang).parcours for rang in range(1, 5)
    )
    embauche(declaree, oui=True)
    embauche(refusee, oui=False)
    repondre(dite.suivis.get(echeance=1), {"referent": Parole("cdi", True)})

    comptes_ = list(tous_les_taux(date(2027, 12, 1)).values())

    assert [sum(lus[nom] for lus in comptes_) for nom in ("promis", "promis_sus", "promis_tenus")] == [4, 3, 2]
    assert inconnue.statut == "termine"


def test_recompter_remplace_tout_et_ne_double_rien():
    m = monde()
    sortie(socle(m, debut=date(2026, 1, 5)))

    assert [agreger_resultats(le=LE), agreger_resultats(le=LE)] == [1, 1]
    assert ResultatAgrege.objects.count() == 1


def test_chacun_lit_les_resultats_de_son_perimetre():
    m = monde()
    vendee = CommuneFactory(departement=Departement.objects.get(code="85"))
    ici = socle(m, debut=date(2026, 1, 5))
    suivie = socle(m, debut=date(2026, 1, 5), commune=vendee, organisme=m.mandataire, structure_referente=m.reseau)
    ailleurs = socle(m, debut=date(2026, 1, 5), commune=vendee, organisme=m.mandataire)
    for session in (ici, suivie, ailleurs):
        sortie(session)
    agreger_resultats(le=LE)

    lues = {
        nom: set(lisibles_par(personne).values_list("session", flat=True))
        for nom, personne in {
            "agent": m.agent,
            "referent": comptes.referent(m.reseau),
            "organisme": m.au_cotraitant,
            "mandataire": m.au_mandataire,
            "autre_organisme": comptes.organisme(OrganismeFormationFactory()),
            "employeur": comptes.employeur(EmployeurFactory()),
        }.items()
    }

    assert lues == {
        "agent": {ici.pk, suivie.pk, ailleurs.pk},
        "referent": {ici.pk, suivie.pk},
        "organisme": {ici.pk},
        "mandataire": {suivie.pk, ailleurs.pk},
        "autre_organisme": set(),
        "employeur": set(),
    }


@pytest.mark.parametrize("axe", AXES)
def test_un_axe_se_lit_en_une_requete_quel_que_soit_le_nombre_de_lignes(axe, django_assert_num_queries):
    m = monde()
    for combien in (1, 3):
        for _ in range(combien):
            sortie(socle(m, debut=date(2025, combien, 5), commune=CommuneFactory(departement=m.commune.departement)))
        agreger_resultats(le=LE)
        with django_assert_num_queries(1):
            trouves = resultats(ResultatAgrege.objects.all(), axe=axe)

        assert trouves.total["entres"] == Parcours.objects.count()


def test_chaque_ligne_porte_ses_mots():
    m = monde()
    session = socle(m, debut=date(2025, 2, 5))
    sortie(session)
    agreger_resultats(le=LE)

    mots = {
        axe: next(nom for nom, _ in resultats(ResultatAgrege.objects.all(), axe=axe).lignes.values()) for axe in AXES
    }

    assert mots == {
        "secteur": "Inter-industrie",
        "lot": "Lot 12, Inter-industrie, Maine-et-Loire et Vendée",
        "organisme": "Formaloire Métiers",
        "territoire": "Maine-et-Loire",
        "dispositif": "Socle",
        "annee": "2025",
    }
