"""The pages of a correction: what is shown first, what stays typed, who may open them."""

from datetime import date

from django.urls import reverse

from intentions.enums import StatutIntention
from tests.factories.intentions import IntentionFactory


def adresse(nom, intention):
    return reverse(f"intentions:{nom}", args=[intention.pk])


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
