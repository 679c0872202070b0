"""What is asked on an ordered session, through the training body's pages: rights, errors, what was typed stays."""

import pytest
from django.urls import reverse
from lxml import html

from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant
from sessions_formation.models import DemandeAvenant
from tests.factories.avenants import (
    accorder,
    demande_d_annulation,
    demande_d_heures,
    demande_de_parcours,
    session_commandee,
)
from tests.factories.scenario import intention_deposee, session_demandee
from tests.factories.sessions import concurrent
from tests.html import choisir, textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

HEURES = {"parcours": "2", "heures": "100", "nouvelle_fin": "", "motif": "Jusqu’au titre.", "acte": "envoyer"}


@pytest.fixture
def session(le_monde):
    return session_commandee(le_monde)


def adresse(session, nature="heures", nom="avenant_nouveau"):
    return reverse(f"sessions:{nom}", args=[session.pk, nature])


def page(session):
    return reverse("sessions:demande", args=[session.pk])


def arbre(reponse):
    return html.fromstring(reponse.content.decode())


def messages_de(reponse):
    return [str(message) for message in reponse.context["messages"]]


def test_la_session_commandee_montre_sa_commande_et_ce_qui_se_demande(odile, session):
    lue = arbre(odile.get(page(session)))

    [bloc] = choisir(lue, "section[aria-labelledby=t-commande]")
    assert textes(bloc, "a.bouton") == [
        "Demander des parcours supplémentaires",
        "Demander des heures supplémentaires",
        "Demander l’annulation",
    ]
    assert "5 parcours" in bloc.text_content().replace("\N{NO-BREAK SPACE}", " ")


def test_la_session_pas_encore_commandee_n_en_montre_rien(odile, le_monde):
    lue = arbre(odile.get(page(session_demandee(le_monde))))

    assert choisir(lue, "section[aria-labelledby=t-commande]") == []


def test_demander_des_heures_envoie_et_le_montre(odile, session):
    envoyee = odile.post(adresse(session), HEURES, follow=True)

    demande = DemandeAvenant.objects.get()
    assert (demande.parcours, demande.heures, demande.demandeur) == (2, 100, session.demandeur)
    assert messages_de(envoyee) == ["Votre demande est envoyée à la Région : vous lirez sa réponse ici."]
    assert "Heures supplémentaires" in textes(arbre(envoyee), "section[aria-labelledby=t-commande]")[0]


def test_demander_des_parcours_retient_l_intention_cochee(odile, le_monde, session):
    intention = intention_deposee(le_monde, nom="Gaborit")
    saisie = {
        "intentions": [intention.pk],
        "parcours": "1",
        "heures": "420",
        "prix_heure": "9,50",
        "entree": "18/01/2027",
        "motif": "Un employeur de plus.",
    }

    verifiee = odile.post(adresse(session, "parcours"), {**saisie, "acte": "verifier"})
    odile.post(adresse(session, "parcours"), {**saisie, "acte": "envoyer"})

    assert "La demande peut partir" in verifiee.content.decode()
    assert [r.intention for r in DemandeAvenant.objects.get().retenues.all()] == [intention]


def test_ce_qui_etait_saisi_reste_apres_une_erreur(odile, le_monde, session):
    intention = intention_deposee(le_monde, nom="Gaborit")
    saisie = {"intentions": [intention.pk], "parcours": "3", "heures": "420", "prix_heure": "9,50", "motif": "Oui."}

    reponse = odile.post(adresse(session, "parcours"), {**saisie, "entree": "18/01/2027", "acte": "envoyer"})

    lue = arbre(reponse)
    assert not DemandeAvenant.objects.exists()
    assert [champ.get("value") for champ in choisir(lue, "#id_parcours")] == ["3"]
    assert [champ.get("value") for champ in choisir(lue, "input[name=intentions][checked]")] == [str(intention.pk)]
    assert "1 poste pour 3 parcours" in lue.text_content().replace("\N{NO-BREAK SPACE}", " ")


def test_une_saisie_illisible_est_dite_au_champ(odile, session):
    reponse = odile.post(adresse(session), {**HEURES, "heures": "beaucoup", "motif": ""})

    assert sorted(reponse.context["form"].errors) == ["heures", "motif"]


def test_les_constats_se_lisent_sans_rien_envoyer(odile, session):
    reponse = odile.post(adresse(session, nom="avenant_constats"), HEURES)

    assert reponse.context["verdict"] == "eligible"
    assert 'id="montant-demande"' in reponse.content.decode()
    assert not DemandeAvenant.objects.exists()


def test_une_seule_de_chaque_sorte_et_le_double_clic_est_dit(odile, session):
    odile.post(adresse(session), HEURES)

    seconde = odile.post(adresse(session), HEURES, follow=True)

    assert DemandeAvenant.objects.count() == 1
    assert messages_de(seconde)[-1].startswith("Une demande de cette sorte attend déjà")


def test_reprendre_sa_demande_passe_par_une_confirmation(odile, le_monde, session):
    demande = demande_de_parcours(le_monde, session)
    retirer = reverse("sessions:avenant_retirer", args=[session.pk, demande.pk])

    question = odile.get(retirer)
    assert textes(arbre(question), ".confirmation button") == ["Reprendre la demande"]
    odile.post(retirer)

    demande.refresh_from_db()
    assert demande.statut == StatutDemandeAvenant.RETIREE
    assert "n’attend plus de réponse" in messages_de(odile.post(retirer, follow=True))[-1]


def test_l_annulation_se_demande_avant_le_debut_seulement(odile, session):
    envoyee = odile.post(adresse(session, "annulation"), {"motif": "Plus de formateur.", "acte": "envoyer"})

    assert envoyee.status_code == 302
    assert DemandeAvenant.objects.get().nature == NatureAvenant.ANNULATION


def test_une_session_annulee_ne_demande_plus_rien(odile, le_monde, session):
    accorder(demande_d_annulation(session), le_monde.agent)

    lue = arbre(odile.get(page(session)))
    assert choisir(lue, "section[aria-labelledby=t-commande] a.bouton") == []
    refuse = odile.get(adresse(session), follow=True)
    assert "sa commande ne change plus" in messages_de(refuse)[-1]


@pytest.mark.parametrize("nature", ["parcours", "heures", "annulation", "fongibilite", "autre"])
def test_les_demandes_sont_celles_de_l_organisme(client, le_monde, session, nature):
    attendus = {le_monde.au_cotraitant: 200 if nature in {"parcours", "heures", "annulation"} else 404}
    for personne in (le_monde.au_mandataire, concurrent(le_monde), le_monde.agent):
        attendus[personne] = 404

    for personne, code in attendus.items():
        client.force_login(personne)
        assert client.get(adresse(session, nature)).status_code == code


def test_le_mandataire_lit_l_avenant_et_le_cotraitant_sait_qu_il_existe(client, le_monde, session):
    accorder(demande_d_heures(le_monde, session), le_monde.agent)

    liens = {}
    for personne in (le_monde.au_mandataire, le_monde.au_cotraitant):
        client.force_login(personne)
        lue = arbre(client.get(page(session)))
        liens[personne] = textes(lue, "section[aria-labelledby=t-commande] a")
        assert "BC-2026-00001-A1" in lue.text_content()

    assert liens[le_monde.au_mandataire] == ["BC-2026-00001-A1"]
    assert "BC-2026-00001-A1" not in liens[le_monde.au_cotraitant]
