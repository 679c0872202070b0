"""What the mails of an intention and of a session say: plain words, the fact first, what to do next, one link."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from insertion.regles.lettres import AUTRE, NATURES, nature_de
from noyau.courriers import Courrier
from noyau.redaction import corps_html, objet_et_corps
from tests.courriers.exemples import AUTORISATION, COURRIERS, DECISION, DEROGATION, INTENTION

MOTS_REFUSES = (
    "veuillez",
    "merci de",
    "il convient",
    "suite à",
    "None",
    "&#x27;",
    "&amp;",
    "&quot;",
    # Agrees with a person whose gender nobody knows.
    "(e)",
    "est admis",
    "est exclu",
    "{{",
    "{%",
    "  ",
)


def rediger(modele, contexte):
    return objet_et_corps(Courrier(modele=modele, contexte=contexte))


def test_chaque_courriel_qui_nomme_quelqu_un_se_dit_en_francais_dans_la_copie_de_ses_donnees():
    nommant = {modele for modele, contexte in COURRIERS if "stagiaires" in contexte}

    assert {modele for modele in nommant if nature_de(modele) == AUTRE} == set()
    assert {modele for modele, nature in NATURES.items() if "_" in nature or not nature[0].isupper()} == set()
    assert set(NATURES) <= {modele for modele, _ in COURRIERS}


def nom(cas):
    return cas if isinstance(cas, str) else ""


@pytest.mark.parametrize(("modele", "contexte"), COURRIERS, ids=nom)
def test_courrier_est_ecrit_en_bon_francais(modele, contexte):
    objet, corps = rediger(modele, contexte)

    assert [mot for mot in MOTS_REFUSES if mot.lower() in f"{objet}\n{corps}".lower()] == []
    # An apostrophe typed on a keyboard, three empty lines, a space before a comma: none of them is typography.
    assert re.findall(r"\w'\w|\n{3,}|\s,", f"{objet}\n{corps}") == []
    assert 10 <= len(objet) <= 110


@pytest.mark.parametrize(("modele", "contexte"), COURRIERS, ids=nom)
def test_courrier_salue_et_mene_a_une_page_du_site(modele, contexte):
    _, corps = rediger(modele, contexte)

    assert corps.startswith("Bonjour")
    # France Travail and the Missions locales have no page of the session yet: the mail tells it whole.
    attendus = 0 if modele == "session_reseau" else 1
    assert len(re.findall(rf"{settings.SITE_URL}/\S+", corps)) >= attendus


@pytest.mark.parametrize(("modele", "contexte"), COURRIERS, ids=nom)
def test_courrier_html_dit_les_memes_mots_et_echappe_les_noms(modele, contexte):
    objet, corps = rediger(modele, contexte)

    html = corps_html(objet, corps)

    assert "d’Essai & Fils" not in html
    assert html.count("<h1") == 1
    assert len(re.findall(r"<a href=\"(?!mailto)", html)) == len(re.findall(r"https?://\S+", corps))


def test_accuse_dit_le_fait_dans_l_objet():
    objets = {
        contexte["verdict"]: rediger(modele, contexte)[0]
        for modele, contexte in COURRIERS
        if modele == "accuse_intention"
    }

    assert objets == {
        "eligible": "Votre intention IE-2026-00041 est recevable",
        "a_completer": "Votre intention IE-2026-00041 est à compléter",
        "derogation": "Votre intention IE-2026-00041 attend une dérogation",
        "non_eligible": "Votre intention IE-2026-00041 n’entre pas dans le dispositif",
    }


def test_autorisation_donne_les_faits_de_la_session():
    objet, corps = rediger("autorisation", AUTORISATION)

    assert objet == "Vous pouvez démarrer la session SE-2026-00412 : Soudeur assembleur industriel"
    assert corps == (
        "Bonjour Odile Charrier,\n\n"
        "La Région autorise la session « Soudeur assembleur industriel ». "
        "L’autorisation est jointe, elle prend effet aujourd’hui.\n\n"
        "Dates : du 11 janvier au 30 avril 2027\n"
        "Lieu : Atelier-école, Mortagne-sur-Sèvre\n"
        "Volume : 5 parcours de 420 heures\n"
        "Montant : 19\u202f950,00\u00a0€\n"
        "Bon de commande : BC-2026-00007, composante 4, adressé à Compétences Ouest\n\n"
        "Les employeurs et le Réseau pour l’emploi sont prévenus en même temps que vous : "
        "vous pouvez choisir les stagiaires avec eux.\n"
        f"{settings.SITE_URL}/organisme/sessions/412/\n\n"
        "Il reste à écrire la fiche publique de la session : le programme, le rythme, le niveau d’entrée. "
        "Sans elle, le Cariforef n’affiche qu’une fiche sommaire.\n"
        f"{settings.SITE_URL}/organisme/sessions/412/fiche/\n\n"
        "Hélène Pasquier suit votre session et répond au 02 61 91 00 12.\n"
    )


def test_bon_de_commande_annonce_le_montant_dans_l_objet():
    # A subject line is one line: its spaces are plain ones.
    assert rediger("bon_commande", AUTORISATION)[0] == "Bon de commande BC-2026-00007, composante 4 : 19 950,00 €"


def test_organisme_ne_lit_rien_de_ce_qui_a_ete_examine():
    _, corps = rediger("intention_adressee", {**DEROGATION, "points": [{"message": "obligation d’emploi"}]})

    assert "obligation d’emploi" not in corps
    assert INTENTION["poste"] in corps


def test_refus_dit_pourquoi_et_a_qui_parler():
    _, corps = rediger(
        "refus_session", {**DECISION, "motif": "Il manque des postes\nTrois postes pour cinq parcours."}
    )

    assert "Pourquoi :\nIl manque des postes\nTrois postes pour cinq parcours.\n" in corps
    assert "en parler avec Hélène Pasquier, au 02 61 91 00 12." in corps


def test_aucun_gabarit_n_est_oublie():
    dossier = Path(settings.BASE_DIR) / "templates" / "courriers"
    de_ces_dossiers = re.compile(
        "accuse|accord|intention|interet|decision|demande|autorisation|bon|refus|complement|reponse|session"
        "|precisions|invitation_etape|etape|rappel_etape|nouveau_message|confirmation|transmission|lien_personnel"
        "|webhook|import|desistement|retrait|relance|derogation|instruction|avenant|comite|seconde_signature|signature"
        "|parcours|declarations|candidat|avis_employeur|embauche|lien_|place|profil_valide|bilan_|suivi_"
        "|facture|service_fait|ligne_contestee|compte_change|heures_|aide|donnees_impossibles"
    )
    ecrits = {fichier.name.removesuffix("_corps.txt") for fichier in dossier.glob("*_corps.txt")}

    assert {modele for modele in ecrits if de_ces_dossiers.match(modele)} == {modele for modele, _ in COURRIERS}
