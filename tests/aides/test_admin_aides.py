"""The officers' pages: who sees what, the queue, the decision in three steps, searches, exports."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aides.actions.decider import accorder_aide
from aides.enums import CategoriePiece, StatutAide
from aides.models import DemandeAide
from aides.queries.dossier import apprecier
from aides.queries.instruction import lecture_de
from noyau.lettres import Document
from noyau.televersement import PieceLue, joindre
from tests.factories import comptes
from tests.factories.aides import LE, bilan, demande, plan
from tests.factories.referentiels import EmployeurFactory, loi_en_vigueur

pytestmark = pytest.mark.django_db
LISTE = reverse("admin:aides_demandeaide_changelist")


def page_de(une, nom="change"):
    return reverse(f"admin:aides_demandeaide_{nom}", args=[une.pk])


def texte(reponse):
    return reponse.content.decode()


def requetes(navigateur, adresse):
    with CaptureQueriesContext(connection) as lues:
        assert navigateur.get(adresse).status_code == 200
    return len(lues)


def test_liste_coute_autant_pour_une_que_pour_trois(chez):
    navigateur = chez("Agents d’achat")
    demande(StatutAide.DEPOSEE)
    navigateur.get(LISTE)
    une = requetes(navigateur, LISTE)
    for prenom in ("Ana", "Zoé"):
        demande(StatutAide.DEPOSEE, prenom=prenom)
    assert requetes(navigateur, LISTE) == une


def test_pages_a_payer_et_envoi_coutent_autant_pour_une_que_pour_trois(chez):
    navigateur, agent = chez("Finances"), comptes.agent()
    adresse = reverse("admin:aides_demandeaide_a_payer")

    def due(prenom):
        une = demande(StatutAide.FORMATION_REALISEE, agent=agent, prenom=prenom)
        DemandeAide.objects.filter(pk=une.pk).update(montant_du=10, liquidee_le=une.deposee_le, liquidee_par=agent)

    due("Ana")
    navigateur.get(adresse)
    une = requetes(navigateur, adresse)
    due("Zoé")
    due("Eva")
    assert requetes(navigateur, adresse) == une


def test_dossier_coute_autant_pour_une_piece_que_pour_trois(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.DEPOSEE)
    plan(une, 100, 40)

    def jointe(rang):
        lue = PieceLue(f"{rang}.pdf", "application/pdf", b"%PDF-1.4 " + bytes([64 + rang]))
        joindre(une, lue, categorie=CategoriePiece.AUTRE, par=une.demandeur)

    jointe(1)
    navigateur.get(page_de(une))
    combien = requetes(navigateur, page_de(une))
    jointe(2)
    jointe(3)
    assert requetes(navigateur, page_de(une)) == combien


@pytest.mark.parametrize("nom", ["Lenoir", "MAJORATION"])
def test_liste_et_export_ne_nomment_personne(chez, nom):
    navigateur = chez("Agents d’achat")
    une = demande(StatutAide.DEPOSEE, rqth=True)
    export = navigateur.get(reverse("admin:aides_demandeaide_export"))
    lus = texte(navigateur.get(LISTE)) + export.content.decode()
    assert une.numero in export.content.decode()
    assert nom.lower() not in lus.lower()
    assert "handicap" not in lus.lower()


def test_export_suit_les_filtres(chez):
    navigateur = chez("Agents d’achat")
    demande(StatutAide.DEPOSEE)
    refusee = demande(StatutAide.REFUSEE, agent=comptes.agent(), prenom="Ana")
    lignes = texte(navigateur.get(reverse("admin:aides_demandeaide_export") + "?etat=refusee")).splitlines()
    assert [ligne.split(";")[0] for ligne in lignes[1:]] == [refusee.numero]


def test_brouillon_n_est_pas_aux_agents(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.BROUILLON)
    assert navigateur.get(page_de(une)).status_code == 404
    assert "Toitures" not in texte(navigateur.get(LISTE + "?etat=toutes"))


def test_decider_demande_relit_puis_accorde_une_fois(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.DEPOSEE)
    version = navigateur.get(page_de(une)).context["version"]
    saisie = {"decision": "accorder", "version": version, "precisions": "Bonne formation."}
    confirmer = navigateur.post(page_de(une), saisie)
    assert "Accorder 1" in texte(confirmer)
    assert navigateur.post(page_de(une), {**saisie, "etape": "apercu"})["Content-Type"] == "application/pdf"
    assert not Document.objects.exists()
    revoir = texte(navigateur.post(page_de(une), {**saisie, "etape": "revoir"}))
    assert "Bonne formation." in revoir
    assert "est accordée pour" in texte(navigateur.post(page_de(une), {**saisie, "etape": "confirmer"}, follow=True))
    encore = texte(navigateur.post(page_de(une), {**saisie, "etape": "confirmer"}, follow=True))
    assert "est déjà « accordée » : rien n’a changé." in encore.replace("\N{NARROW NO-BREAK SPACE}", " ").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert Document.objects.count() == 1


def test_decider_sur_une_page_ancienne_garde_ce_qui_est_ecrit(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.DEPOSEE)
    version = navigateur.get(page_de(une)).context["version"]
    navigateur.post(page_de(une), {"decision": "suivre"})
    saisie = {"decision": "refuser", "version": version, "precisions": "Trop tard.", "etape": "confirmer"}
    lue = texte(navigateur.post(page_de(une), saisie))
    assert "Relisez avant de décider" in lue
    assert "Trop tard." in lue
    assert DemandeAide.objects.get(pk=une.pk).statut == StatutAide.DEPOSEE


def test_refuser_sans_mots_ramene_au_dossier(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.DEPOSEE, demandeur_emploi=False)
    version = navigateur.get(page_de(une)).context["version"]
    saisie = {"decision": "refuser", "version": version, "regles": ["A-SALARIE"]}
    lue = texte(navigateur.post(page_de(une), saisie))
    assert "Écrivez à l’employeur pourquoi vous refusez." in lue
    assert "checked" in lue


def test_double_financement_empeche_d_accorder_a_l_ecran(chez):
    navigateur = chez("Agents d’achat")
    accordee = demande(StatutAide.ACCORDEE, agent=comptes.agent())
    une = demande(StatutAide.DEPOSEE)
    lue = texte(navigateur.get(page_de(une)))
    assert accordee.numero in lue
    assert "Empêche d’accorder et de payer" in lue
    assert 'value="accorder"' not in lue


def test_complement_se_demande_par_champs(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.DEPOSEE)
    adresse = page_de(une, "completer")
    version = navigateur.get(adresse).context["form"]["version"].value()
    faux = navigateur.post(adresse, {"version": version, "precisions": "Le RIB.", "champs": []})
    assert "Cochez au moins une réponse ou une pièce" in texte(faux)
    saisie = {"version": version, "precisions": "Le RIB.", "champs": ["aide_rib", "iban"]}
    assert navigateur.post(adresse, saisie).status_code == 302
    assert DemandeAide.objects.get(pk=une.pk).demandes == ["iban", "aide_rib"]
    assert "rien n’a changé" in texte(navigateur.post(adresse, saisie, follow=True))


def test_recherche_de_personne_ne_met_pas_le_nom_dans_l_adresse(chez):
    navigateur = chez("Agents d’achat")
    une = demande(StatutAide.DEPOSEE, nom="Le Gall-Évrard")
    adresse = reverse("admin:aides_demandeaide_chercher")
    trouvee = navigateur.post(adresse, {"nom": "evrard", "prenom": ""})
    assert une.numero in texte(trouvee)
    assert "no-store" in trouvee["Cache-Control"]
    assert "Aucune demande" in texte(navigateur.post(adresse, {"nom": "Inconnu"}))
    assert 'method="post"' in texte(navigateur.get(adresse))
    assert chez("Finances").get(adresse).status_code == 403


def test_recherche_par_siret_et_par_etablissement(chez):
    navigateur = chez("Agents d’achat")
    une = demande(StatutAide.DEPOSEE, employeur=EmployeurFactory(nom="Éts Pasquier"))
    demande(StatutAide.DEPOSEE, prenom="Ana")
    for cherche in (une.numero, une.employeur.siret, "ets pasquier"):
        liste = navigateur.get(LISTE, {"q": cherche}).context["cl"].result_list
        assert list(liste) == [une]


def test_liquider_a_l_ecran_explique_puis_arrete(chez):
    navigateur = chez("Agents d’achat")
    une = demande(StatutAide.FORMATION_REALISEE, agent=comptes.agent())
    adresse = page_de(une, "liquider")
    version = navigateur.get(adresse).context["form"]["version"].value()
    saisie = {"version": version, "heures": "70", "cout": "2100", "motif": ""}
    for etape in ({}, {"etape": "confirmer"}):
        # Said before the confirmation is asked, and again should it be posted as is.
        assert "écrivez pourquoi" in texte(navigateur.post(adresse, {**saisie, **etape}))
    demandee = navigateur.post(adresse, {**saisie, "motif": "Feuilles."}).context
    assert demandee["title"] == f"Arrêter le montant de l’aide {une.reference}\u202f?"
    assert demandee["verbe"] == "Arrêter à 735,00\u00a0€"
    fini = navigateur.post(adresse, {**saisie, "motif": "Feuilles.", "etape": "confirmer"}, follow=True)
    assert "735,00" in texte(fini)
    assert "Reprendre le montant dû" in texte(fini)


@pytest.mark.parametrize(("naissance", "dits"), [(date(1991, 5, 14), ["rqth"]), (None, ["rqth", "senior"])])
def test_un_age_connu_n_est_plus_une_majoration_possible(naissance, dits):
    loi_en_vigueur()
    une = demande(StatutAide.DEPOSEE, date_naissance=naissance)

    gains = (lecture_de(une, le=LE).calcul.gains, apprecier(une, le=LE).calcul.gains)

    assert [[gain.code for gain in lus] for lus in gains] == [dits, dits]


def test_liquider_n_est_ni_trop_tot_ni_aux_finances(chez):
    une = demande(StatutAide.ACCORDEE, agent=comptes.agent())
    bilan(une, envoye_le=None)
    assert chez("Finances").get(page_de(une, "liquider")).status_code == 403
    assert chez("Agents d’achat").get(page_de(une, "liquider")).status_code == 302


def test_messages_se_lisent_et_s_ecrivent(chez):
    navigateur, une = chez("Agents d’achat"), demande(StatutAide.DEPOSEE)
    adresse = page_de(une, "echanges")
    envoi = navigateur.get(adresse).context["message_form"]["envoi"].value()
    saisie = {"envoi": envoi, "texte": "Quelle est la date du contrat ?"}
    assert "Quelle est la date du contrat ?" in texte(navigateur.post(adresse, saisie, follow=True))
    assert chez("Finances").post(adresse, saisie).status_code == 403


def test_qui_ne_fait_que_lire_ne_poste_rien(client):
    loi_en_vigueur()
    lecteur = comptes.UtilisateurFactory(is_staff=True)
    lecteur.user_permissions.set(Permission.objects.filter(codename__in=["view_demandeaide", "view_envoipaiement"]))
    client.force_login(lecteur)
    une = demande(StatutAide.DEPOSEE)
    adresses = [
        page_de(une, nom) for nom in ("change", "completer", "echanges", "justificatif", "liquider", "corriger")
    ]
    adresses += [reverse(f"admin:aides_demandeaide_{nom}") for nom in ("a_payer", "chercher")]
    saisie = {"decision": "accorder", "etape": "confirmer", "texte": "Bonjour.", "envoi": str(uuid4())}
    assert {adresse: client.post(adresse, saisie).status_code for adresse in adresses} == dict.fromkeys(adresses, 403)
    assert client.get(page_de(une)).status_code == 200
    assert [ligne.transition for ligne in une.historique] == ["deposer"]


def test_lettre_se_verifie_sans_nommer_personne(client):
    loi_en_vigueur()
    une = demande(StatutAide.DEPOSEE)
    accorder_aide(demande_id=une.pk, par=comptes.agent(), le=LE)
    lettre = Document.objects.get()
    lue = texte(client.get(reverse("noyau:verifier_code", args=[lettre.code_affiche])))
    assert "Parcours emploi Formation" in lue
    assert "470" in lue
    assert "Lenoir" not in lue
    assert une.employeur.nom not in lue
