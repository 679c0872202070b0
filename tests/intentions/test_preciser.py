"""What an officer asks an employer again, and how it is answered."""

from datetime import date

import pytest
from django.urls import reverse

from intentions.actions.completer import completer_intention
from intentions.actions.preciser import demander_complement
from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from referentiels.models import OrganismeFormation
from tests.factories import comptes
from tests.intentions.reponses import attendus

FRANCAIS = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
LE = date(2026, 3, 2)


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


@pytest.fixture
def agent(db):
    return comptes.agent(prenom="Hélène")


def test_un_agent_demande_plusieurs_reponses_chacune_avec_son_commentaire(deposee, agent):
    intention = deposee()
    demandes = [("duree_mois", "Votre annonce parle de 6 mois."), ("lieu", "L’atelier ou le chantier ?")]

    demander_complement(intention_id=intention.pk, demandes=demandes, par=agent, le=LE)

    intention.refresh_from_db()
    ligne = intention.historique.first()
    assert intention.statut == StatutIntention.A_COMPLETER
    assert list(intention.champs_demandes.values_list("champ", "commentaire", "demande_par")) == [
        (*demande, agent.pk) for demande in demandes
    ]
    assert ligne.motif.translate(FRANCAIS) == "Précisions demandées : durée du contrat et lieu de l’emploi."
    courrier = Courrier.objects.get(modele="precisions_intention")
    assert courrier.destinataire == intention.contact_courriel
    assert [d["commentaire"] for d in courrier.contexte["demandes"]] == [phrase for _, phrase in demandes]
    assert courrier.contexte["chemin"] == adresse("completer", intention)


def test_sans_reponse_elle_expire_comme_toute_intention_a_completer(deposee, agent):
    intention = deposee()
    autre = deposee(nombre_postes=None)

    demander_complement(intention_id=intention.pk, demandes=[("lieu", "Où ?")], par=agent, le=LE)

    intention.refresh_from_db()
    assert intention.valable_jusqu_au is not None
    assert (intention.valable_jusqu_au, intention.attend_depuis) == (autre.valable_jusqu_au, autre.attend_depuis)


@pytest.mark.parametrize(
    "demandes",
    [
        pytest.param([], id="rien"),
        pytest.param([("duree_mois", "  ")], id="sans-commentaire"),
        pytest.param([("duree_mois", "a"), ("duree_mois", "b")], id="deux-fois"),
        pytest.param([("statut", "a")], id="inconnue"),
    ],
)
def test_une_demande_dit_quoi_et_pourquoi(deposee, agent, demandes):
    intention = deposee()

    with pytest.raises(RegleViolee):
        demander_complement(intention_id=intention.pk, demandes=demandes, par=agent, le=LE)

    intention.refresh_from_db()
    assert intention.statut == StatutIntention.RECEVABLE


def test_on_ne_demande_pas_deux_fois_de_suite(deposee, agent):
    intention = deposee()
    demander_complement(intention_id=intention.pk, demandes=[("lieu", "Où ?")], par=agent, le=LE)

    with pytest.raises(TransitionImpossible):
        demander_complement(intention_id=intention.pk, demandes=[("secteur", "Lequel ?")], par=agent, le=LE)


def test_un_dossier_change_depuis_la_lecture_se_relit(deposee, agent):
    intention = deposee()
    premiere = intention.historique.last()

    with pytest.raises(DossierModifie):
        demander_complement(intention_id=intention.pk, demandes=[("lieu", "Où ?")], par=agent, le=LE, lu=premiere.pk)


def test_repondre_a_l_agent_rend_l_intention_recevable_et_previent_l_organisme_choisi(chez_claire, deposee, agent):
    organisme = OrganismeFormation.objects.get()
    intention = deposee(organisme_choisi=organisme)
    assert Courrier.objects.filter(modele="intention_adressee").count() == 1
    demander_complement(intention_id=intention.pk, demandes=[("nombre_postes", "Deux ou trois ?")], par=agent, le=LE)
    page = chez_claire.get(adresse("completer", intention))
    assert 'value="2"' in page.text
    assert "Deux ou trois ?" in page.text
    assert "Hélène Pasquier, Région" in page.text

    chez_claire.post(adresse("completer", intention), {"nombre_postes": "3"})

    intention.refresh_from_db()
    assert (intention.statut, intention.nombre_postes, attendus(intention)) == (StatutIntention.RECEVABLE, 3, [])
    assert Courrier.objects.filter(modele="intention_adressee").count() == 1
    [corrigee] = Courrier.objects.filter(modele="intention_corrigee")
    assert corrigee.contexte["changements"] == [{"libelle": "Nombre de postes", "avant": "2", "apres": "3"}]


def test_repondre_la_meme_chose_suffit(chez_claire, deposee, agent):
    intention = deposee()
    demander_complement(intention_id=intention.pk, demandes=[("precisions", "Dites-en plus.")], par=agent, le=LE)

    vide = chez_claire.post(adresse("completer", intention), {"precisions": ""})
    assert list(vide.context["form"].errors) == ["precisions"]

    demander = {"precisions": "Travail en équipe."}
    chez_claire.post(adresse("completer", intention), demander)
    intention.refresh_from_db()
    assert (intention.statut, intention.precisions) == (StatutIntention.RECEVABLE, "Travail en équipe.")


def test_tant_que_l_agent_attend_l_intention_reste_a_completer(deposee, agent, claire):
    intention = deposee()
    demandes = [("nombre_postes", "Deux ou trois ?"), ("precisions", "Dites-en plus.")]
    demander_complement(intention_id=intention.pk, demandes=demandes, par=agent, le=LE)

    completer_intention(intention_id=intention.pk, reponses={"nombre_postes": 3}, par=claire, le=LE)

    intention.refresh_from_db()
    assert (intention.statut, intention.verdict) == (StatutIntention.A_COMPLETER, "a_completer")
    assert attendus(intention) == ["precisions"]
