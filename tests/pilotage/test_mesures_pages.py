"""The pages of the measures: who reads, who writes, what is refused kindly, the report read back as PDF."""

import io
from datetime import date

import pytest
from django.urls import reverse

from aides.enums import TypeAide
from config.groupes import ACHAT, DIRECTION
from insertion.regles.resultats import Etat
from pilotage.actions.mesures import Situation, mettre_a_jour
from pilotage.models import EtatMesure, Mesure, ResultatMesure
from pilotage.queries.mesures_indicateurs import indicateurs_de
from referentiels.queries.reglement import reglement_au
from tests.admin.gestes import arbre, messages_de
from tests.factories import comptes
from tests.factories.aides import demande
from tests.html import choisir, textes
from tests.pilotage.plan import agent_du_groupe, elue, le_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour", "plan")]
LISTE, FICHE = reverse("mesures:liste"), reverse("mesures:mesure", args=[8])
ADMIN = reverse("admin:pilotage_mesure_change", args=[8])
SITUATION = reverse("admin:pilotage_mesure_situation", args=[8])
SAISIE = {"version": "0", "avancement": "60", "etat": "reconduction", "remarque": "", "motif": ""}


def texte(page) -> str:
    return " ".join(arbre(page).text_content().split())


@pytest.fixture
def plan(le_monde):
    le_plan()


@pytest.fixture
def direction():
    return agent_du_groupe(DIRECTION)


def test_une_elue_lit_tout_et_n_ecrit_rien(client, direction):
    mettre_a_jour(
        numero=8, par=direction, version=0, situation=Situation(60, EtatMesure.MODIFIEE, "Relancée"), motif=""
    )
    client.force_login(elue())

    liste, fiche = client.get(LISTE), client.get(FICHE)

    assert len(choisir(arbre(liste), "table.mesures tbody tr")) == 43
    assert textes(arbre(fiche), ".historique p strong")[-1] == "Avancement : 50 % → 60 %"
    lu = texte(fiche)
    assert ("Relancée" in lu, "un agent de la Région" in lu, direction.nom_public in lu) == (True, True, False)
    assert [a.get("href") for a in choisir(arbre(fiche), "main a") if "/admin/" in a.get("href")] == []
    assert [client.get(adresse).status_code for adresse in (ADMIN, SITUATION)] == [302, 302]


def test_qui_n_a_pas_le_droit_ne_lit_rien(client, le_monde):
    adresses = (LISTE, FICHE, reverse("mesures:rapport"), reverse("mesures:rapport_pdf"))
    assert [client.get(adresse).status_code for adresse in adresses] == [302] * 4
    client.force_login(le_monde.au_cotraitant)
    assert [client.get(adresse).status_code for adresse in adresses] == [403] * 4


def test_un_agent_sans_le_droit_d_ecrire_lit_sans_boutons(client):
    client.force_login(agent_du_groupe(ACHAT))

    fiche = client.get(ADMIN)

    assert choisir(arbre(fiche), 'main a[href$="/situation/"], #content a[href$="/situation/"]') == []
    assert client.get(SITUATION).status_code == 403
    assert client.post(SITUATION, SAISIE).status_code == 403
    assert Mesure.objects.get(pk=8).version == 0


def test_mettre_a_jour_puis_relire(client, direction):
    client.force_login(direction)

    page = client.post(SITUATION, {**SAISIE, "motif": "Bilan"}, follow=True)

    assert messages_de(page) == ["La mesure est à jour."]
    assert textes(arbre(page), ".historique p strong") == ["Avancement : 50 % → 60 %"]
    assert messages_de(client.post(SITUATION, {**SAISIE, "version": "1"}, follow=True))[0].startswith(
        "Rien n’a changé"
    )


@pytest.mark.parametrize(
    ("saisie", "erreur"),
    [
        ({"avancement": "101"}, "L’avancement va de 0 à 100"),
        ({"avancement": "-1"}, "L’avancement va de 0 à 100"),
        ({"avancement": "50,5"}, "Écrivez un nombre entier, de 0 à 100"),
    ],
)
def test_ce_qui_est_faux_est_dit_et_reste_ecrit(client, direction, saisie, erreur):
    client.force_login(direction)

    page = client.post(SITUATION, {**SAISIE, "remarque": "Un mot", **saisie})

    assert erreur.lower() in textes(arbre(page), ".erreurs li")[0].lower()
    assert textes(arbre(page), "textarea[name=remarque]") == ["Un mot"]
    assert choisir(arbre(page), "input[name=avancement]")[0].get("value") == saisie["avancement"]


def test_deux_agents_a_la_fois_le_second_relit_puis_enregistre(client, direction):
    mettre_a_jour(
        numero=8,
        par=comptes.agent(prenom="Antoine", nom="Lemercier"),
        version=0,
        situation=Situation(70, EtatMesure.RECONDUITE, ""),
    )
    client.force_login(direction)

    page = client.post(SITUATION, SAISIE)

    assert "vient d’être mise à jour par Antoine Lemercier" in textes(arbre(page), ".erreurs li")[0]
    [version] = choisir(arbre(page), "input[name=version]")
    client.post(SITUATION, {**SAISIE, "version": version.get("value")})
    assert Mesure.objects.get(pk=8).avancement == 60


