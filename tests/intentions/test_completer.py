"""Completing: only what is asked re-opens, the comment beside it; an officer's question is answered too."""

from datetime import date

import pytest
from django.urls import reverse

from intentions.actions.completer import completer_intention
from intentions.actions.deposer import deposer_intention
from intentions.enums import StatutIntention
from intentions.models import ChampDemande
from noyau.erreurs import DossierModifie, RegleViolee
from tests.factories.intentions import IntentionFactory
from tests.intentions.reponses import attendus

FRANCAIS = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
LE = date(2026, 3, 2)


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


@pytest.mark.parametrize(
    ("reponses", "questions"),
    [
        pytest.param({"engagement_recruter": None}, ["engagement_recruter"], id="engagement"),
        pytest.param({"etapes": [], "nombre_postes": None}, ["etapes", "nombre_postes"], id="etapes-et-postes"),
        pytest.param({"duree_mois": None}, ["duree_mois"], id="duree"),
        pytest.param({"contrat_type": "", "duree_mois": None}, ["contrat_type", "duree_mois"], id="contrat"),
        pytest.param({"contrat_type": "interim", "agence_interim": ""}, ["agence_interim"], id="agence"),
        pytest.param({"secteur": None}, ["secteur"], id="secteur"),
    ],
)
def test_ce_que_les_regles_ne_savent_pas_est_demande_et_rien_d_autre(deposee, reponses, questions):
    intention = deposee(**reponses)

    assert intention.statut == StatutIntention.A_COMPLETER
    assert attendus(intention) == questions
    assert set(intention.champs_demandes.values_list("demande_par", flat=True)) == {None}


def test_le_commentaire_est_la_phrase_du_constat(deposee):
    intention = deposee(etapes=[])

    demande = ChampDemande.objects.get(intention=intention)
    assert demande.commentaire == next(c["message"] for c in intention.constats if c["regle"] == "I-ETAPES")


def test_un_etablissement_sans_reponse_sur_l_insertion_la_demande(chez_claire, claire, etablissement):
    intention = IntentionFactory(deposant=claire, employeur=etablissement)
    deposer_intention(intention_id=intention.pk, par=claire, le=LE)
    assert attendus(intention) == ["insertion"]

    chez_claire.post(adresse("completer", intention), {"insertion": "non"})

    etablissement.refresh_from_db()
    intention.refresh_from_db()
    assert (etablissement.siae, etablissement.etti, intention.statut) == (False, False, StatutIntention.RECEVABLE)


def test_la_page_n_ouvre_que_ce_qui_est_demande(chez_claire, deposee):
    intention = deposee(nombre_postes=None)

    page = chez_claire.get(adresse("completer", intention))

    assert list(page.context["form"].fields) == ["nombre_postes", "motif_derogation"]
    assert [champ.name for bloc in page.context["blocs"] for champ in bloc["champs"]] == ["nombre_postes"]
    assert "Le nombre de postes manque." in page.text


def test_completer_garde_le_numero_et_juge_de_nouveau(chez_claire, deposee):
    intention = deposee(nombre_postes=None)
    numero = intention.numero

    reponse = chez_claire.post(adresse("completer", intention), {"nombre_postes": "3"}, follow=True)

    intention.refresh_from_db()
    assert (intention.statut, intention.numero, intention.nombre_postes) == (StatutIntention.RECEVABLE, numero, 3)
    assert attendus(intention) == []
    assert [ligne.libelle for ligne in intention.historique] == ["Recevable", "Complétée", "À compléter", "Déposée"]
    assert [str(message) for message in reponse.context["messages"]] == [
        "Intention complétée\N{NO-BREAK SPACE}: elle est recevable."
    ]


def test_ce_qui_est_faux_reste_ecrit(chez_claire, deposee):
    intention = deposee(nombre_postes=None, etapes=[])

    page = chez_claire.post(adresse("completer", intention), {"nombre_postes": "trois", "etapes": ["stage"]})

    assert list(page.context["form"].errors) == ["nombre_postes"]
    assert 'value="trois"' in page.text
    intention.refresh_from_db()
    assert (intention.statut, intention.etapes) == (StatutIntention.A_COMPLETER, [])


