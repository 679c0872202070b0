"""Duplicating an intention, and needs that look alike."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intentions.actions.deposer import deposer_intention
from intentions.actions.dupliquer import REPRISES, dupliquer_intention
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.doublons import doublons_d_une, doublons_de, doublons_pour
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import MetierFactory

LE = date(2026, 3, 2)
AUJOURD_HUI = timezone.localdate


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


@pytest.mark.parametrize("trait", ["recevable", "refusee", "engagee", "a_completer", "en_derogation"])
def test_dupliquer_ouvre_un_brouillon_avec_les_memes_reponses(chez_claire, claire, etablissement, trait):
    modele = IntentionFactory(**{trait: True, "deposant": claire, "employeur": etablissement, "precisions": "Équipe."})

    reponse = chez_claire.post(adresse("dupliquer", modele))

    copie = IntentionEmbauche.objects.exclude(pk=modele.pk).get()
    assert reponse.url == adresse("reprendre", copie)
    assert {nom: getattr(copie, nom) for nom in REPRISES} == {nom: getattr(modele, nom) for nom in REPRISES}
    assert (copie.statut, copie.numero, copie.verdict, copie.constats) == (StatutIntention.BROUILLON, None, "", [])
    assert (copie.deposant, copie.organisme_engage, copie.ecrit_employeur) == (claire, None, None)


def test_dupliquer_redemande_une_date_d_embauche_passee(claire, etablissement):
    modele = IntentionFactory(deposant=claire, employeur=etablissement, embauche_souhaitee=date(2026, 3, 1))

    assert dupliquer_intention(intention_id=modele.pk, par=claire, le=LE).embauche_souhaitee is None


def test_dupliquer_deux_fois_de_suite_ne_fait_qu_un_brouillon(chez_claire, claire, etablissement):
    modele = IntentionFactory(recevable=True, deposant=claire, employeur=etablissement)

    premiere = chez_claire.post(adresse("dupliquer", modele)).url

    assert chez_claire.post(adresse("dupliquer", modele)).url == premiere
    assert IntentionEmbauche.objects.count() == 2


def test_dupliquer_ne_se_fait_pas_par_un_lien(chez_claire, brouillon):
    assert chez_claire.get(adresse("dupliquer", brouillon)).status_code == 405


def test_dupliquer_l_intention_de_quelqu_un_d_autre_est_introuvable(chez_claire):
    assert chez_claire.post(adresse("dupliquer", IntentionFactory(recevable=True))).status_code == 404
    assert IntentionEmbauche.objects.count() == 1


# Needs that look alike.


@pytest.fixture
def connue(etablissement):
    return IntentionFactory(recevable=True, employeur=etablissement)


def memes(connue, **autres):
    return doublons_de(
        **{
            "employeur_id": connue.employeur_id,
            "metier_id": connue.metier_id,
            "intitule": "",
            "departement_id": connue.departement_id,
            "le": AUJOURD_HUI(),
            **autres,
        }
    )


def test_le_meme_metier_au_meme_endroit_se_voit(connue):
    assert memes(connue) == [connue]


def test_le_meme_intitule_se_voit_sans_metier_ni_accents(connue):
    assert memes(connue, metier_id=None, intitule="  SOUDEUR ou soudeuse ") == [connue]


@pytest.mark.parametrize(
    "autres",
    [
        pytest.param({"employeur_id": None}, id="employeur-inconnu"),
        pytest.param({"departement_id": None}, id="departement-inconnu"),
        pytest.param({"departement_id": "72"}, id="autre-departement"),
        pytest.param({"metier_id": None}, id="metier-inconnu"),
        pytest.param({"metier_id": "A0000", "intitule": "Autre poste"}, id="autre-metier"),
    ],
)
def test_ce_qui_differe_ou_n_est_pas_su_ne_se_signale_pas(connue, autres):
    assert memes(connue, **autres) == []


@pytest.mark.parametrize(
    ("trait", "vue"),
    [
        ("recevable", True),
        ("a_completer", True),
        ("en_derogation", True),
        ("engagee", True),
        ("refusee", False),
        ("deposant", False),
    ],
)
def test_seules_les_intentions_vivantes_comptent(etablissement, claire, trait, vue):
    autre = IntentionFactory(**{trait: claire if trait == "deposant" else True, "employeur": etablissement})

    assert memes(autre) == ([autre] if vue else [])


def test_une_intention_de_plus_d_un_an_ne_compte_plus(connue):
    connue.deposee_le = timezone.now() - timedelta(days=370)
    connue.save()

    assert memes(connue) == []


def test_une_intention_n_est_pas_son_propre_doublon(connue):
    assert doublons_d_une(connue, le=AUJOURD_HUI()) == []


def test_une_requete_quel_que_soit_le_nombre(connue, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(memes(connue)) == 1
    for _ in range(3):
        IntentionFactory(recevable=True, employeur=connue.employeur, metier=connue.metier)
    with django_assert_num_queries(1):
        assert len(memes(connue)) == 4


def test_qui_ne_peut_la_lire_sait_seulement_qu_elle_existe(connue, claire):
    brouillon = IntentionFactory(employeur=connue.employeur, metier=connue.metier)

    [pour_claire] = doublons_pour(claire, brouillon, le=AUJOURD_HUI())
    [pour_un_autre] = doublons_pour(comptes.organisme(), brouillon, le=AUJOURD_HUI())

    assert (pour_claire.lisible, pour_un_autre.lisible) == (True, False)


def test_l_etape_et_la_verification_previennent_sans_bloquer(chez_claire, claire, connue):
    connue.employeur.siae = connue.employeur.etti = False
    connue.employeur.save()
    brouillon = IntentionFactory(deposant=claire, employeur=connue.employeur, metier=connue.metier)

    etape = chez_claire.get(reverse("intentions:etape", args=[brouillon.pk, "contrat"]))
    assert [doublon.intention for doublon in etape.context["doublons"]] == [connue]
    assert adresse("detail", connue) in etape.text

    verifier = chez_claire.get(adresse("verifier", brouillon))
    assert connue.numero in verifier.text
    assert list(verifier.context["form"].fields) == ["autre_besoin", "nom_public"]


def test_deposer_un_besoin_qui_ressemble_demande_de_le_dire(chez_claire, claire, connue):
    connue.employeur.siae = connue.employeur.etti = False
    connue.employeur.save()
    brouillon = IntentionFactory(deposant=claire, employeur=connue.employeur, metier=connue.metier)

    refus = chez_claire.post(adresse("deposer", brouillon))
    assert list(refus.context["form"].errors) == ["autre_besoin"]
    brouillon.refresh_from_db()
    assert brouillon.statut == StatutIntention.BROUILLON

    chez_claire.post(adresse("deposer", brouillon), {"autre_besoin": "on"})
    brouillon.refresh_from_db()
    assert brouillon.statut == StatutIntention.RECEVABLE


def test_sans_besoin_qui_ressemble_rien_n_est_demande(chez_claire, claire, connue):
    brouillon = IntentionFactory(deposant=claire, employeur=connue.employeur, metier=MetierFactory(), intitule="Autre")

    page = chez_claire.get(adresse("verifier", brouillon))

    assert "autre_besoin" not in page.context["form"].fields


def test_une_intention_deposee_pour_de_bon_se_retrouve(claire, etablissement):
    etablissement.siae = etablissement.etti = False
    etablissement.save()
    brouillon = IntentionFactory(deposant=claire, employeur=etablissement)
    deposee = deposer_intention(intention_id=brouillon.pk, par=claire, le=AUJOURD_HUI())

    assert memes(deposee) == [deposee]
