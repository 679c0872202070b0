"""Correcting: contacts change freely, the offer is judged again, nobody's correction is lost under another's."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from intentions.actions.corriger import corriger_intention
from intentions.actions.decider import trancher_derogation
from intentions.actions.deposer import deposer_intention
from intentions.enums import StatutIntention
from intentions.models import Derogation
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, TransitionImpossible
from referentiels.models import Commune, OrganismeFormation
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import OrganismeFormationFactory

LE = date(2026, 3, 2)


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


@pytest.fixture
def deposee(claire, etablissement):
    etablissement.siae = etablissement.etti = False
    etablissement.save()

    def deposer(**champs):
        pouzauges = Commune.objects.get(nom="Pouzauges")
        lieu = {"commune": pouzauges, "departement": pouzauges.departement}
        intention = IntentionFactory(**{"deposant": claire, "employeur": etablissement, **lieu, **champs})
        return deposer_intention(intention_id=intention.pk, par=claire, le=LE)

    return deposer


@pytest.fixture
def corriger(claire):
    def agir(intention, **reponses):
        ecarts = corriger_intention(intention_id=intention.pk, reponses=reponses, par=claire, le=LE)
        intention.refresh_from_db()
        return [ecart.champ for ecart in ecarts]

    return agir


def saisie(page, **autres):
    """What a browser would send of the page's form, with some answers changed."""
    donnees = {}
    for champ in page.context["form"]:
        valeur = champ.value()
        if champ.name == "etapes":
            donnees[champ.name] = valeur
        elif isinstance(valeur, bool):
            donnees |= {champ.name: "on"} if valeur else {}
        else:
            donnees[champ.name] = champ.field.widget.format_value(valeur) or ""
    return {**donnees, "lu": page.context["intention"].version, **autres}


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


# A granted derogation.


@pytest.fixture
def accordee(deposee):
    """An intention of four months, recevable by a granted derogation."""
    intention = deposee(duree_mois=4, motif_derogation="La saison.")
    trancher_derogation(intention_id=intention.pk, accordee=True, motif="Oui.", par=comptes.agent(), le=LE)
    if not intention.derogations.exists():
        Derogation.objects.create(
            intention=intention,
            accordee=True,
            motif="Oui.",
            regles=["I-DUREE"],
            decidee_par=comptes.agent(),
            decidee_le=timezone.now(),
        )
    intention.refresh_from_db()
    return intention


def test_une_derogation_accordee_tient_si_ce_qui_la_motive_n_a_pas_change(accordee, corriger):
    corriger(accordee, nombre_postes=5)

    assert accordee.statut == StatutIntention.RECEVABLE
    assert accordee.derogations.get().caduque_le is None
    assert "tient toujours" in accordee.historique.first().motif


def test_une_derogation_tombe_quand_ce_qui_la_motive_change(accordee, corriger):
    corriger(accordee, duree_mois=3)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE
    assert accordee.derogations.get().caduque_le is not None


def test_une_derogation_tombee_ne_revient_pas(accordee, corriger):
    corriger(accordee, duree_mois=3)
    corriger(accordee, nombre_postes=5)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE


def test_une_autre_derogation_se_demande(accordee, corriger):
    corriger(accordee, heures_hebdo=Decimal(20), adaptation_boe=True)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE


def test_plus_besoin_de_derogation_elle_ne_borne_plus(accordee, corriger):
    accordee.derogations.update(fin=date(2026, 6, 1))
    corriger(accordee, duree_mois=8)

    assert (accordee.statut, accordee.verdict, accordee.derogation_fin) == (
        StatutIntention.RECEVABLE,
        "eligible",
        None,
    )


def test_une_derogation_finie_se_redemande(accordee, corriger):
    accordee.derogations.update(fin=date(2026, 3, 1))

    corriger(accordee, nombre_postes=5)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE


# The pages.


def test_la_page_montre_toute_l_offre_et_ouvre_la_partie_demandee(chez_claire, deposee):
    page = chez_claire.get(adresse("corriger", deposee()), {"partie": "contrat"})

    parties = {partie["nom"]: partie["ouverte"] for partie in page.context["parties"]}
    assert parties == {"contact": False, "poste": False, "contrat": True, "participation": False}


