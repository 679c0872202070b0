"""Correcting what somebody transmits for an employer: its word falls with the offer it was given for."""

from datetime import date

import pytest
from django.urls import reverse

from intentions.actions.completer import completer_intention
from intentions.actions.confirmer import confirmer_intention
from intentions.actions.corriger import corriger_intention
from intentions.actions.dupliquer import dupliquer_intention
from intentions.actions.preciser import demander_complement
from intentions.actions.solliciter import DEMANDES_PAR_JOUR
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from tests.factories import comptes

LE = date(2026, 3, 2)


@pytest.fixture
def confirmee(en_attente):
    confirmer_intention(intention_id=en_attente.pk, courriel=en_attente.contact_courriel, le=LE)
    en_attente.refresh_from_db()
    assert en_attente.statut == StatutIntention.RECEVABLE
    return en_attente


def corriger(intention, par, **reponses):
    corriger_intention(intention_id=intention.pk, reponses=reponses, par=par, le=LE)
    intention.refresh_from_db()
    return intention.statut, intention.ecrit_employeur


def confirmations(intention):
    lettres = Courrier.objects.filter(modele="confirmation_demandee").order_by("pk")
    return list(lettres.values_list("destinataire", flat=True))


def test_corrigee_par_le_partenaire_l_employeur_confirme_de_nouveau(confirmee, lea):
    avant = len(confirmations(confirmee))

    assert corriger(confirmee, lea, nombre_postes=7) == (StatutIntention.A_COMPLETER, None)
    assert len(confirmations(confirmee)) == avant + 1


def test_corrigee_par_l_employeur_sa_parole_tient(confirmee, claire):
    assert corriger(confirmee, claire, nombre_postes=7) == (StatutIntention.RECEVABLE, True)


def test_un_autre_telephone_ne_redemande_rien(confirmee, lea):
    assert corriger(confirmee, lea, contact_telephone="06 00 00 00 00") == (StatutIntention.RECEVABLE, True)


def test_une_autre_adresse_redemande_la_parole_a_cette_adresse(confirmee, lea):
    assert corriger(confirmee, lea, contact_courriel="paul@exemple.fr") == (StatutIntention.A_COMPLETER, None)
    assert confirmations(confirmee)[-1] == "paul@exemple.fr"


def test_une_autre_adresse_avant_la_confirmation_recoit_le_lien(en_attente, lea):
    assert corriger(en_attente, lea, contact_courriel="paul@exemple.fr") == (StatutIntention.A_COMPLETER, None)
    assert confirmations(en_attente)[-1] == "paul@exemple.fr"


def test_changer_l_adresse_sans_fin_n_ecrit_pas_au_monde_entier(en_attente, lea):
    for rang in range(DEMANDES_PAR_JOUR - 1):
        corriger(en_attente, lea, contact_courriel=f"p{rang}@exemple.fr")

    with pytest.raises(RegleViolee, match="changez l’adresse demain"):
        corriger(en_attente, lea, contact_courriel="encore@exemple.fr")
    assert len(confirmations(en_attente)) == DEMANDES_PAR_JOUR


def test_le_partenaire_ne_met_pas_son_adresse_a_la_place_de_l_employeur(confirmee, lea):
    with pytest.raises(RegleViolee):
        corriger(confirmee, lea, contact_courriel="LEA@reseau.example")


def test_completer_par_le_partenaire_redemande_aussi_la_parole(confirmee, lea):
    agent = comptes.agent()
    demander_complement(intention_id=confirmee.pk, demandes=[("nombre_postes", "Combien ?")], par=agent, le=LE)
    destinataires = Courrier.objects.filter(modele="precisions_intention").values_list("destinataire", flat=True)
    assert set(destinataires) == {confirmee.contact_courriel, "lea@reseau.example"}

    completer_intention(intention_id=confirmee.pk, reponses={"nombre_postes": 7}, par=lea, le=LE)

    confirmee.refresh_from_db()
    assert (confirmee.statut, confirmee.ecrit_employeur) == (StatutIntention.A_COMPLETER, None)


def test_corriger_ne_repond_pas_a_ce_qu_un_agent_demande_d_autre(en_attente, lea):
    en_attente.champs_demandes.create(
        champ="precisions", commentaire="Dites-en plus.", demande_par=comptes.agent(), demande_le=en_attente.deposee_le
    )
    corriger(en_attente, lea, nombre_postes=4)

    assert list(en_attente.champs_demandes.filter(repondu_le=None).order_by("champ").values_list("champ")) == [
        ("ecrit",),
        ("precisions",),
    ]


def test_la_page_du_partenaire_dit_que_l_employeur_confirmera(client, confirmee, lea):
    client.force_login(lea)
    adresse = reverse("intentions:corriger", args=[confirmee.pk])
    page = client.get(adresse)

    assert page.context["chemin"][0]["url"] == reverse("transmissions:liste")


def test_ce_qui_attend_l_employeur_n_ouvre_aucun_champ(client, en_attente, lea):
    client.force_login(lea)

    page = client.get(reverse("intentions:completer", args=[en_attente.pk]))

    assert [bloc["champs"] for bloc in page.context["blocs"]] == [[]]
    assert en_attente.contact_courriel in page.text


def test_le_double_du_partenaire_reste_le_sien(confirmee, lea, claire):
    double = dupliquer_intention(intention_id=confirmee.pk, par=lea, le=LE)
    sien = dupliquer_intention(intention_id=confirmee.pk, par=claire, le=LE)

    assert (double.partenaire, double.canal, double.ecrit_employeur) == (confirmee.partenaire, confirmee.canal, None)
    assert (sien.partenaire, sien.canal) == (None, "employeur")
    assert IntentionEmbauche.objects.modifiables_par(claire).filter(pk=double.pk).exists() is False