def test_une_reponse_qui_n_est_pas_demandee_ne_change_rien(chez_claire, deposee):
    intention = deposee(nombre_postes=None)

    chez_claire.post(
        adresse("completer", intention), {"nombre_postes": "3", "intitule": "Autre", "heures_hebdo": "20"}
    )

    intention.refresh_from_db()
    assert (intention.intitule, intention.heures_hebdo) == ("Soudeur ou soudeuse", 35)


def test_l_acte_refuse_une_reponse_qui_n_est_pas_demandee(deposee, claire):
    intention = deposee(nombre_postes=None)

    with pytest.raises(RegleViolee):
        completer_intention(intention_id=intention.pk, reponses={"heures_hebdo": 40}, par=claire, le=LE)


def test_la_duree_demandee_avec_le_contrat_ne_bloque_pas_un_cdi(chez_claire, deposee):
    intention = deposee(contrat_type="", duree_mois=None)

    chez_claire.post(adresse("completer", intention), {"contrat_type": "cdi", "duree_mois": ""})

    intention.refresh_from_db()
    assert intention.statut == StatutIntention.RECEVABLE
    assert attendus(intention) == []


def test_une_reponse_qui_demande_une_derogation_demande_sa_raison(chez_claire, deposee):
    intention = deposee(duree_mois=None)

    page = chez_claire.post(adresse("completer", intention), {"duree_mois": "4"})
    assert list(page.context["form"].errors) == ["motif_derogation"]
    assert "id_motif_derogation" in page.text

    chez_claire.post(adresse("completer", intention), {"duree_mois": "4", "motif_derogation": "La saison."})
    intention.refresh_from_db()
    assert (intention.statut, intention.motif_derogation) == (StatutIntention.DEROGATION_DEMANDEE, "La saison.")


def test_completer_deux_fois_est_dit_gentiment(chez_claire, deposee):
    intention = deposee(nombre_postes=None)
    chez_claire.post(adresse("completer", intention), {"nombre_postes": "3"}, follow=True)

    reponse = chez_claire.post(adresse("completer", intention), {"nombre_postes": "4"}, follow=True)

    [message] = reponse.context["messages"]
    intention.refresh_from_db()
    assert (message.level_tag, intention.nombre_postes) == ("info", 3)
    assert reponse.redirect_chain == [(adresse("detail", intention), 302)]


def test_un_autre_a_repondu_entre_temps(deposee, claire):
    intention = deposee(nombre_postes=None, etapes=[])
    lu = intention.version
    completer_intention(intention_id=intention.pk, reponses={"nombre_postes": 3}, par=claire, le=LE, lu=None)

    with pytest.raises(DossierModifie):
        completer_intention(intention_id=intention.pk, reponses={"etapes": ["stage"]}, par=claire, le=LE, lu=lu)


def test_un_autre_onglet_garde_ce_qui_est_ecrit(chez_claire, claire, deposee):
    intention = deposee(nombre_postes=None, etapes=[])
    completer_intention(intention_id=intention.pk, reponses={"nombre_postes": 3}, par=claire, le=LE)

    page = chez_claire.post(
        adresse("completer", intention), {"nombre_postes": "5", "etapes": ["jury"], "lu": "a_completer:2020"}
    )

    assert len(page.context["form"].non_field_errors()) == 1
    assert page.context["form"]["etapes"].value() == ["jury"]


def test_l_ancien_formulaire_mene_a_ce_qui_est_demande(chez_claire, deposee):
    intention = deposee(nombre_postes=None)

    assert chez_claire.get(adresse("reprendre", intention)).url == adresse("completer", intention)
    etape = reverse("intentions:etape", args=[intention.pk, "contrat"])
    assert chez_claire.post(etape, {"heures_hebdo": "20"}).url == adresse("detail", intention)


def test_detail_dit_ce_qui_est_attendu(chez_claire, deposee):
    page = chez_claire.get(adresse("detail", deposee(nombre_postes=None)))

    assert [attente.libelle for attente in page.context["attentes"]] == ["Nombre de postes"]


def test_completer_l_intention_de_quelqu_un_d_autre_est_introuvable(chez_claire):
    autre = IntentionFactory(a_completer=True)

    assert chez_claire.get(adresse("completer", autre)).status_code == 404
    assert chez_claire.post(adresse("completer", autre), {}).status_code == 404
