"""Pages about people: kept by no cache, each reading kept, nothing read by the back door."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from noyau.erreurs import RegleViolee
from noyau.pieces import Message
from parcours.actions.amenagement import enregistrer_amenagement
from sessions_formation.actions.ecrire import ecrire_a_la_session
from sessions_formation.enums import StatutParcours as P
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(le_monde):
    navigateur = Client()
    navigateur.force_login(comptes.referent(le_monde.reseau))
    return navigateur


def test_une_page_sur_une_personne_n_est_gardee_par_aucun_cache(le_monde, session, nadia):
    lui = parcours_de(session, P.ADMIS, structure=le_monde.reseau)
    pages = [
        reverse("parcours:fiche", args=[lui.pk]),
        reverse("parcours:corriger", args=[lui.pk]),
        reverse("parcours:liste"),
        reverse("parcours:groupe", args=[session.pk]),
        reverse("referent:accueil"),
        reverse("insertion:donnees", args=[lui.pk]),
        reverse("insertion:suivis"),
    ]

    assert {page: nadia.get(page).headers["Cache-Control"] for page in pages} == dict.fromkeys(
        pages, "private, no-store"
    )
    assert "Cache-Control" not in nadia.get("/accessibilite/").headers


def test_une_fiche_montree_avec_une_erreur_est_une_fiche_lue(le_monde, session, nadia):
    lui = parcours_de(session, P.ADMIS, structure=le_monde.reseau)
    appele = parcours_de(session, P.ADMIS, structure=le_monde.reseau)

    refusee = nadia.post(reverse("parcours:note", args=[lui.pk]), {"texte": ""})
    refuse = nadia.post(reverse("referent:appel", args=[appele.pk]), {})

    assert [reponse.status_code for reponse in (refusee, refuse)] == [200, 200]
    lues = Consultation.objects.order_by("pk").values_list("stagiaire", flat=True)
    assert list(lues) == [lui.stagiaire_id, appele.stagiaire_id]


def test_un_message_de_session_refuse_un_numero_de_securite_sociale(session):
    with pytest.raises(RegleViolee, match="numéro de sécurité sociale"):
        ecrire_a_la_session(
            session_id=session.pk, par=session.demandeur, texte="Samira, 2 94 05 49 007 123.", envoi=uuid4()
        )
    assert Message.objects.count() == 0


def test_un_agent_sans_le_droit_de_lire_les_personnes_n_en_lit_aucune(session):
    lui = parcours_de(session, P.ADMIS)
    pages = [
        reverse("parcours:fiche", args=[lui.pk]),
        reverse("parcours:groupe", args=[session.pk]),
        reverse("insertion:donnees", args=[lui.pk]),
        reverse("insertion:donnees_copie", args=[lui.pk, "json"]),
        reverse("insertion:suivis"),
    ]
    lecteur = comptes.agent(is_superuser=False)
    lecteur.user_permissions.add(Permission.objects.get(codename="view_stagiaire"))
    rendus = []
    for agent in (comptes.agent(is_superuser=False), lecteur):
        navigateur = Client()
        navigateur.force_login(agent)
        rendus.append([navigateur.get(page).status_code for page in pages])

    assert rendus == [[403] * 5, [200] * 5]


def test_un_agent_lit_un_amenagement_et_n_en_ecrit_pas(session):
    lui = parcours_de(session, P.ADMIS)

    with pytest.raises(PermissionDenied):
        enregistrer_amenagement(parcours_id=lui.pk, reponses={"mesures": ["rythme"]}, par=comptes.agent())
