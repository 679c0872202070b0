"""The letters of the follow-up: who, when, once; none after an answer, none on a day off (domaine.md §6)."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from insertion.actions.relancer import relancer_suivis
from insertion.actions.repondre import Dit, Qui, arreter_les_relances, repondre, reprendre_les_relances
from insertion.enums import Source, Voie
from insertion.models import Embauche, Relance, Suivi
from insertion.queries.embauche import chemin_embauche
from insertion.queries.suivis import delais_de, dus
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.queries.reglement import reglement_au
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from tests.factories.parcours import parcours_de
from tests.factories.stagiaires import StagiaireFactory
from tests.insertion.suivis import (
    COURRIEL_STRUCTURE,
    FIN,
    ecrits_le,
    referent_de,
    relancer_le,
    session_suivie,
    sorti,
    suivi_de,
)

pytestmark = pytest.mark.django_db
SEMAINE = timedelta(days=7)
UN_JOUR = timedelta(days=1)


def repondre_pour(parcours, source, situation="cdi", *, mois=0, le=FIN, **dit):
    qui = Qui(Source(source), Voie.LIEN)
    return repondre(suivi_id=suivi_de(parcours, mois).pk, qui=qui, dit=Dit(situation, **dit), le=le)


@pytest.fixture
def parti(le_monde):
    return sorti(le_monde)


def attendus(parcours, *sans):
    lettres = {
        "suivi_employeur": parcours.intention.contact_courriel,
        "suivi_referent": COURRIEL_STRUCTURE,
        "suivi_stagiaire": parcours.stagiaire.courriel,
    }
    return sorted((modele, a) for modele, a in lettres.items() if modele not in sans)


def test_les_quatre_suivis_sont_ecrits_une_fois(parti):
    for _ in range(2):
        relancer_le(FIN)

    prevus = dict(Suivi.objects.filter(parcours=parti).values_list("echeance", "prevu_le"))
    assert prevus == {0: FIN, 1: date(2027, 5, 30), 3: date(2027, 7, 30), 6: date(2027, 10, 30)}


def test_la_question_puis_deux_rappels_puis_plus_haut_et_plus_rien(parti):
    assert ecrits_le(FIN - UN_JOUR) == []
    assert ecrits_le(FIN) == attendus(parti)
    assert ecrits_le(FIN) == ecrits_le(FIN + SEMAINE - UN_JOUR) == []
    assert ecrits_le(FIN + SEMAINE) == attendus(parti)
    assert ecrits_le(FIN + 2 * SEMAINE) == attendus(parti)
    haut = [("suivi_remonte", COURRIEL_STRUCTURE), ("suivi_remonte", settings.REGION_EMAIL)]
    assert ecrits_le(FIN + 3 * SEMAINE) == sorted(haut)
    assert ecrits_le(FIN + 4 * SEMAINE - UN_JOUR) == []
    assert suivi_de(parti).clos_le is not None


def test_un_mois_apres_tombe_un_dimanche_et_part_le_lundi(parti):
    relancer_le(FIN)
    Suivi.objects.filter(parcours=parti, echeance=0).update(clos_le=timezone.now())

    assert ecrits_le(date(2027, 5, 29)) == ecrits_le(date(2027, 5, 30)) == []
    assert ecrits_le(date(2027, 5, 31)) == attendus(parti)


def test_qui_a_repondu_n_est_plus_relance_et_tous_closent(parti):
    relancer_le(FIN)
    repondre_pour(parti, "stagiaire")

    assert ecrits_le(FIN + SEMAINE) == attendus(parti, "suivi_stagiaire")
    repondre_pour(parti, "employeur", chez_l_employeur=True)
    assert suivi_de(parti).clos_le is None
    repondre_pour(parti, "referent")
    assert suivi_de(parti).clos_le is not None
    assert ecrits_le(FIN + 2 * SEMAINE) == ecrits_le(FIN + 3 * SEMAINE) == []


def test_qui_se_desabonne_n_est_plus_ecrit_et_revient(parti):
    relancer_le(FIN)
    arreter_les_relances(stagiaire_id=parti.stagiaire_id)
    assert ecrits_le(FIN + SEMAINE) == attendus(parti, "suivi_stagiaire")

    reprendre_les_relances(stagiaire_id=parti.stagiaire_id)
    assert ecrits_le(FIN + 2 * SEMAINE) == attendus(parti)


def test_un_arret_de_trois_semaines_ne_fait_partir_qu_une_lettre(parti):
    assert ecrits_le(FIN + 3 * SEMAINE) == attendus(parti)
    assert set(Relance.objects.values_list("rang", flat=True)) == {2}
    assert ecrits_le(FIN + 3 * SEMAINE + 2 * UN_JOUR) == []
    assert [modele for modele, _ in ecrits_le(FIN + 3 * SEMAINE + 3 * UN_JOUR)] == ["suivi_remonte"] * 2


def test_une_sortie_declaree_tres_tard_n_interroge_pas_deux_fois_le_meme_jour(parti):
    assert ecrits_le(date(2027, 6, 1)) == attendus(parti)
    assert set(Relance.objects.values_list("suivi__echeance", flat=True)) == {1}
    assert suivi_de(parti, 0).clos_le is not None


def test_un_referent_a_une_lettre_par_jour_pour_toutes_ses_personnes(le_monde):
    referent = referent_de(le_monde)
    session = session_suivie(le_monde, 2, referent=referent)
    siens = [sorti(le_monde, session) for _ in range(2)]

    lettres = [lettre for lettre in ecrits_le(FIN) if lettre[0] == "suivi_referent"]

    assert lettres == [("suivi_referent", referent.email)]
    contexte = Courrier.objects.get(modele="suivi_referent").contexte
    assert contexte["prenom"] == "Nadia"
    assert [ligne["suivi"] for ligne in contexte["lignes"]] == [suivi_de(lui).pk for lui in siens]
    assert contexte["stagiaires"] == sorted(lui.stagiaire_id for lui in siens)


def test_un_employeur_a_une_lettre_par_jour_pour_toutes_ses_personnes(le_monde):
    session = session_suivie(le_monde, 2, 1)
    siens = [sorti(le_monde, session) for _ in range(2)]
    autre = sorti(le_monde, session)
    deux, un = (lui.intention.contact_courriel for lui in (siens[0], autre))

    assert [a for modele, a in ecrits_le(FIN) if modele == "suivi_employeur"] == sorted([deux, un])
    contexte = Courrier.objects.get(modele="suivi_employeur", destinataire=deux).contexte
    assert [ligne["suivi"] for ligne in contexte["lignes"]] == [suivi_de(lui).pk for lui in siens]
    assert len({ligne["chemin"] for ligne in contexte["lignes"]}) == 2
    assert contexte["stagiaires"] == sorted(lui.stagiaire_id for lui in siens)

    repondre_pour(siens[0], "employeur", chez_l_employeur=True)
    assert [a for modele, a in ecrits_le(FIN + SEMAINE) if modele == "suivi_employeur"] == sorted([deux, un])
    rappel = Courrier.objects.filter(modele="suivi_employeur", destinataire=deux).order_by("pk").last()
    assert [(ligne["suivi"], ligne["rang"]) for ligne in rappel.contexte["lignes"]] == [(suivi_de(siens[1]).pk, 1)]


def test_une_embauche_declaree_vaut_reponse_de_l_employeur(parti):
    relancer_le(FIN)
    Embauche.objects.create(
        parcours=parti, embauche=True, contrat_type="cdi", debut=FIN, voie=Voie.LIEN, le=timezone.now()
    )

    assert not dus(Source.EMPLOYEUR, delais=delais_de(reglement_au(FIN)), le=FIN + SEMAINE).exists()
    assert ecrits_le(FIN + SEMAINE) == attendus(parti, "suivi_employeur")


def test_qui_sort_pour_un_emploi_fait_demander_l_embauche_le_jour_meme(le_monde):
    session = session_suivie(le_monde)
    sorti_le = date(2027, 3, 12)
    lui = parcours_de(session, StatutParcours.SORTIE_EMPLOI, structure=le_monde.reseau, sorti_le=sorti_le)

    assert ecrits_le(sorti_le) == attendus(lui)

    [ligne] = Courrier.objects.get(modele="suivi_employeur").contexte["lignes"]
    assert ligne["chemin"] == chemin_embauche(lui, lui.intention.contact_courriel)


def test_sans_adresse_personne_n_est_ecrit_et_cela_remonte(le_monde):
    session = session_suivie(le_monde)
    parcours = sorti(le_monde, session, stagiaire=StagiaireFactory(courriel="", structure=le_monde.reseau))
    le_monde.reseau.courriel = ""
    le_monde.reseau.save()

    assert ecrits_le(FIN) == attendus(parcours, "suivi_stagiaire", "suivi_referent")
    assert ecrits_le(FIN + 3 * SEMAINE)[-1] == ("suivi_remonte", settings.REGION_EMAIL)


def test_une_personne_effacee_n_est_plus_suivie(parti):
    relancer_le(FIN)
    type(parti.stagiaire).objects.filter(pk=parti.stagiaire_id).update(
        nom="", prenom="", nom_normalise="", date_naissance=None, courriel="", telephone="", identifiant_ft="",
        efface_le=timezone.now(),
    )  # fmt: skip

    assert ecrits_le(FIN + SEMAINE) == []
    with pytest.raises(RegleViolee, match="effacées"):
        repondre_pour(parti, "referent")


def test_le_jour_de_sortie_corrige_deplace_les_suivis(parti):
    relancer_le(FIN)
    autre = date(2027, 5, 12)
    Parcours.objects.filter(pk=parti.pk).update(sorti_le=autre, fin=autre)

    relancer_le(autre)

    assert [suivi.prevu_le for suivi in Suivi.objects.filter(parcours=parti)] == [
        autre, date(2027, 6, 12), date(2027, 8, 12), date(2027, 11, 12),
    ]  # fmt: skip
    assert Relance.objects.filter(suivi=suivi_de(parti), rang=0).count() == 3


def test_une_reponse_se_corrige_et_le_journal_ne_nomme_personne(parti):
    relancer_le(FIN)
    repondre_pour(parti, "stagiaire", "cdd_court", debut=FIN)
    repondre_pour(parti, "stagiaire", "recherche", debut=FIN)

    reponse = suivi_de(parti).reponses.get()
    assert (reponse.situation, reponse.debut) == ("recherche", None)
    lignes = LigneJournal.objects.de(parti).filter(transition="repondre_au_suivi")
    assert [ligne.libelle for ligne in lignes] == [
        "À la fin de la formation : réponse du stagiaire corrigée",
        "À la fin de la formation : réponse du stagiaire",
    ]
    assert {(ligne.par, ligne.par_nom) for ligne in lignes} == {(None, "lien personnel")}


def test_on_ne_repond_ni_avant_le_jour_ni_pour_un_emploi_a_venir(parti):
    relancer_le(FIN)

    with pytest.raises(RegleViolee, match="s’ouvre le 30/05/2027"):
        repondre_pour(parti, "referent", mois=1)
    with pytest.raises(RegleViolee, match="à venir"):
        repondre_pour(parti, "stagiaire", debut=FIN + UN_JOUR)


def test_une_heure_sans_rien_de_du_coute_deux_requetes(le_monde, django_assert_num_queries):
    reglement = reglement_au(FIN)
    with django_assert_num_queries(2):
        relancer_suivis(reglement=reglement, le=FIN)
