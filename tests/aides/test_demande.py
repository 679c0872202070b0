"""The request of an employer: written page after page, judged, filed once, completed, given up."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aides.actions.abandonner import abandonner_demande
from aides.actions.deposer import completer_demande, deposer_demande
from aides.actions.rediger import enregistrer_reponses, joindre_piece, ouvrir_brouillon, retirer_piece
from aides.enums import CategoriePiece, StatutAide
from aides.enums import TransitionAide as T
from aides.models import DemandeAide, Majoration, PlanFormation, Sequence
from aides.queries.avancement import manques_de
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.pieces import Piece
from noyau.televersement import PieceLue
from referentiels.models import OrganismeFormation
from referentiels.regles.mois import ajouter_mois
from tests.factories import aides, comptes
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory

pytestmark = pytest.mark.django_db
LE = aides.LE


def deposer(demande, par, **autres):
    return deposer_demande(demande_id=demande.pk, par=par, le=LE, **{"attestation": True, **autres})


def test_une_demande_complete_part_numerotee_jugee_et_accusee(prete, claire):
    deposee = deposer(prete, claire, lu=DemandeAide.objects.get(pk=prete.pk).version)

    assert (deposee.statut, deposee.numero, deposee.jugee_le) == (StatutAide.DEPOSEE, "AI-2026-00001", LE)
    assert (deposee.montant_demande, deposee.verdict) == (Decimal("1470.00"), "eligible")
    courrier = Courrier.objects.get(modele="aide_recue")
    assert courrier.destinataire == claire.email
    assert "Lenoir" not in str(courrier.contexte)


def test_un_second_clic_ne_depose_pas_deux_fois(prete, claire):
    lu = DemandeAide.objects.get(pk=prete.pk).version
    deposer(prete, claire, lu=lu)

    with pytest.raises(TransitionImpossible):
        deposer(prete, claire, lu=lu)
    assert Courrier.objects.filter(modele="aide_recue").count() == 1


def test_un_second_onglet_ne_depose_pas_ce_qu_il_n_a_pas_lu(prete, claire):
    lu = DemandeAide.objects.get(pk=prete.pk).version
    enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"heures": Decimal(100)})

    with pytest.raises(DossierModifie):
        deposer(prete, claire, lu=lu)
    with pytest.raises(DossierModifie):
        enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"heures": Decimal(90)}, lu=lu)


def test_ce_qui_manque_est_dit_en_une_fois_et_rien_ne_part(prete, claire):
    Piece.objects.de(prete).filter(categorie=CategoriePiece.RIB).delete()
    enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"iban": "", "heures": Decimal(120)})

    with pytest.raises(RegleViolee) as refus:
        deposer(prete, claire)

    assert [(m.section, m.champ) for m in manques_de(DemandeAide.objects.get(pk=prete.pk))] == [
        ("plan", "sequences"), ("pieces", "aide_rib"), ("compte", "iban"),
    ]  # fmt: skip
    assert len(refus.value.motifs) == 3
    assert DemandeAide.objects.get(pk=prete.pk).numero is None


def test_une_aide_impossible_ne_part_pas_et_dit_pourquoi(prete, claire, chez_claire):
    enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"offre_diffusee": False, "demandeur_emploi": False})

    with pytest.raises(RegleViolee) as refus:
        deposer(prete, claire)
    page = chez_claire.get(reverse("aides:verifier", args=[prete.pk])).content.decode()

    assert len(refus.value.motifs) == 2
    assert "Cette aide n’est pas possible" in page
    assert "0 800 200 303" in page
    assert "Déposer la demande" not in page


def test_sans_attestation_rien_ne_part(prete, claire):
    with pytest.raises(RegleViolee):
        deposer(prete, claire, attestation=False)


def test_seul_ce_qui_est_demande_se_complete(prete, claire):
    deposer(prete, claire)
    demande = DemandeAide.objects.get(pk=prete.pk)
    demande.demandes = ["effectif", "aide_contrat"]
    demande.save(update_fields=["demandes"])
    aides.avancer(demande, (T.DEMANDER_COMPLEMENT,), par=claire)

    with pytest.raises(RegleViolee):
        enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"heures": Decimal(10)})
    enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"effectif": 14})
    completee = completer_demande(demande_id=prete.pk, par=claire, le=date(2027, 5, 1))

    assert (completee.statut, completee.effectif, completee.demandes) == (StatutAide.DEPOSEE, 14, [])
    assert (completee.numero, completee.jugee_le) == ("AI-2026-00001", LE)


def test_une_piece_se_joint_une_fois_et_se_retire_avant_le_depot_seulement(prete, claire):
    lue = PieceLue("avis.pdf", "application/pdf", aides.PDF + b"%%EOF\n")
    joindre = {"demande_id": prete.pk, "par": claire, "categorie": CategoriePiece.AUTRE, "lue": lue}

    premiere = joindre_piece(**joindre)
    assert joindre_piece(**joindre).pk == premiere.pk
    retirer_piece(demande_id=prete.pk, piece_id=premiere.pk, par=claire)
    assert not Piece.objects.filter(pk=premiere.pk).exists()
    gardee = Piece.objects.de(prete).first()
    deposer(prete, claire)
    demande = DemandeAide.objects.get(pk=prete.pk)
    demande.demandes = [gardee.categorie]
    demande.save(update_fields=["demandes"])
    aides.avancer(demande, (T.DEMANDER_COMPLEMENT,), par=claire)

    with pytest.raises(RegleViolee):
        retirer_piece(demande_id=prete.pk, piece_id=gardee.pk, par=claire)
    assert Piece.objects.filter(pk=gardee.pk).exists()


@pytest.mark.parametrize("statut", [StatutAide.DEPOSEE, StatutAide.A_COMPLETER, StatutAide.ACCORDEE])
def test_une_demande_s_abandonne_et_son_agent_le_sait(claire, maison, statut):
    agent = comptes.agent()
    demande = aides.demande(statut, employeur=maison, par=claire)
    demande.agent = agent
    demande.save(update_fields=["agent"])

    abandonnee = abandonner_demande(demande_id=demande.pk, par=claire, motif="Formation annulée.")

    assert abandonnee.statut == StatutAide.ABANDONNEE
    assert Courrier.objects.get(modele="aide_abandonnee").destinataire == agent.email


def test_la_demande_d_un_autre_n_existe_pas(claire, maison, chez_claire):
    autre = aides.demande(StatutAide.DEPOSEE, employeur=EmployeurFactory())

    with pytest.raises(DemandeAide.DoesNotExist):
        enregistrer_reponses(demande_id=autre.pk, par=claire, champs={"effectif": 1})
    assert chez_claire.get(reverse("aides:demande", args=[autre.pk])).status_code == 404


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
    for categorie in ("aide_offre", "aide_contrat", "aide_inscription", "aide_plan", "aide_rib"):
        fichier = SimpleUploadedFile("a.pdf", aides.PDF + f"% {categorie}\n%%EOF\n".encode())
        chez_claire.post(reverse("aides:joindre", args=[demande.pk]), {"categorie": categorie, "piece": fichier})
    poster("pieces")
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


def test_deux_demandes_vivantes_pour_une_embauche_sont_refusees(embauche):
    employeur = embauche.parcours.intention.employeur
    par = employeur.rattachements.get().utilisateur
    champs = {"employeur": employeur, "dispositif": "pef", "embauche": embauche}
    ouvrir_brouillon(par=par, champs=champs)

    with pytest.raises(RegleViolee):
        ouvrir_brouillon(par=par, champs=champs)


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


def test_le_plan_se_relit_en_pdf_et_un_brouillon_se_supprime(chez_claire, prete):
    pdf = chez_claire.get(reverse("aides:plan", args=[prete.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")

    chez_claire.post(reverse("aides:supprimer", args=[prete.pk]))

    assert not DemandeAide.objects.exists()
    assert not PlanFormation.objects.exists()
    assert not Piece.objects.exists()


def test_la_version_change_a_chaque_enregistrement(prete, claire):
    avant = DemandeAide.objects.get(pk=prete.pk).version
    enregistrer_reponses(demande_id=prete.pk, par=claire, champs={"poste": "Maçonne"}, lu=avant)

    apres = DemandeAide.objects.get(pk=prete.pk)
    assert apres.version != avant
    assert datetime.fromisoformat(apres.version.partition(":")[2]) == apres.modifie_le


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
