"""What is arranged for a person: on one page, for who follows it and who trains it, and nowhere else."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.serializers import serialize
from django.urls import reverse

from noyau.courriers import Courrier, Document
from noyau.journal import LigneJournal
from parcours.actions.amenagement import enregistrer_amenagement
from parcours.models import Amenagement
from parcours.queries.lecteur import amenagements_lisibles, lecteur_de, lit_les_amenagements
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours
from stagiaires.enums import Lecture
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de
from tests.factories.referentiels import StructureReseauFactory

pytestmark = pytest.mark.django_db

REPONSES = {"mesures": ["rythme", "epreuves"], "boe": True, "preuve_vue_le": date(2026, 11, 20)}
# Words that appear on that page alone.
MOTS = ("obligation d’emploi", "Horaires ou rythme", "Épreuves aménagées", "boe", "epreuves")


@pytest.fixture
def parcours(session):
    return parcours_de(session, S.PROFIL_VALIDE, structure=StructureReseauFactory())


def page(parcours, nom="amenagement"):
    return reverse(f"parcours:{nom}", args=[parcours.pk])


def test_amenagement_se_lit_par_qui_suit_la_personne_et_par_l_organisme_seulement(le_monde, session, parcours, entre):
    agent, qui_a_tout = comptes.agent(is_superuser=False), comptes.agent()
    qui_peut = comptes.agent(is_superuser=False)
    qui_peut.user_permissions.add(Permission.objects.get(codename="voir_amenagement"))
    referent = comptes.referent(parcours.structure)
    de_la_session, a_l_emploi = comptes.referent(le_monde.reseau), comptes.employeur(parcours.intention.employeur)
    lecteurs = {
        referent: 200,
        session.demandeur: 200,
        qui_peut: 200,
        agent: 404,
        qui_a_tout: 404,
        de_la_session: 404,
        a_l_emploi: 404,
    }
    for personne, code in lecteurs.items():
        assert entre(personne).get(page(parcours)).status_code == code
        # Said twice in the code, once for a page and once for a list: the same thing.
        assert lit_les_amenagements(personne, lecteur_de(personne, parcours)) == (code == 200)
        assert amenagements_lisibles(personne).filter(pk=parcours.pk).exists() == (code == 200)
        if code == 404:
            assert entre(personne).post(page(parcours), {"mesures": "rythme"}).status_code == 404
    lues = Consultation.objects.filter(page=Lecture.AMENAGEMENT)
    assert set(lues.values_list("par", flat=True)) == {referent.pk, session.demandeur.pk, qui_peut.pk}


def test_amenagement_s_ecrit_se_corrige_et_s_efface_a_la_main(session, parcours, entre):
    client = entre(session.demandeur)
    assert client.get(page(parcours, "amenagement_effacer")).status_code == 302
    rien = client.post(page(parcours), {})
    assert list(rien.context["form"].errors) == ["mesures"]
    seule = client.post(page(parcours), {"mesures": ["rythme"], "preuve_vue_le": "20/11/2026"})
    assert list(seule.context["form"].errors) == ["preuve_vue_le"]
    for mesures in (["rythme"], ["rythme", "supports"]):
        assert client.post(page(parcours), {"mesures": mesures}).status_code == 302
        note = Amenagement.objects.get()
        assert (note.mesures, note.boe, note.saisi_par) == (mesures, False, session.demandeur)
    assert client.get(page(parcours, "amenagement_effacer")).status_code == 200
    assert Amenagement.objects.exists()
    for _ in range(2):
        assert client.post(page(parcours, "amenagement_effacer")).status_code == 302
    assert not Amenagement.objects.exists()


def test_amenagement_n_est_dans_aucune_liste_ni_courriel_ni_journal(le_monde, session, parcours, entre):
    referent = comptes.referent(parcours.structure)
    enregistrer_amenagement(parcours_id=parcours.pk, reponses=REPONSES, par=referent)
    pages = {
        referent: ["parcours:liste", page(parcours)[: -len("amenagement/")]],
        session.demandeur: ["parcours:liste", page(parcours)[: -len("amenagement/")]],
        le_monde.agent: [
            "admin:sessions_formation_parcours_changelist",
            reverse("admin:sessions_formation_parcours_change", args=[parcours.pk]),
            reverse("admin:stagiaires_stagiaire_change", args=[parcours.stagiaire_id]),
        ],
        comptes.employeur(parcours.intention.employeur): [
            "parcours:employeur",
            page(parcours)[: -len("amenagement/")],
        ],
    }
    lus = []
    for personne, adresses in pages.items():
        for adresse in adresses:
            reponse = entre(personne).get(adresse if "/" in adresse else reverse(adresse))
            assert reponse.status_code == 200
            lus.append(reponse.content.decode())
    modeles = (LigneJournal, Courrier, Document, Parcours)
    lus.extend(serialize("json", modele.objects.all(), ensure_ascii=False) for modele in modeles)
    for mot in MOTS:
        assert [lu for lu in lus if mot in lu] == []
