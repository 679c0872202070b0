"""Correcting: contacts change freely, the offer is judged again, nobody's correction is lost under another's."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from intentions.actions.corriger import corriger_intention
from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, TransitionImpossible
from referentiels.models import OrganismeFormation
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import OrganismeFormationFactory

LE = date(2026, 3, 2)


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


def test_le_contact_change_sans_que_rien_ne_soit_juge(deposee, corriger):
    intention = deposee()
    jugements = intention.historique.count()

    assert corriger(intention, contact_nom="Paul Heulin", contact_telephone="06 00 00 00 00") == [
        "contact_nom",
        "contact_telephone",
    ]
    ligne = intention.historique.first()
    assert (intention.statut, intention.contact_nom) == (StatutIntention.RECEVABLE, "Paul Heulin")
    assert (ligne.libelle, ligne.depart, ligne.arrivee) == ("Coordonnées modifiées", "recevable", "recevable")
    assert intention.historique.count() == jugements + 1


def test_l_offre_corrigee_est_jugee_de_nouveau(deposee, corriger):
    intention = deposee()
    numero = intention.numero

    assert corriger(intention, duree_mois=12, nombre_postes=3) == ["duree_mois", "nombre_postes"]

    assert (intention.statut, intention.numero) == (StatutIntention.RECEVABLE, numero)
    assert [ligne.libelle for ligne in intention.historique][:2] == ["Recevable", "Corrigée"]
    motif = intention.historique[1].motif
    assert motif == "Ce qui a changé\N{NO-BREAK SPACE}: durée du contrat et nombre de postes."
    assert any("12" in constat["message"] for constat in intention.constats)


@pytest.mark.parametrize(
    ("reponses", "statut"),
    [
        pytest.param({"duree_mois": 4}, StatutIntention.DEROGATION_DEMANDEE, id="derogation"),
        pytest.param({"heures_hebdo": Decimal(18)}, StatutIntention.REFUSEE, id="refus"),
        pytest.param({"etapes": []}, StatutIntention.A_COMPLETER, id="a-completer"),
    ],
)
def test_corriger_mene_a_l_etat_du_nouveau_verdict(deposee, corriger, reponses, statut):
    intention = deposee()

    corriger(intention, **reponses)

    assert intention.statut == statut


def test_rien_de_change_ne_fait_rien(deposee, corriger):
    intention = deposee()
    lignes = intention.historique.count()

    assert corriger(intention, duree_mois=8, saisonnier=False, heures_hebdo=Decimal("35.0")) == []
    assert intention.historique.count() == lignes


def test_corriger_ce_qui_etait_demande_y_repond(deposee, corriger):
    intention = deposee(nombre_postes=None)

    corriger(intention, nombre_postes=2)

    assert intention.statut == StatutIntention.RECEVABLE
    assert not intention.champs_demandes.filter(repondu_le=None).exists()


@pytest.mark.parametrize("trait", ["refusee", "engagee"])
def test_une_offre_refusee_ou_engagee_ne_se_corrige_plus(claire, etablissement, corriger, trait):
    intention = IntentionFactory(**{trait: True, "deposant": claire, "employeur": etablissement})

    with pytest.raises(TransitionImpossible):
        corriger(intention, nombre_postes=4)


def test_la_personne_a_joindre_change_meme_engagee_et_l_organisme_l_apprend(claire, etablissement, corriger):
    intention = IntentionFactory(engagee=True, deposant=claire, employeur=etablissement)

    corriger(intention, contact_telephone="06 00 00 00 00")

    assert (intention.statut, intention.contact_telephone) == (StatutIntention.ENGAGEE, "06 00 00 00 00")
    [courrier] = Courrier.objects.filter(modele="intention_corrigee")
    assert courrier.destinataire == intention.organisme_engage.courriel


def test_deux_personnes_a_la_fois_la_seconde_relit(deposee, claire):
    intention = deposee()
    lu = intention.version
    corriger_intention(intention_id=intention.pk, reponses={"nombre_postes": 3}, par=claire, le=LE)

    with pytest.raises(DossierModifie):
        corriger_intention(intention_id=intention.pk, reponses={"nombre_postes": 4}, par=claire, le=LE, lu=lu)
    intention.refresh_from_db()
    assert intention.nombre_postes == 3


# Who is told.


def test_l_organisme_choisi_apprend_ce_qui_change_une_fois(deposee, corriger):
    organisme = OrganismeFormation.objects.get()
    intention = deposee(organisme_choisi=organisme)

    corriger(intention, nombre_postes=3)

    assert Courrier.objects.filter(modele="intention_adressee").count() == 1
    [courrier] = Courrier.objects.filter(modele="intention_corrigee")
    assert courrier.destinataire == organisme.courriel
    assert courrier.contexte["changements"] == [{"libelle": "Nombre de postes", "avant": "2", "apres": "3"}]
    assert (courrier.contexte["recevable"], courrier.contexte["adressee"]) == (True, True)


def test_changer_d_organisme_previent_l_ancien_et_le_nouveau(deposee, corriger):
    ancien, nouveau = OrganismeFormation.objects.get(), OrganismeFormationFactory(nom="Nouvel organisme")
    intention = deposee(organisme_choisi=ancien)
    Courrier.objects.all().delete()

    corriger(intention, organisme_choisi=nouveau)

    dits = {c.modele: c.destinataire for c in Courrier.objects.exclude(modele="accuse_intention")}
    assert dits == {"intention_corrigee": ancien.courriel, "intention_adressee": nouveau.courriel}
    assert Courrier.objects.get(modele="intention_corrigee").contexte["adressee"] is False


def test_le_temps_de_travail_adapte_ne_voyage_pas(deposee, corriger):
    intention = deposee(organisme_choisi=OrganismeFormation.objects.get())

    corriger(intention, adaptation_boe=True, nombre_postes=3)

    assert "adapt" not in str(Courrier.objects.get(modele="intention_corrigee").contexte).lower()
    assert "adapt" not in str(list(intention.historique.values_list("motif", flat=True))).lower()
