"""The pages of dated steps: the training body's, the employer's, and the personal link that needs no account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comptes.liens import Usage, jeton
from intentions.actions.retirer import retirer_intention
from noyau.courriers import Courrier
from sessions_formation.models import EtapeSession
from tests.factories import comptes
from tests.factories.etapes import DEBUT, etape_planifiee
from tests.factories.referentiels import EmployeurFactory
from tests.factories.scenario import LE, demande, demander_ouverture, intention_deposee
from tests.html import choisir, lire, textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

SAISIE = {
    "nature": "jury",
    "jour": "01/12/2026",
    "debut": "9 h 30",
    "fin": "11h30",
    "lieu": "Salle 2, Cholet",
    "precisions": "Demandez Odile à l’accueil.",
}


def arbre(reponse):
    return lire(reponse.content.decode())


def adresse(nom, etape):
    return reverse(f"sessions:{nom}", args=[etape.session_id, etape.pk])


@pytest.fixture
def session(le_monde):
    intentions = [
        intention_deposee(le_monde, nom="Heulin", nombre_postes=3, contact_courriel="claire@heulin.example"),
        intention_deposee(le_monde, nom="Coteaux", nombre_postes=2, etapes=["stage"]),
    ]
    brouillon = demande(le_monde, intentions)
    return demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)


@pytest.fixture
def etape(session):
    return etape_planifiee(session)


@pytest.fixture
def invitation(etape):
    return etape.invitations.get()


@pytest.fixture
def claire(invitation):
    """The browser of the employer's person."""
    navigateur = Client()
    navigateur.force_login(invitation.intention.deposant)
    return navigateur


@pytest.fixture
def lien(invitation):
    return reverse("rendez_vous:lien", args=[jeton(Usage.ETAPE, "claire@heulin.example", objet=invitation.pk)])


def test_fixer_mene_a_la_page_de_l_etape(odile, session):
    reponse = odile.post(reverse("sessions:etape_nouvelle", args=[session.pk]), SAISIE)

    etape = EtapeSession.objects.get()
    assert reponse.headers["Location"] == adresse("etape", etape)
    assert etape.debut == DEBUT
    assert etape.precisions == "Demandez Odile à l’accueil."


def test_fixer_invite_aussi_qui_l_on_coche(odile, session):
    autre = session.retenues.get(intention__employeur__nom="Coteaux").intention_id

    odile.post(reverse("sessions:etape_nouvelle", args=[session.pk]), {**SAISIE, "autres": [autre]})

    assert EtapeSession.objects.get().invitations.count() == 2


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"debut": "midi"}, "id_debut"),
        ({"debut": "25:00"}, "id_debut"),
        ({"fin": "9 h"}, "id_fin"),
        ({"jour": "20/11/2026"}, "id_jour"),
        ({"lieu": ""}, "id_lieu"),
    ],
)
def test_une_saisie_impossible_garde_tout_et_mene_au_champ(odile, session, saisie, champ):
    page = arbre(odile.post(reverse("sessions:etape_nouvelle", args=[session.pk]), {**SAISIE, **saisie}))

    assert [lien.get("href") for lien in choisir(page, ".erreurs a")] == [f"#{champ}"]
    assert page.get_element_by_id("id_precisions").text.strip() == "Demandez Odile à l’accueil."
    assert EtapeSession.objects.count() == 0


def test_changer_part_de_ce_qui_est_fixe(odile, etape):
    page = arbre(odile.get(adresse("etape_deplacer", etape)))

    assert page.get_element_by_id("id_debut").get("value") == "9 h 30"
    assert page.get_element_by_id("id_jour").get("value") == "01/12/2026"


def test_annuler_une_seconde_fois_est_dit_gentiment(odile, etape):
    reponses = [odile.post(adresse("etape_annuler", etape), {"motif": "La salle a brûlé."}) for _ in range(2)]

    assert {reponse.headers["Location"] for reponse in reponses} == {adresse("etape", etape)}
    assert textes(arbre(odile.get(adresse("etape", etape))), ".avis p") == [
        "Le rendez-vous est annulé : les employeurs invités en reçoivent la raison.",
        "Cette étape est déjà annulée.",
    ]


def test_absence_se_voit_sur_la_session_chez_l_organisme_et_a_la_region(odile, etape, invitation, le_monde):
    with time_machine.travel(DEBUT + timedelta(hours=3), tick=True):
        odile.force_login(le_monde.au_cotraitant)
        odile.post(adresse("etape_presences", etape), {f"presence_{invitation.pk}": "absent"})

        page = arbre(odile.get(reverse("sessions:demande", args=[etape.session_id])))
        region = Client()
        region.force_login(le_monde.agent)
        suivi = region.get(reverse("admin:sessions_formation_session_historique", args=[etape.session_id]))

    assert textes(page, ".delai--depasse") == ["1 employeur absent"]
    assert textes(arbre(suivi), "li .delai--depasse") == ["1 employeur absent"]


def test_avant_l_heure_les_presences_ne_se_notent_pas(odile, etape, invitation):
    odile.post(adresse("etape_presences", etape), {f"presence_{invitation.pk}": "present"})

    invitation.refresh_from_db()
    assert invitation.presence == ""


def test_le_mandataire_lit_et_ne_change_rien(client, etape, le_monde):
    client.force_login(le_monde.au_mandataire)

    assert client.get(adresse("etape", etape)).status_code == 200
    assert [
        client.post(adresse(nom, etape), {"motif": "Non."}).status_code
        for nom in ("etape_deplacer", "etape_annuler", "etape_inviter", "etape_presences")
    ] == [404] * 4


