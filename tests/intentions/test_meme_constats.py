"""The same need by the employer's pages, by the API and by a CSV file: the same findings, and the same fields kept.

What an employer files itself is its own writing (I-ECRIT); what is transmitted waits for its word. Everything is
compared once that word is given, where the rules ask for it alone; otherwise without that rule.
"""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from intentions.actions.confirmer import confirmer_intention
from intentions.actions.importer import preparer_transmission
from intentions.importation import importer
from intentions.models import IntentionEmbauche
from tests.factories import comptes
from tests.factories.partenaires import PartenaireFactory, cle_de
from tests.factories.referentiels import EmployeurFactory
from tests.intentions.listes import en_csv, liste
from tests.intentions.reponses import CONTACT, CONTRAT, NOUVELLE, PARTICIPATION, POSTE, SAISIE, etape

pytestmark = pytest.mark.django_db

CHAMPS = (
    "contact_nom", "contact_telephone", "contact_courriel", "secteur_id", "metier_id", "intitule", "commune_id",
    "departement_id", "nombre_postes", "precisions", "contrat_type", "duree_mois", "heures_hebdo", "saisonnier",
    "agence_interim", "embauche_souhaitee", "adaptation_boe", "motif_derogation", "formation_souhaitee",
    "formation_departement_id", "organisme_choisi_id", "engagement_recruter", "etapes", "verdict",
)  # fmt: skip

# What each case changes: answers of the pages, and the same in the JSON document. A CSV cell says what the page says.
CAS = {
    "recevable": ({}, {}),
    "contrat court": (
        {"duree_mois": "4", "saisonnier": "on", "motif_derogation": "La saison dure quatre mois."},
        {"contrat": {"duree_mois": 4, "saisonnier": True}, "motif_derogation": "La saison dure quatre mois."},
    ),
    "trop peu d’heures": ({"heures_hebdo": "18"}, {"contrat": {"heures_hebdo": 18}}),
    "temps adapté": (
        {"heures_hebdo": "17,5", "adaptation_boe": "on", "motif_derogation": "Un mi-temps."},
        {"contrat": {"heures_hebdo": 17.5}, "adaptation_boe": True, "motif_derogation": "Un mi-temps."},
    ),
    "sans engagement": ({"engagement_recruter": "non"}, {"engagement_recruter": False}),
    "intérim": (
        {"contrat_type": "interim", "agence_interim": "Agence de l’Ouest"},
        {"contrat": {"type": "interim", "agence_interim": "Agence de l’Ouest"}},
    ),
    "structure d’insertion": ({"insertion": "siae"}, {"employeur": {"siae": True}}),
    "hors région": (
        {"commune": "", "departement": "79"},
        {"poste": {"commune": None, "departement": "79"}},
    ),
}
DOCUMENT = {
    "reference_externe": "OFF-1",
    "employeur": {"siae": False},
    "contact": {
        "nom": CONTACT["contact_nom"],
        "courriel": CONTACT["contact_courriel"],
        "telephone": CONTACT["contact_telephone"],
    },
    "poste": {
        "metier": "H2913",
        "intitule": POSTE["intitule"],
        "commune": POSTE["commune"],
        "nombre": 2,
        "precisions": POSTE["precisions"],
    },
    "contrat": {"type": "cdd", "duree_mois": 8, "heures_hebdo": 35, "saisonnier": False,
                "embauche_souhaitee": "2099-06-15"},
    "formation": {"departement": "49"},
    "engagement_recruter": True,
    "etapes": ["stage", "jury"],
}  # fmt: skip

# A box ticked on a page is a « oui » in a cell.
TEXTES = {"on": "oui"}


@pytest.fixture
def etablissements(monde):
    """Three establishments alike, for the pages, the API and a file: none is another's duplicate."""
    return [EmployeurFactory(nom="Tôlerie Heulin", departement_id="85", siae=None, etti=None) for _ in range(3)]


def par_les_pages(client, employeur, reponses):
    """The employer itself, from the first page to « Déposer »."""
    client.force_login(comptes.employeur(employeur, email=CONTACT["contact_courriel"]))
    tout = {**CONTACT, **POSTE, **CONTRAT, **PARTICIPATION, "insertion": "non", **reponses}
    client.post(NOUVELLE, {"etablissement": employeur.pk, **tout})
    intention = IntentionEmbauche.objects.get(employeur=employeur)
    for nom in ("poste", "contrat", "participation"):
        assert client.post(etape(intention, nom), tout).status_code == 302, nom
    client.post(reverse("intentions:deposer", args=[intention.pk]), tout)
    intention.refresh_from_db()
    return intention


def par_l_api(client, employeur, changements):
    document = json.loads(json.dumps(DOCUMENT))
    document["employeur"]["siret"] = employeur.siret
    for cle, valeur in changements.items():
        document[cle] = {**document.get(cle, {}), **valeur} if isinstance(valeur, dict) else valeur
    _, valeur = cle_de(PartenaireFactory())
    reponse = client.post(
        "/api/v1/intentions/",
        document,
        content_type="application/json",
        headers={"Authorization": f"Api-Key {valeur}"},
    )
    assert reponse.status_code == 201, reponse.json()
    return confirmee(IntentionEmbauche.objects.get(numero=reponse.json()["numero"]))


def par_un_fichier(employeur, reponses):
    """The same answers as cells: a cell says what the page says."""
    propres = {"reference_externe": "LISTE-1", "employeur_siret": employeur.siret}
    cellules = SAISIE | propres | {cle: TEXTES.get(v, v) for cle, v in reponses.items()}
    cellules["employeur_siae"] = "oui" if cellules.pop("insertion", "") == "siae" else "non"
    cellules = {"saisonnier": "non"} | cellules
    contenu = en_csv([cellules], tete=list(cellules))
    transmission = preparer_transmission(partenaire=PartenaireFactory(), par=None, le=timezone.localdate())
    refus = []
    importer(liste(contenu), transmission, refuser=refus.append)
    assert refus == []
    return confirmee(IntentionEmbauche.objects.get(employeur=employeur))


def confirmee(intention):
    """What was transmitted, once its employer has given its word where that is all it waits for."""
    if intention.confirmation_demandee_le:
        le = timezone.localdate()
        confirmer_intention(intention_id=intention.pk, le=le, courriel=intention.contact_courriel)
        intention.refresh_from_db()
    return intention


def constats(intention, *, avec_ecrit):
    return [c for c in intention.constats if avec_ecrit or c["regle"] != "I-ECRIT"]


@pytest.mark.parametrize(("reponses", "changements"), CAS.values(), ids=CAS)
def test_le_meme_besoin_a_les_memes_constats(client, etablissements, reponses, changements):
    des_pages = par_les_pages(client, etablissements[0], reponses)
    autres = {
        "API": par_l_api(client, etablissements[1], changements),
        "fichier": par_un_fichier(etablissements[2], reponses),
    }

    for canal, autre in autres.items():
        ecrits = [bool(intention.ecrit_employeur) for intention in (des_pages, autre)]
        attendus = constats(des_pages, avec_ecrit=all(ecrits))
        assert len(attendus) >= 10
        assert constats(autre, avec_ecrit=all(ecrits)) == attendus, canal
        ecarts = {
            nom: (getattr(des_pages, nom), getattr(autre, nom))
            for nom in CHAMPS
            if (getattr(des_pages, nom) or None) != (getattr(autre, nom) or None)
        }
        assert ecarts == {}, canal
