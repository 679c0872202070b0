"""What several people do to the same person at the same instant, on real connections."""

from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from insertion.actions.effacer import effacer_stagiaire
from noyau.erreurs import RegleViolee
from parcours.actions.admettre import admettre
from parcours.actions.amenagement import enregistrer_amenagement
from parcours.actions.noter import ecrire_note
from parcours.actions.ouvrir import DE_NOUVEAU
from parcours.actions.rectifier import annuler_la_declaration
from parcours.models import Amenagement, NoteParcours
from sessions_formation.enums import MotifParcours
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import TransitionParcours as T
from stagiaires.actions.appeler import noter_appel
from stagiaires.models import Appel
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import LE
from tests.factories.stagiaires import StagiaireFactory
from tests.organisme.gestes import sortir
from tests.simultane import ensemble, noms


def pendant_l_effacement(stagiaire, par, acte):
    """Begin ``acte`` while the erasure is done and not yet committed; give what it returned or raised."""
    efface, fini, rendu = Event(), Event(), []

    def jouer():
        efface.wait(10)
        try:
            rendu.append(acte())
        except Exception as erreur:  # noqa: BLE001 what it is is what the test looks at
            rendu.append(erreur)
        finally:
            connection.close()
            fini.set()

    fil = Thread(target=jouer)
    fil.start()
    with transaction.atomic():
        effacer_stagiaire(stagiaire_id=stagiaire.pk, motif="demande", par=par)
        efface.set()
        fini.wait(1)
    fil.join()
    return rendu[0]


@pytest.mark.django_db(transaction=True)
def test_rien_ne_s_ecrit_sur_une_personne_qu_on_efface_au_meme_instant(le_monde, session):
    referente = comptes.referent(le_monde.reseau)

    def appeler(lui):
        return noter_appel(
            lui.stagiaire, resultat="joint", rappeler_le=None, note="Un mot.", envoi=uuid4(), par=referente, le=LE
        )

    actes = {
        "appel": appeler,
        "note": lambda lui: ecrire_note(parcours_id=lui.pk, texte="Un mot.", par=referente),
        "amenagement": lambda lui: enregistrer_amenagement(
            parcours_id=lui.pk, reponses={"mesures": ["rythme"]}, par=referente
        ),
    }
    rendus = {}
    for nom, acte in actes.items():
        lui = parcours_de(session, P.NON_RETENU, structure=le_monde.reseau)
        rendus[nom] = pendant_l_effacement(lui.stagiaire, le_monde.agent, lambda acte=acte, lui=lui: acte(lui))

    restent = [
        Appel.objects.exclude(note="").count(), NoteParcours.objects.count(), Amenagement.objects.count(),
    ]  # fmt: skip
    assert restent == [0, 0, 0]
    assert {nom: type(rendu).__name__ for nom, rendu in rendus.items()} == dict.fromkeys(actes, "RegleViolee")


@pytest.mark.django_db(transaction=True)
def test_deux_organismes_admettent_la_meme_personne_au_meme_instant_l_un_des_deux(le_monde):
    tours = []
    for _ in range(4):
        elle = StagiaireFactory(structure=le_monde.reseau)
        siens = [parcours_de(session_publiee(le_monde), P.PROFIL_VALIDE, stagiaire=elle) for _ in range(2)]
        tours.append(ensemble([lambda p=p: admettre(parcours_id=p.pk, par=p.session.demandeur, le=LE) for p in siens]))

    assert [noms(rendus) for rendus in tours] == [["Parcours", "RegleViolee"]] * 4


@pytest.mark.django_db
def test_un_abandon_ne_s_annule_plus_quand_la_personne_est_proposee_de_nouveau(le_monde, session):
    lui = parcours_de(session, P.ADMIS, structure=le_monde.reseau)
    sortir(lui, T.ABANDONNER, raison=MotifParcours.CHANGE_AVIS, le=LE)
    parcours_de(session, P.POSITIONNE, stagiaire=lui.stagiaire, en_attente=True)

    with pytest.raises(RegleViolee) as refus:
        annuler_la_declaration(parcours_id=lui.pk, raison="saisie", par=session.demandeur, le=LE)

    assert refus.value.motifs == (DE_NOUVEAU,)
