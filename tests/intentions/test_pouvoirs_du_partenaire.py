"""Who transmits never answers for the employer, nor undoes what it chose, nor reads what it says of a disability."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from intentions.actions.actualite import dire_pourvu, dire_toujours_d_actualite, ouvrir_a_tous
from intentions.actions.confirmer import confirmer_intention
from intentions.actions.corriger import corriger_intention
from intentions.actions.decider import trancher_derogation
from intentions.actions.dupliquer import dupliquer_intention
from intentions.actions.retirer import retirer_intention
from intentions.api.presentation import en_detail
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from referentiels.models import OrganismeFormation
from tests.factories import comptes
from tests.factories.referentiels import OrganismeFormationFactory
from tests.factories.transmissions import transmise
from tests.html import texte

LE = date(2026, 3, 2)


@pytest.fixture
def paul(monde):
    """Of the training body that transmits."""
    return comptes.organisme(OrganismeFormation.objects.get(), email="paul@formaloire.example")


@pytest.fixture
def confirmee(paul, etablissement):
    """Transmitted by Paul's training body, confirmed by its employer."""

    def confirmer(**champs):
        etablissement.siae = False
        etablissement.save()
        intention = transmise(paul, etablissement, **champs)
        confirmer_intention(intention_id=intention.pk, courriel=intention.contact_courriel, le=LE)
        intention.refresh_from_db()
        return intention

    return confirmer


@pytest.fixture
def a_un_concurrent(confirmee):
    """Its employer has chosen another training body than the one that transmits."""
    return confirmee(organisme_choisi=OrganismeFormationFactory(nom="Compétences Ouest"))


@pytest.mark.parametrize(
    "repondre",
    [
        lambda pk, par: dire_toujours_d_actualite(intention_id=pk, par=par, le=LE),
        lambda pk, par: dire_pourvu(intention_id=pk, par=par, par_le_dispositif=True),
        lambda pk, par: ouvrir_a_tous(intention_id=pk, par=par, le=LE),
    ],
)
def test_ou_en_est_le_besoin_seul_l_employeur_le_dit(a_un_concurrent, paul, repondre):
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        repondre(a_un_concurrent.pk, paul)


def test_la_page_ou_l_employeur_repond_n_est_pas_au_partenaire(client, a_un_concurrent, paul, claire):
    adresse = reverse("intentions:actualite", args=[a_un_concurrent.pk])
    client.force_login(paul)
    assert client.post(f"{adresse}?reponse=ouvrir").status_code == 404
    client.force_login(claire)
    assert client.get(adresse).status_code == 200


@pytest.mark.parametrize("machine", [True, False])
def test_un_organisme_ne_retire_pas_ce_que_l_employeur_a_confie_a_un_autre(a_un_concurrent, paul, machine):
    qui = {"par": None, "partenaire": a_un_concurrent.partenaire} if machine else {"par": paul}

    with pytest.raises(RegleViolee, match="Compétences Ouest"):
        retirer_intention(intention_id=a_un_concurrent.pk, motif="Plus de besoin.", le=LE, **qui)


def test_un_organisme_ne_corrige_pas_ce_que_l_employeur_a_confie_a_un_autre(a_un_concurrent, paul, claire):
    reponses = {"contact_telephone": "02 41 00 00 00", "nombre_postes": 7}
    with pytest.raises(RegleViolee, match="Compétences Ouest"):
        corriger_intention(intention_id=a_un_concurrent.pk, reponses=reponses, par=paul, le=LE)

    assert corriger_intention(intention_id=a_un_concurrent.pk, reponses=reponses, par=claire, le=LE)


def test_la_page_du_partenaire_ne_lui_propose_plus_rien_a_changer(client, a_un_concurrent, paul):
    client.force_login(paul)
    page = client.get(reverse("transmissions:detail", args=[a_un_concurrent.pk])).content.decode()

    assert reverse("intentions:corriger", args=[a_un_concurrent.pk]) not in page
    assert reverse("intentions:retirer", args=[a_un_concurrent.pk]) not in page


def test_sans_concurrent_le_partenaire_retire_et_corrige(confirmee, paul, lea):
    libre = confirmee()
    assert corriger_intention(intention_id=libre.pk, reponses={"contact_nom": "Ana"}, par=paul, le=LE)
    retiree = retirer_intention(intention_id=libre.pk, motif="Plus de besoin.", par=paul, le=LE)
    assert retiree.statut == StatutIntention.DESISTEE


ADAPTEE = {"heures_hebdo": Decimal(20), "adaptation_boe": True, "motif_derogation": "Poste aménagé pour Ana."}


def test_la_page_du_partenaire_tait_l_adaptation(client, confirmee, paul):
    intention = confirmee(**ADAPTEE)
    assert intention.statut == StatutIntention.DEROGATION_DEMANDEE
    client.force_login(paul)

    pages = [
        texte(client.get(reverse(nom, args=[intention.pk]))) for nom in ("transmissions:detail", "intentions:corriger")
    ]

    for page in pages:
        assert "obligation d’emploi (" not in page
        assert "(obligation d’emploi)" not in page
        assert "Poste aménagé" not in page
    assert "bénéficiaire" not in pages[0]


def test_corriger_par_le_partenaire_garde_l_adaptation_qu_il_ne_voit_pas(client, confirmee, paul):
    intention = confirmee(**ADAPTEE)
    client.force_login(paul)
    adresse = reverse("intentions:corriger", args=[intention.pk])
    page = client.get(adresse)
    assert page.context["form"]["adaptation_boe"].value() is False
    assert page.context["form"]["motif_derogation"].value() == ""
    saisie = {champ.html_name: champ.value() for champ in page.context["form"] if champ.value() not in (None, False)}
    saisie |= {"contact_nom": "Ana Le Goff", "embauche_souhaitee": "15/06/2099", "lu": intention.version}

    previsions = client.post(adresse, saisie)
    assert "bénéficiaire" not in texte(previsions)
    client.post(adresse, {**saisie, "etape": "confirmer"})

    intention.refresh_from_db()
    assert (intention.contact_nom, intention.adaptation_boe) == ("Ana Le Goff", True)
    assert intention.motif_derogation == "Poste aménagé pour Ana."


def test_dupliquer_par_le_partenaire_n_emporte_pas_l_adaptation(confirmee, paul, claire):
    intention = confirmee(**ADAPTEE)

    copie = dupliquer_intention(intention_id=intention.pk, par=paul, le=LE)
    assert (copie.adaptation_boe, copie.motif_derogation) == (False, "")
    assert dupliquer_intention(intention_id=intention.pk, par=claire, le=LE).adaptation_boe is True


@pytest.mark.parametrize("accordee", [True, False])
def test_le_motif_de_l_agent_sur_un_temps_adapte_n_est_pas_lu_par_qui_transmet(client, confirmee, paul, accordee):
    intention = confirmee(**ADAPTEE)
    motif = "Reconnaissance de travailleur handicapé fournie."
    trancher_derogation(intention_id=intention.pk, accordee=accordee, motif=motif, par=comptes.agent(), le=LE)
    intention.refresh_from_db()
    client.force_login(paul)

    assert motif not in texte(client.get(reverse("transmissions:detail", args=[intention.pk])))
    assert motif not in str(en_detail(intention, le=LE))
    # Whatever else an officer answers is read.
    courte = confirmee(duree_mois=4, contrat_type="cdd", motif_derogation="La saison.")
    trancher_derogation(intention_id=courte.pk, accordee=accordee, motif=motif, par=comptes.agent(), le=LE)
    courte.refresh_from_db()
    assert motif in str(en_detail(courte, le=LE))