def test_ajouter_corriger_retirer_un_resultat(client, direction):
    client.force_login(direction)
    ajout = {"version": "0", "fait": "12 entreprises accompagnées", "constate_le": "15/06/2026"}
    client.post(reverse("admin:pilotage_mesure_ajouter", args=[8]), ajout)
    resultat = ResultatMesure.objects.get(mesure=8, du_plan=False)
    assert (resultat.fait, resultat.constate_le) == ("12 entreprises accompagnées", date(2026, 6, 15))

    correction = {"version": "1", "fait": "13 entreprises accompagnées", "constate_le": "", "motif": "Recompté"}
    client.post(reverse("admin:pilotage_mesure_corriger", args=[resultat.pk]), correction)
    retirer = reverse("admin:pilotage_mesure_retirer", args=[resultat.pk])
    assert "ne sera plus montré" in texte(client.get(retirer))
    page = client.post(retirer, {"version": "2", "motif": "Hors du plan"}, follow=True)

    assert messages_de(page) == ["Le résultat est retiré."]
    assert textes(arbre(page), ".historique p strong") == ["Résultat retiré", "Résultat corrigé", "Résultat ajouté"]
    assert "Hors du plan" in texte(page)
    # Pressed again from an old page: told, not done twice.
    assert messages_de(client.get(retirer, follow=True)) == ["Ce résultat est déjà retiré."]
    client.force_login(elue())
    vue_dehors = client.get(FICHE)
    assert textes(arbre(vue_dehors), "details.replie summary") == []
    assert [mots for mots in ("Hors du plan", "13 entreprises", "12 entreprises") if mots in texte(vue_dehors)] == []


def test_la_liste_garde_ses_filtres_et_ses_tris(client, direction):
    client.force_login(direction)

    page = client.get(LISTE, {"priorite": "4", "tri": "-avancement"})

    assert len(choisir(arbre(page), "table.mesures tbody tr")) == 4
    assert choisir(arbre(page), ".filtres a")[0].get("href") == f"{LISTE}?priorite=4&tri=numero"
    vide = client.get(LISTE, {"etat": "terminee"})
    assert textes(arbre(vide), ".vide h3") == ["Aucune mesure ne répond à ces critères"]
    assert client.get(LISTE, {"priorite": "99", "avancement": "x", "tri": "y"}).status_code == 200


@pytest.mark.parametrize("combien", [1, 3])
def test_la_liste_coute_toujours_pareil(client, direction, combien, django_assert_max_num_queries):
    client.force_login(direction)
    ResultatMesure.objects.filter(mesure__gt=combien).delete()
    Mesure.objects.filter(pk__gt=combien).delete()

    # Session, person, rights (2), priorities, measures, and the overview.
    with django_assert_max_num_queries(8):
        client.get(LISTE)


def test_ce_service_ne_compte_que_ce_qu_il_tient(le_monde):
    loi = reglement_au(date(2026, 11, 25))
    comptees = {numero: indicateurs_de(numero, loi=loi) for numero in range(1, 44)}

    assert {numero for numero, lus in comptees.items() if lus} == {17, 22, 23, 26, 27, 38, 40}
    assert all(compte.indicateur.definition.endswith(".") for lus in comptees.values() for compte in lus)


def test_peu_d_aides_ne_se_lisent_pas_dans_le_nombre_d_etablissements(le_monde):
    demande("accordee", dispositif=TypeAide.TUTORAT, agent=le_monde.agent)

    lus = indicateurs_de(23, loi=reglement_au(date(2026, 11, 25)))

    assert [(compte.case.valeur, compte.case.etat) for compte in lus] == [(None, Etat.PEU_DE_PERSONNES)] * 2


def test_le_rapport_en_pdf_est_balise_et_dit_tout(client, direction):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("weasyprint")
    # A long list is a long drawing: three measures tell as much of the page.
    ResultatMesure.objects.exclude(mesure__in=(8, 18, 26)).delete()
    Mesure.objects.exclude(pk__in=(8, 18, 26)).delete()
    client.force_login(direction)

    reponse = client.get(reverse("mesures:rapport_pdf"))

    lu = pypdf.PdfReader(io.BytesIO(reponse.content))
    mots = " ".join(" ".join(page.extract_text() for page in lu.pages).split())
    assert lu.trailer["/Root"]["/MarkInfo"]["/Marked"] is not None
    assert lu.trailer["/Root"]["/Lang"] == "fr"
    assert "pdfuaid" in lu.trailer["/Root"]["/Metadata"].get_data().decode()
    for attendu in ("incohérence du document", "3 702 stagiaires avaient posté", "Compté par ce service"):
        assert attendu in mots.replace("\u202f", " ").replace("\xa0", " ")
    assert reponse["Content-Disposition"] == 'inline; filename="mesures-du-plan-2026-11-25.pdf"'