def test_une_etape_ne_s_ouvre_pas_par_une_autre_session(odile, etape):
    assert odile.get(reverse("sessions:etape", args=[etape.session_id + 1, etape.pk])).status_code == 404


def test_employeur_repond_depuis_son_compte(claire, invitation):
    page = arbre(claire.get(reverse("rendez_vous:liste")))
    assert textes(page, "tbody th a") == ["Jury de fin de formation"]

    claire.post(reverse("rendez_vous:detail", args=[invitation.pk]), {"viendra": "non"})

    invitation.refresh_from_db()
    assert invitation.viendra is False
    assert invitation.intention.historique[0].par == invitation.intention.deposant


def test_rendez_vous_d_un_autre_employeur_n_existe_pas(client, invitation):
    client.force_login(comptes.employeur(EmployeurFactory()))

    for nom in ("detail", "agenda"):
        assert client.get(reverse(f"rendez_vous:{nom}", args=[invitation.pk])).status_code == 404
    assert client.post(reverse("rendez_vous:detail", args=[invitation.pk]), {"viendra": "oui"}).status_code == 404


def test_rendez_vous_passes_sont_a_part(claire, invitation):
    with time_machine.travel(DEBUT + timedelta(hours=3), tick=True):
        claire.force_login(invitation.intention.deposant)
        assert textes(arbre(claire.get(reverse("rendez_vous:liste"))), "tbody th a") == []
        passes = arbre(claire.get(reverse("rendez_vous:liste"), {"quand": "passes"}))

    assert textes(passes, "tbody th a") == ["Jury de fin de formation"]


def test_qui_a_retire_son_intention_n_est_plus_attendu(claire, invitation):
    deposant = invitation.intention.deposant
    retirer_intention(intention_id=invitation.intention_id, motif="Poste pourvu.", par=deposant, le=LE)

    liste = arbre(claire.get(reverse("rendez_vous:liste")))
    page = arbre(claire.get(reverse("rendez_vous:detail", args=[invitation.pk])))
    agenda = claire.get(reverse("rendez_vous:agenda", args=[invitation.pk]))

    assert textes(liste, "tbody .etat") == textes(page, "main .etat") == ["Plus attendu"]
    assert choisir(page, "main a[href$='.ics']") == []
    assert b"METHOD:CANCEL\r\n" in agenda.content


@pytest.mark.parametrize("combien", [1, 3])
def test_liste_des_rendez_vous_en_peu_de_requetes(claire, session, invitation, combien, django_assert_max_num_queries):
    for rang in range(1, combien):
        etape_planifiee(session, debut=DEBUT + timedelta(days=rang))

    with django_assert_max_num_queries(6):
        assert len(textes(arbre(claire.get(reverse("rendez_vous:liste"))), "tbody th a")) == combien


def test_ouvrir_le_lien_ne_repond_pas(client, lien, invitation):
    page = arbre(client.get(lien))

    invitation.refresh_from_db()
    assert invitation.viendra is None
    assert textes(page, "h1") == ["Jury de fin de formation"]


def test_repondre_par_le_lien_sans_compte(client, lien, invitation):
    client.post(lien, {"viendra": "oui"})

    invitation.refresh_from_db()
    assert invitation.viendra is True
    assert Courrier.objects.get(modele="reponse_etape").contexte["viendra"] is True


def test_le_lien_d_un_ancien_contact_ne_mene_plus_a_rien(client, lien, invitation):
    invitation.intention.contact_courriel = "luc@heulin.example"
    invitation.intention.save(update_fields=["contact_courriel"])

    assert client.get(lien).status_code == 404


@pytest.mark.parametrize("usage", [Usage.INTENTIONS, Usage.COURRIELS])
def test_un_lien_d_un_autre_usage_ne_mene_a_rien(client, invitation, usage):
    autre = jeton(usage, "claire@heulin.example", objet=invitation.pk)

    assert client.get(reverse("rendez_vous:lien", args=[autre])).status_code == 404


def test_un_lien_de_plus_d_un_an_le_dit(client, lien):
    with time_machine.travel(DEBUT + timedelta(days=400), tick=True):
        assert client.get(lien).status_code == 410
        assert client.get(f"{lien}rendez-vous.ics").status_code == 410


def test_lien_du_courriel_est_celui_de_la_page(client, invitation):
    [courriel] = Courrier.objects.filter(modele="invitation_etape")

    assert client.get(courriel.contexte["chemin"]).status_code == 200


def test_fichier_d_agenda_se_telecharge_par_compte_par_lien_et_par_l_organisme(
    claire, client, lien, odile, invitation
):
    reponses = [
        claire.get(reverse("rendez_vous:agenda", args=[invitation.pk])),
        client.get(f"{lien}rendez-vous.ics"),
        odile.get(adresse("etape_agenda", invitation.etape)),
    ]

    for reponse in reponses:
        assert reponse.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert b"METHOD:PUBLISH\r\n" in reponse.content
        assert f"UID:etapesession-{invitation.etape_id}@".encode() in reponse.content


def test_ce_qu_on_ecrit_ne_devient_pas_du_html(odile, session):
    odile.post(
        reverse("sessions:etape_nouvelle", args=[session.pk]), {**SAISIE, "lieu": "<b>Salle</b>", "precisions": "<i>"}
    )

    page = odile.get(adresse("etape", EtapeSession.objects.get())).content.decode()
    assert "<b>Salle" not in page
    assert "&lt;b&gt;Salle" in page