def test_renvoyer_la_page_telle_quelle_ne_change_rien(chez_claire, deposee):
    intention = deposee()
    page = chez_claire.get(adresse("corriger", intention))
    lignes = intention.historique.count()

    reponse = chez_claire.post(adresse("corriger", intention), saisie(page), follow=True)

    assert [str(m) for m in reponse.context["messages"]] == [
        "Rien n’a changé\N{NO-BREAK SPACE}: vos réponses étaient déjà celles-là."
    ]
    assert intention.historique.count() == lignes


def test_corriger_l_offre_montre_d_abord_ce_qui_suit(chez_claire, deposee):
    intention = deposee()
    page = chez_claire.get(adresse("corriger", intention))

    question = chez_claire.post(
        adresse("corriger", intention), saisie(page, duree_mois="4", motif_derogation="La saison.")
    )

    assert next((e.champ, e.avant, e.apres) for e in question.context["ecarts"]) == (
        "duree_mois",
        "8\N{NO-BREAK SPACE}mois",
        "4\N{NO-BREAK SPACE}mois",
    )
    assert question.context["verdict"] == "derogation"
    intention.refresh_from_db()
    assert intention.duree_mois == 8

    chez_claire.post(adresse("corriger", intention), {**dict(question.context["saisies"]), "etape": "confirmer"})
    intention.refresh_from_db()
    assert (intention.statut, intention.duree_mois) == (StatutIntention.DEROGATION_DEMANDEE, 4)


def test_la_page_dit_qu_une_derogation_accordee_tient(chez_claire, accordee):
    page = chez_claire.get(adresse("corriger", accordee))

    tenue = chez_claire.post(adresse("corriger", accordee), saisie(page, nombre_postes="5"))
    tombee = chez_claire.post(adresse("corriger", accordee), saisie(page, duree_mois="3"))

    assert (tenue.context["tenue"], tombee.context["tenue"]) == (True, False)
    assert accordee.derogations.get().caduque_le is None


def test_revenir_aux_reponses_garde_ce_qui_est_ecrit(chez_claire, deposee):
    intention = deposee()
    donnees = saisie(chez_claire.get(adresse("corriger", intention)), nombre_postes="7")

    page = chez_claire.post(adresse("corriger", intention), {**donnees, "etape": "revoir"})

    assert page.context["form"]["nombre_postes"].value() == "7"
    intention.refresh_from_db()
    assert intention.nombre_postes == 2


def test_un_autre_onglet_a_corrige_ce_qui_est_ecrit_reste(chez_claire, deposee, corriger):
    intention = deposee()
    donnees = saisie(chez_claire.get(adresse("corriger", intention)), nombre_postes="7")
    corriger(intention, precisions="Entre-temps.")

    page = chez_claire.post(adresse("corriger", intention), donnees)
    assert len(page.context["form"].non_field_errors()) == 1
    assert page.context["form"]["nombre_postes"].value() == "7"
    assert f'name="lu" value="{intention.version}"' in page.text


def test_une_date_d_embauche_passee_depuis_n_empeche_pas_de_changer_le_contact(chez_claire, deposee):
    intention = deposee(embauche_souhaitee=date(2020, 1, 15))
    page = chez_claire.get(adresse("corriger", intention))

    chez_claire.post(adresse("corriger", intention), saisie(page, contact_nom="Paul Heulin"))

    intention.refresh_from_db()
    assert intention.contact_nom == "Paul Heulin"


def test_engagee_la_page_ne_demande_que_qui_joindre(chez_claire, claire, etablissement):
    intention = IntentionFactory(engagee=True, deposant=claire, employeur=etablissement)
    page = chez_claire.get(adresse("corriger", intention))

    assert list(page.context["form"].fields) == ["contact_nom", "contact_telephone", "contact_courriel"]

    chez_claire.post(adresse("corriger", intention), saisie(page, contact_nom="Paul Heulin"))
    intention.refresh_from_db()
    assert intention.contact_nom == "Paul Heulin"


def test_corriger_l_intention_de_quelqu_un_d_autre_est_introuvable(chez_claire):
    autre = IntentionFactory(recevable=True)

    assert chez_claire.get(adresse("corriger", autre)).status_code == 404
    assert chez_claire.post(adresse("corriger", autre), {}).status_code == 404


def test_un_brouillon_ne_se_corrige_pas_il_se_reprend(chez_claire, brouillon):
    assert chez_claire.get(adresse("corriger", brouillon)).url == adresse("detail", brouillon)
