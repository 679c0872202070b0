"""The pages of a request, posted as a browser does, without scripts: new, page after page, and the list."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aides.actions.instruire import demander_complement
from aides.enums import StatutAide
from aides.enums import TransitionAide as T
from aides.models import DemandeAide, Majoration, Sequence
from aides.regles.pieces import Etape, requises
from noyau.pieces import Piece
from referentiels.models import OrganismeFormation
from referentiels.regles.mois import ajouter_mois
from tests.factories import aides, comptes
from tests.factories.referentiels import OrganismeFormationFactory

pytestmark = pytest.mark.django_db


def fichier(nom="piece"):
    return SimpleUploadedFile(f"{nom}.pdf", aides.PDF + f"% {nom}\n%%EOF\n".encode())


def test_le_formulaire_se_remplit_sans_javascript_de_bout_en_bout(chez_claire, claire, maison):
    """From the choice of the aid to the deposit, each page posted as a browser does."""
    page = chez_claire.post(reverse("aides:nouvelle"), {"dispositif": "pet_tutorat", "etablissement": maison.pk})
    demande = DemandeAide.objects.get()
    assert page.headers["Location"] == reverse("aides:etape", args=[demande.pk, "etablissement"])

    def poster(section, **reponses):
        reponse = chez_claire.post(reverse("aides:etape", args=[demande.pk, section]), reponses)
        assert reponse.status_code == 302, reponse.content.decode()
        return reponse.headers["Location"]

    suite = poster(
        "etablissement", effectif="12", public="non", offre_diffusee="oui", offre_ou="France Travail, 187XKQP"
    )
    assert suite == reverse("aides:etape", args=[demande.pk, "personne"])
    poster(
        "personne", prenom="Samira", nom="Lenoir", date_naissance="14/05/1969", poste="Maçonne",
        demandeur_emploi="oui", contrat_type="cdd", duree_mois="8", contrat_debut="02/11/2026", rqth="non",
    )  # fmt: skip
    poster("formation", formation="Maçonnerie", formation_debut="07/12/2026", formation_fin="29/01/2027", heures="140")
    poster(
        "plan",
        objectifs="Monter un mur.",
        tuteur_nom="Paul Gautier",
        **{
            "ligne-TOTAL_FORMS": "2", "ligne-INITIAL_FORMS": "2",
            "ligne-0-contenu": "Lire un plan", "ligne-0-nature": "demonstration", "ligne-0-heures": "40,5",
            "ligne-1-contenu": "Monter un mur", "ligne-1-nature": "accompagnement", "ligne-1-heures": "99,5",
        },
    )  # fmt: skip
    poster("pieces", **{f"piece-{nom}": fichier(nom) for nom in requises("pet_tutorat", Etape.DEMANDE)})
    poster("compte", titulaire="Toitures du Bocage", iban="FR76 3000 6000 0112 3456 7890 189")
    chez_claire.post(reverse("aides:verifier", args=[demande.pk]), {"attestation": "on"})

    demande.refresh_from_db()
    assert (demande.statut, demande.montant_demande) == (StatutAide.DEPOSEE, Decimal("1050.00"))
    assert demande.personne == "lenoir samira 1969-05-14"
    assert [ligne.heures for ligne in Sequence.objects.order_by("rang")] == [Decimal("40.50"), Decimal("99.50")]


def test_une_erreur_garde_ce_qui_est_juste_et_ce_qui_est_tape(chez_claire, claire, maison):
    demande = aides.demande(employeur=maison, par=claire, iban="", titulaire="")

    page = chez_claire.post(
        reverse("aides:etape", args=[demande.pk, "compte"]), {"titulaire": "Maison Bocage", "iban": "FR00 1234"}
    ).content.decode()

    demande.refresh_from_db()
    assert (demande.titulaire, demande.iban) == ("Maison Bocage", "")
    assert 'value="FR00 1234"' in page
    assert "Cet IBAN est faux" in page
    assert f'value="{demande.version}"' in page


def test_un_complement_refuse_se_reprend_sur_la_meme_page(chez_claire, claire, maison):
    """The answer is kept though a proof is missing; the page that says so can be sent again once it is there."""
    demande = aides.demande(StatutAide.DEPOSEE, employeur=maison, par=claire)
    aides.plan(demande)
    demande.demandes = ["effectif", *requises(demande.dispositif, Etape.DEMANDE)]
    demande.save(update_fields=["demandes", "modifie_le"])
    aides.avancer(demande, (T.DEMANDER_COMPLEMENT,), par=claire)
    adresse = reverse("aides:completer", args=[demande.pk])
    demande.refresh_from_db()

    refus = chez_claire.post(adresse, {"effectif": "14", "lu": demande.version})
    aides.pieces(demande, par=claire)
    lu = refus.context["form"]["lu"].value()
    chez_claire.post(adresse, {"effectif": "14", "lu": lu})

    demande.refresh_from_db()
    assert refus.status_code == 200
    assert (demande.statut, demande.effectif) == (StatutAide.DEPOSEE, 14)


def a_completer(claire, maison, *champs):
    """A request of which ``champs`` are asked again, its proofs and its plan there."""
    demande = aides.demande(StatutAide.DEPOSEE, employeur=maison, par=claire)
    aides.plan(demande)
    aides.pieces(demande, par=claire)
    demander_complement(demande_id=demande.pk, champs=champs, precisions="Revoyez.", par=comptes.agent(), le=aides.LE)
    demande.refresh_from_db()
    return demande


def test_joindre_ou_retirer_une_piece_garde_les_reponses_du_complement(chez_claire, claire, maison):
    demande = a_completer(claire, maison, "effectif", "aide_autre")
    adresse = reverse("aides:completer", args=[demande.pk])

    jointe = chez_claire.post(
        adresse, {"effectif": "14", "lu": demande.version, "joindre": "aide_autre", "piece-aide_autre": fichier()}
    )
    demande.refresh_from_db()
    piece = Piece.objects.de(demande).get(categorie="aide_autre")
    assert jointe.headers["Location"] == f"{adresse}#piece-aide_autre"
    assert (demande.statut, demande.effectif) == (StatutAide.A_COMPLETER, 14)

    chez_claire.post(adresse, {"effectif": "15", "lu": demande.version, "retirer": piece.pk})
    demande.refresh_from_db()
    assert (demande.effectif, Piece.objects.filter(pk=piece.pk).exists()) == (15, False)
    second = chez_claire.post(adresse, {"effectif": "15", "lu": demande.version, "retirer": piece.pk}, follow=True)
    assert "était déjà retirée" in second.content.decode()


def test_un_bouton_joindre_sans_fichier_le_dit_a_sa_place(chez_claire, claire, maison):
    demande = aides.demande(employeur=maison, par=claire)

    page = chez_claire.post(reverse("aides:etape", args=[demande.pk, "pieces"]), {"joindre": "aide_rib"})

    assert page.status_code == 200
    assert page.context["pieces_form"].errors == {"aide_rib": ["Choisissez un fichier."]}


@pytest.mark.parametrize(
    ("demandee", "reponses"),
    [
        ("autre_financement", {"autre_financement": "oui", "autre_financeur": "Constructys", "autre_montant": "300"}),
        ("autre_financement", {"autre_financement": "non"}),
        ("contrat_type", {"contrat_type": "cdd", "duree_mois": "8"}),
        ("organisme_siret", {"organisme_siret": "", "organisme_nom": "Formaloire", "qualiopi": "oui"}),
    ],
)
def test_une_reponse_redemandee_ouvre_ce_qu_elle_entraine(chez_claire, claire, maison, demandee, reponses):
    """Whoever changes one answer can give those it calls for: a completion is never a dead end."""
    demande = a_completer(claire, maison, demandee)
    if "organisme_siret" in reponses:
        reponses = {**reponses, "organisme_siret": OrganismeFormationFactory(qualiopi=True).siret}

    chez_claire.post(reverse("aides:completer", args=[demande.pk]), {**reponses, "lu": demande.version})

    demande.refresh_from_db()
    assert demande.statut == StatutAide.DEPOSEE


def test_une_ligne_de_mille_heures_se_refuse_avec_des_mots(chez_claire, claire, maison):
    demande = aides.demande(employeur=maison, par=claire)
    lignes = {
        "ligne-TOTAL_FORMS": "1", "ligne-INITIAL_FORMS": "1",
        "ligne-0-contenu": "Tout", "ligne-0-nature": "cours", "ligne-0-heures": "1000",
    }  # fmt: skip

    page = chez_claire.post(reverse("aides:etape", args=[demande.pk, "plan"]), lignes)

    assert page.status_code == 200
    assert list(page.context["jeu"].forms[0].errors) == ["heures"]
    # The summary at the top leads to the line, not to the page alone.
    assert [(faute["texte"].split("\u00a0:")[0], faute["ancre"]) for faute in page.context["fautes"]] == [
        ("Ligne 1, Heures", "id_ligne-0-heures")
    ]


def test_une_annee_de_naissance_mal_tapee_se_voit(chez_claire, claire, maison):
    demande = aides.demande(employeur=maison, par=claire, date_naissance=None)

    page = chez_claire.post(
        reverse("aides:etape", args=[demande.pk, "personne"]),
        {"date_naissance": "14/05/0002", "contrat_debut": "02/11/2026", "prenom": "Samira", "nom": "Lenoir"},
    )

    demande.refresh_from_db()
    assert (list(page.context["form"].errors), demande.date_naissance) == (["date_naissance"], None)


def test_un_organisme_connu_donne_son_nom_et_sa_certification(chez_claire, claire, maison):
    connu = OrganismeFormationFactory(nom="Formaloire Métiers", qualiopi=True)
    demande = aides.demande(employeur=maison, par=claire, organisme_nom="", qualiopi=None)

    chez_claire.post(
        reverse("aides:etape", args=[demande.pk, "formation"]),
        {"organisme_siret": connu.siret, "organisme_nom": "", "heures": "140"},
    )

    demande.refresh_from_db()
    assert (demande.organisme, demande.organisme_nom, demande.qualiopi) == (connu, "Formaloire Métiers", True)
    assert OrganismeFormation.objects.count() == 1


def test_le_handicap_ne_se_lit_ni_dans_la_liste_ni_dans_l_adresse(chez_claire, claire, maison):
    aides.demande(employeur=maison, par=claire, rqth=True)

    assert "handicap" not in chez_claire.get(reverse("aides:demandes")).content.decode()
    essai = chez_claire.get(reverse("aides:accueil"), {"heures": "100", "dispositif": "pet_afest", "rqth": "on"})
    [lien] = [part for part in essai.content.decode().split('"') if part.startswith(reverse("aides:nouvelle"))]
    assert "rqth" not in lien
    chez_claire.post(lien.replace("&amp;", "&"), {"dispositif": "pet_afest", "etablissement": maison.pk})
    ouverte = DemandeAide.objects.order_by("-pk").first()
    assert (ouverte.heures, Majoration.objects.get(demande=ouverte).rqth) == (Decimal(100), True)


def test_une_embauche_n_ouvre_qu_une_demande_et_la_remplit(client, embauche):
    employeur = embauche.parcours.intention.employeur
    par = employeur.rattachements.get().utilisateur
    client.force_login(par)
    choix = {"dispositif": "pef", "embauche": embauche.pk}

    client.post(reverse("aides:nouvelle"), choix)
    seconde = client.post(reverse("aides:nouvelle"), choix)

    ouverte = DemandeAide.objects.get()
    assert seconde.status_code == 200
    assert (ouverte.embauche, ouverte.employeur) == (embauche, employeur)
    assert (ouverte.contrat_type, ouverte.contrat_debut, ouverte.date_naissance) == ("cdi", embauche.debut, None)
    assert ouverte.nom_complet == embauche.parcours.stagiaire.nom_complet
    suite = client.get(reverse("aides:depuis_embauche", args=[embauche.pk]))
    assert suite.headers["Location"] == reverse("aides:demande", args=[ouverte.pk])


@pytest.mark.parametrize("combien", [1, 3])
def test_la_liste_coute_autant_pour_une_que_pour_trois(
    chez_claire, claire, maison, combien, django_assert_num_queries
):
    for _ in range(combien):
        aides.demande(StatutAide.DEPOSEE, employeur=maison, par=claire)
    chez_claire.get(reverse("aides:demandes"))

    with django_assert_num_queries(7):
        page = chez_claire.get(reverse("aides:demandes"))

    assert page.content.decode().count('scope="row"') == combien


def test_la_liste_met_d_abord_ce_qui_m_attend_et_se_filtre(chez_claire, claire, maison):
    deposee = aides.demande(StatutAide.DEPOSEE, employeur=maison, par=claire)
    accordee = aides.demande(StatutAide.ACCORDEE, employeur=maison, par=claire, nom="Aubry")
    aides.demande(StatutAide.REFUSEE, employeur=maison, par=claire, nom="Roux")
    lire = lambda **filtres: [d.pk for d in chez_claire.get(reverse("aides:demandes"), filtres).context["page"]]  # noqa: E731

    assert lire()[0] == accordee.pk
    assert lire(statut="deposee") == [deposee.pk]


def test_la_page_d_une_embauche_mene_a_l_aide_tant_qu_elle_est_possible(client, embauche):
    par = embauche.parcours.intention.employeur.rattachements.get().utilisateur
    client.force_login(par)
    page = reverse("insertion:embauche", args=[embauche.parcours_id])
    lien = reverse("aides:depuis_embauche", args=[embauche.pk])
    debut = embauche.debut

    def mene_a_l_aide(le):
        with time_machine.travel(le, tick=False):
            client.force_login(par)
            return lien in client.get(page).content.decode()

    dernier = ajouter_mois(debut, 3)
    assert [mene_a_l_aide(jour) for jour in (debut, dernier, dernier + timedelta(days=1))] == [True, True, False]


def test_un_double_clic_n_ouvre_qu_un_brouillon(chez_claire, maison):
    choix = {"dispositif": "pef", "etablissement": maison.pk}

    premier = chez_claire.post(reverse("aides:nouvelle"), choix)
    second = chez_claire.post(f"{reverse('aides:nouvelle')}?heures=70", choix)

    assert premier.headers["Location"] == second.headers["Location"]
    assert [demande.heures for demande in DemandeAide.objects.all()] == [Decimal(70)]
