"""What a training body declares of its people: admission, entry, interruption, departure, correction."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from parcours.actions.admettre import admettre, ne_pas_retenir
from parcours.actions.entrer import EntreesRefusees
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import StatutSession
from sessions_formation.enums import TransitionParcours as T
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.factories.scenario import DEBUT, FIN, LE
from tests.factories.stagiaires import StagiaireFactory
from tests.organisme.gestes import ENTREE, entrer, etats, recus, sortir

pytestmark = pytest.mark.django_db


def test_admettre_garde_les_constats_et_previent_qui_suit_la_personne(le_monde, session):
    mission = StructureReseauFactory(nature="mission_locale", nom="Mission locale", departements=[])
    lui = parcours_de(session, P.PROFIL_VALIDE, structure=mission)

    admis = admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)

    assert (admis.statut, admis.verdict, admis.debut, admis.fin) == (P.ADMIS, "eligible", DEBUT, FIN)
    assert recus("parcours_admission") == {
        mission.courriel: [lui.stagiaire_id],
        le_monde.reseau.courriel: [lui.stagiaire_id],
        settings.REGION_EMAIL: None,
    }


def test_admettre_attend_le_profil_valide(session):
    lui = parcours_de(session, P.POSITIONNE)

    with pytest.raises(RegleViolee) as refus:
        admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)

    assert refus.value.motifs == ("Le profil n’est pas encore validé par le Réseau pour l’emploi.",)


def test_admettre_est_l_affaire_de_l_organisme_seul(le_monde, session):
    lui = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)

    with pytest.raises(PermissionDenied):
        admettre(parcours_id=lui.pk, par=comptes.referent(le_monde.reseau), le=LE)
    with pytest.raises(PermissionDenied):
        admettre(parcours_id=lui.pk, par=le_monde.agent, le=LE)
    with pytest.raises(Parcours.DoesNotExist):
        admettre(parcours_id=lui.pk, par=comptes.organisme(), le=LE)


def test_session_commencee_l_organisme_dit_si_sa_progression_le_permet(le_monde):
    session = session_publiee(le_monde, demarree=True)
    lui = parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau)

    with pytest.raises(RegleViolee, match="l’organisme dit si la personne peut la rejoindre"):
        admettre(parcours_id=lui.pk, par=session.demandeur, le=ENTREE)
    admis = admettre(parcours_id=lui.pk, par=session.demandeur, le=ENTREE, progression_compatible=True)

    assert (admis.statut, admis.debut) == (P.ADMIS, ENTREE)


def test_une_personne_en_formation_ailleurs_n_est_pas_admise_et_rien_n_est_dit_de_l_autre(le_monde, session):
    elle = StagiaireFactory(structure=le_monde.reseau)
    parcours_de(session_publiee(le_monde), P.ADMIS, stagiaire=elle)
    lui = parcours_de(session, P.PROFIL_VALIDE, stagiaire=elle)

    with pytest.raises(RegleViolee) as refus:
        admettre(parcours_id=lui.pk, par=session.demandeur, le=LE)

    assert refus.value.motifs == (
        "Cette personne suit déjà une formation à ces dates : voyez avec elle, ou avec la structure qui la suit.",
    )


def test_ne_pas_retenir_donne_le_poste_au_premier_qui_attend(le_monde):
    session = session_publiee(le_monde, 1, structure=le_monde.reseau)
    candidat = parcours_de(session, P.PROFIL_VALIDE)
    premier = parcours_de(session, en_attente=True, structure=le_monde.reseau)
    second = parcours_de(session, en_attente=True, structure=le_monde.reseau)

    servis = ne_pas_retenir(parcours_id=candidat.pk, raison="prerequis", par=session.demandeur, le=LE)

    assert [servi.pk for servi in servis] == [premier.pk]
    second.refresh_from_db()
    assert second.en_liste_d_attente
    assert Parcours.objects.get(pk=candidat.pk).motif == "prerequis"


def test_les_entrees_demarrent_la_session_et_partent_en_une_lettre(le_monde, session):
    venus = [parcours_de(session, P.ADMIS, structure=le_monde.reseau) for _ in range(3)]
    absent = parcours_de(session, P.ADMIS, structure=le_monde.reseau)
    perdu = parcours_de(session, P.ADMIS, structure=le_monde.reseau)
    venues = {**{lui.pk: "venue" for lui in venus}, absent.pk: "attendue", perdu.pk: "perdue"}

    fait = entrer(session, venues, raisons={perdu.pk: "sans_nouvelles"})

    assert (len(fait.entres), [lui.pk for lui in fait.perdus]) == (3, [perdu.pk])
    assert etats(*venus, absent, perdu) == [P.ENTRE, P.ENTRE, P.ENTRE, P.ADMIS, P.ABANDON]
    session.refresh_from_db()
    assert session.statut == StatutSession.DEMARREE
    assert recus("parcours_entrees") == {
        le_monde.reseau.courriel: sorted(lui.stagiaire_id for lui in venus),
        settings.REGION_EMAIL: None,
    }
    perdu.refresh_from_db()
    assert (perdu.debut, perdu.fin, perdu.motif) == (None, None, "sans_nouvelles")


def test_declarer_deux_fois_les_memes_entrees_n_en_fait_qu_une(session):
    lui = parcours_de(session, P.ADMIS)

    entrer(session, {lui.pk: "venue"})
    fait = entrer(session, {lui.pk: "venue"})

    assert fait.entres == []
    assert LigneJournal.objects.de(lui).filter(transition=T.FAIRE_ENTRER).count() == 1


@pytest.mark.parametrize(
    ("jour", "le", "phrase"),
    [
        (DEBUT - timedelta(days=1), ENTREE, "La session commence le"),
        (ENTREE + timedelta(days=1), ENTREE, "ce jour est à venir"),
        (FIN + timedelta(days=1), FIN + timedelta(days=2), "La session s’est terminée le"),
    ],
)
def test_une_entree_a_lieu_pendant_la_session_et_pas_demain(session, jour, le, phrase):
    lui = parcours_de(session, P.ADMIS)

    with pytest.raises(RegleViolee, match=phrase):
        entrer(session, {lui.pk: "venue"}, jour=jour, le=le)


def test_une_ligne_fausse_et_rien_n_est_declare(session):
    venu, perdu = parcours_de(session, P.ADMIS), parcours_de(session, P.ADMIS)

    with pytest.raises(EntreesRefusees) as refus:
        entrer(session, {venu.pk: "venue", perdu.pk: "perdue"})

    assert refus.value.lignes == {perdu.pk: "Dites pourquoi la personne ne viendra pas."}
    assert etats(venu, perdu) == [P.ADMIS, P.ADMIS]


def test_le_referent_de_la_session_declare_aussi_et_l_organisme_l_apprend(le_monde, session):
    lui = parcours_de(session, P.ADMIS, structure=le_monde.reseau)

    entrer(session, {lui.pk: "venue"}, par=comptes.referent(le_monde.reseau))

    assert recus("parcours_entrees")[session.organisme.courriel] == [lui.stagiaire_id]


def test_france_travail_l_apprend_meme_quand_une_autre_structure_suit(le_monde):
    """CT L6121-5; the Région reads how many, and no name."""
    mission = StructureReseauFactory(nature="mission_locale", departements=[])
    session = session_publiee(le_monde, structure=mission)
    lui = parcours_de(session, P.ENTRE, structure=mission)

    sortir(lui, T.TERMINER, jour=FIN)

    assert recus("parcours_sortie") == {
        mission.courriel: [lui.stagiaire_id],
        le_monde.reseau.courriel: [lui.stagiaire_id],
        settings.REGION_EMAIL: None,
    }
    region = Courrier.objects.get(modele="parcours_sortie", destinataire=settings.REGION_EMAIL)
    assert lui.stagiaire.nom not in str(region.contexte)


def test_un_abandon_libere_la_place_et_le_premier_qui_attend_la_reprend(le_monde):
    session = session_publiee(le_monde, 1, structure=le_monde.reseau)
    parti = parcours_de(session, P.ENTRE)
    attend = parcours_de(session, en_attente=True, structure=le_monde.reseau)

    servis = sortir(parti, T.ABANDONNER, jour=DEBUT + timedelta(days=9), raison="change_avis")

    assert [servi.pk for servi in servis] == [attend.pk]
    attend.refresh_from_db()
    assert (attend.remplace_id, attend.poste, attend.en_liste_d_attente) == (parti.pk, 1, False)
    parti.refresh_from_db()
    assert (parti.statut, parti.sorti_le, parti.motif) == (P.ABANDON, DEBUT + timedelta(days=9), "change_avis")


def test_un_depart_a_un_jour_et_une_raison(session):
    lui = parcours_de(session, P.ENTRE, entre_le=ENTREE)

    for issue, jour, raison, phrase in (
        (T.ABANDONNER, None, "change_avis", "dernier jour"),
        (T.ABANDONNER, DEBUT, "change_avis", "n’est pas sortie avant"),
        (T.ABANDONNER, FIN + timedelta(days=1), "change_avis", "à venir"),
        (T.EXCLURE, FIN, "", "raison"),
    ):
        with pytest.raises(RegleViolee, match=phrase):
            sortir(lui, issue, jour=jour, raison=raison)
    sortir(lui, T.SORTIR_POUR_EMPLOI, jour=FIN)
    with pytest.raises(TransitionImpossible, match="il est noté « sortie pour un emploi »"):
        sortir(lui, T.TERMINER, jour=FIN)
