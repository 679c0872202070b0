"""A list gives the same rows as filing one by one, asks each employer once, and can be done again and again."""

from datetime import date

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from intentions.actions.importer import preparer_transmission
from intentions.actions.solliciter import CITEES
from intentions.actions.transmettre import transmettre_intention
from intentions.forms.saisie import SaisieForm
from intentions.importation import Avancement, importer
from intentions.models import ChampDemande, EnvoiWebhook, IntentionEmbauche
from intentions.queries.referentiel import Referentiel
from noyau.courriers import Courrier, Document
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from noyau.numeros import Compteur
from referentiels.models import Employeur
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.partenaires import AbonnementFactory, PartenaireFactory
from tests.factories.referentiels import OrganismeFormationFactory, siret_de_rang
from tests.intentions.listes import en_csv, ligne, liste

pytestmark = pytest.mark.django_db
LE = date(2026, 3, 2)
# Keys and instants differ from one run to the next; what a mail and a letter are known by rests on them.
PROPRES_A_CHACUNE = {
    "id", "numero", "cree_le", "modifie_le", "deposee_le", "confirmation_demandee_le", "partenaire", "employeur",
    "reference_externe",
}  # fmt: skip


@pytest.fixture
def partenaire(monde):
    partenaire = PartenaireFactory(nom="Opco Ouest")
    AbonnementFactory(partenaire=partenaire)
    return partenaire


def deposer_liste(lignes, partenaire, *, par=None, **options):
    refus = []
    transmission = preparer_transmission(partenaire=partenaire, par=par, le=LE)
    fait = importer(
        liste(en_csv(lignes)),
        transmission,
        refuser=lambda un: refus.append((un.ligne, un.motif.replace("\N{NO-BREAK SPACE}", " "))),
        **options,
    )
    return fait, refus


def une_par_une(lignes, partenaire, *, par=None):
    referentiel = Referentiel()
    for donnees in lignes:
        saisie = SaisieForm(donnees, referentiel=referentiel, le=LE)
        assert saisie.is_valid(), saisie.errors
        transmettre_intention(
            partenaire=partenaire, par=par, employeur=saisie.employeur(), champs=saisie.champs(), le=LE
        )


def raconter(intention):
    """All that a filed intention left in the tables, without what must differ from one filing to the next."""
    champs = {
        champ.attname: getattr(intention, champ.attname)
        for champ in intention._meta.concrete_fields
        if champ.name not in PROPRES_A_CHACUNE
    }
    employeur = model_to_dict(intention.employeur, exclude=["id", "siret"])
    return {
        **champs,
        "demandee": intention.confirmation_demandee_le is not None,
        "employeur": employeur,
        "journal": _journal(intention),
        "journal_employeur": _journal(intention.employeur),
        "questions": sorted(
            ChampDemande.objects.filter(intention=intention).values_list("champ", "commentaire", "demande_par")
        ),
        "lettres": [
            (d.modele, d.titre, _sans_identite(d.contexte, intention)) for d in Document.objects.de(intention)
        ],
        "annonces": [
            (e.evenement, e.charge["transition"], e.charge["depart"], e.charge["etat"], e.statut)
            for e in EnvoiWebhook.objects.filter(charge__numero=intention.numero).order_by("pk")
        ],
        "courriers": [
            (c.modele, c.destinataire, [offre["poste"] for offre in c.contexte["intentions"]])
            for c in Courrier.objects.filter(modele="confirmation_demandee").order_by("pk")
            if intention.numero in str(c.contexte)
        ],
    }


def _journal(objet):
    return [
        (n.transition, n.libelle, n.depart, n.arrivee, n.motif, n.par_id, n.par_nom)
        for n in LigneJournal.objects.de(objet).order_by("pk")
    ]


def _sans_identite(contexte, intention):
    propres = {"numero", "deposee_le", "chemin", "siret"}
    return {cle: valeur for cle, valeur in contexte.items() if cle not in propres}


CAS = {
    "complète": {},
    "temps adapté": {"heures_hebdo": "17,5", "adaptation_boe": "oui", "motif_derogation": "Un mi-temps."},
    "sans engagement": {"engagement_recruter": "non"},
    "presque rien": dict.fromkeys(("contrat_type", "duree_mois", "heures_hebdo", "etapes", "engagement_recruter"), ""),
    "structure d’insertion": {"employeur_siae": "oui"},
    "insertion inconnue": {"employeur_siae": ""},
    "hors région": {"commune": "", "departement": "79"},
    "courriel en capitales": {"contact_courriel": "Claire@Exemple.FR"},
}


@pytest.mark.parametrize("auteur", [None, "agent"])
@pytest.mark.parametrize("changements", CAS.values(), ids=CAS)
def test_une_liste_ecrit_les_memes_lignes_que_le_depot_d_une_seule(monde, changements, auteur):
    par = comptes.agent() if auteur else None
    histoires = []
    for rang, deposer in enumerate((une_par_une, deposer_liste), start=1):
        partenaire = PartenaireFactory(opco_=True)
        AbonnementFactory(partenaire=partenaire)
        donnees = ligne(rang, employeur_siret=siret_de_rang(900 + rang), **changements)
        deposer([donnees], partenaire, par=par)
        histoires.append(raconter(IntentionEmbauche.objects.get(partenaire=partenaire)))

    seule, en_liste = histoires
    assert len(seule["journal"]) >= 2
    assert len(seule["annonces"]) == 2
    assert en_liste == seule


def test_les_employeurs_se_precisent_dans_l_ordre_des_lignes(partenaire):
    """The first line that says whether it is an insertion structure settles it; the lines before did not know."""
    lignes = [
        ligne(1, employeur_siae=""),
        ligne(2, employeur_siae="oui", employeur_nom=""),
        ligne(3, employeur_siae="non", employeur_nom=""),
    ]
    deposer_liste(lignes, partenaire)

    assert Employeur.objects.get().siae is True
    niveaux = [
        next((c["niveau"] for c in i.constats if c["regle"] == "I-SIAE"), None)
        for i in IntentionEmbauche.objects.order_by("pk")
    ]
    assert niveaux[0] != niveaux[1] == niveaux[2]


def test_un_employeur_engage_ailleurs_est_vu_dans_la_liste_comme_seul(partenaire, etablissement):
    choisi, autre = OrganismeFormationFactory(), OrganismeFormationFactory()
    IntentionFactory(employeur=etablissement, metier_id="H2913", engagee=True, organisme_engage=autre)
    donnees = ligne(1, employeur_siret=etablissement.siret, organisme_siret=choisi.siret)

    deposer_liste([donnees], partenaire)
    une_par_une([donnees | {"reference_externe": "SEULE"}], partenaire)

    en_liste, seule = IntentionEmbauche.objects.filter(partenaire=partenaire).order_by("pk")
    assert "non_conforme" in {c["niveau"] for c in seule.constats if c["regle"] == "I-EXCLUSIVITE"}
    assert en_liste.constats == seule.constats


def test_refaire_une_liste_ne_change_rien(partenaire):
    lignes = [ligne(rang, contact_courriel=f"c{rang % 3}@exemple.fr") for rang in range(1, 8)]
    premier, _ = deposer_liste(lignes, partenaire)
    tables = (IntentionEmbauche, Employeur, LigneJournal, Courrier, Document, EnvoiWebhook, ChampDemande, Compteur)
    avant = [list(table.objects.order_by("pk").values()) for table in tables]

    second, refus = deposer_liste(lignes, partenaire)

    assert (premier, second) == (Avancement(7, 7, 0, 0), Avancement(7, 0, 7, 0))
    assert refus == []
    assert [list(table.objects.order_by("pk").values()) for table in tables] == avant


def test_les_bonnes_lignes_restent_et_les_mauvaises_sont_dites(partenaire):
    lignes = [
        ligne(1),
        ligne(2, employeur_siret="123", heures_hebdo="beaucoup"),
        ligne(1, intitule="Autre"),
        ligne(3, reference_externe=""),
        ligne(4, employeur_siret=siret_de_rang(78), employeur_nom=""),
        ligne(5, contact_nom="a\0b"),
        ligne(6),
    ]
    fait, refus = deposer_liste(lignes, partenaire)

    assert fait == Avancement(7, 2, 0, 5)
    assert [numero for numero, _ in refus] == [3, 4, 5, 6, 7]
    assert refus[0][1].startswith("employeur_siret : Ce numéro a 3 chiffres : il en faut 14. heures_hebdo : ")
    assert refus[1][1] == "Cette référence est déjà à la ligne 2."
    assert refus[2][1].startswith("reference_externe : Écrivez votre référence")
    assert refus[3][1] == (
        "employeur_nom : Cet établissement n’est pas encore connu : indiquez son nom et son code postal."
    )
    assert refus[4][1].startswith("contact_nom : ")
    assert list(IntentionEmbauche.objects.order_by("pk").values_list("reference_externe", flat=True)) == [
        "OFF-1", "OFF-6",
    ]  # fmt: skip


def test_une_adresse_du_partenaire_ne_parle_pas_pour_l_employeur(partenaire):
    partenaire.courriel = "offres@opco.example"
    partenaire.save()

    fait, refus = deposer_liste([ligne(1, contact_courriel="Offres@Opco.example"), ligne(2)], partenaire)

    assert (fait.creees, fait.en_erreur) == (1, 1)
    assert refus == [(2, "offres@opco.example est une adresse de votre organisation : écrivez celle de l’employeur.")]


def test_chaque_contact_recoit_un_seul_courriel_pour_toutes_les_siennes(partenaire):
    nombreuses = [ligne(rang, contact_courriel="Tous@exemple.fr") for rang in range(CITEES + 2)]
    incomplete = ligne(101, contact_courriel="tous@exemple.fr", heures_hebdo="")
    seule = ligne(102, contact_courriel="seule@exemple.fr", intitule="Chaudronnier")

    deposer_liste([*nombreuses, incomplete, seule], partenaire)

    courriers = Courrier.objects.filter(modele="confirmation_demandee").order_by("destinataire")
    assert [(c.destinataire, len(c.contexte["intentions"]), c.contexte["autres"]) for c in courriers] == [
        ("seule@exemple.fr", 1, 0),
        ("tous@exemple.fr", CITEES, 2),
    ]
    attendues = IntentionEmbauche.objects.exclude(confirmation_demandee_le=None)
    assert attendues.count() == len(nombreuses) + 1
    assert LigneJournal.objects.filter(transition="demander_confirmation").count() == attendues.count()


def test_les_numeros_se_suivent_sans_trou(partenaire):
    deposer_liste([ligne(1), ligne(2, employeur_siret="1"), ligne(3)], partenaire)
    deposer_liste([ligne(4)], partenaire)

    numeros = IntentionEmbauche.objects.order_by("pk").values_list("numero", flat=True)
    assert list(numeros) == ["IE-2026-00001", "IE-2026-00002", "IE-2026-00003"]


class Coupure(Exception):
    """The worker dies."""


def test_un_import_coupe_garde_les_lots_finis_et_se_termine_en_le_refaisant(partenaire, monkeypatch):
    monkeypatch.setattr("intentions.importation.PAR_LOT", 3)
    lignes = [ligne(rang, employeur_siret=siret_de_rang(rang // 2 + 1)) for rang in range(1, 9)]
    lignes[1] |= {"heures_hebdo": "trop"}
    compte = Avancement()

    def couper(fait):
        if compte.lues >= 6:
            raise Coupure
        compte.ajouter(fait)

    with pytest.raises(Coupure):
        deposer_liste(lignes, partenaire, avancer=couper)
    assert IntentionEmbauche.objects.count() == 5
    assert not Courrier.objects.filter(modele="confirmation_demandee").exists()

    _, refus = deposer_liste(lignes, partenaire, avancer=compte.ajouter, deja_lues=compte.lues)

    assert compte == Avancement(8, 7, 0, 1)
    assert [numero for numero, _ in refus] == [3]
    assert IntentionEmbauche.objects.exclude(confirmation_demandee_le=None).count() == 7
    assert Courrier.objects.filter(modele="confirmation_demandee").count() == 1


def test_une_ligne_que_la_base_refuse_ne_coute_qu_elle(partenaire, monkeypatch):
    """No known answer gets that far: a limit is taken away to see."""
    monkeypatch.setattr(SaisieForm.base_fields["intitule"], "max_length", 500)
    monkeypatch.setattr(SaisieForm.base_fields["intitule"], "validators", [])

    fait, refus = deposer_liste([ligne(1), ligne(2, intitule="x" * 200), ligne(3), ligne(4)], partenaire)

    assert fait == Avancement(4, 3, 0, 1)
    assert [numero for numero, _ in refus] == [3]
    assert IntentionEmbauche.objects.count() == 3
    assert Compteur.objects.get(serie="IE").dernier == 3


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_lignes(partenaire):
    comptes_ = []
    for rangs in (range(1, 6), range(100, 125)):
        lignes = [ligne(r, employeur_siret=siret_de_rang(r), contact_courriel=f"c{r}@exemple.fr") for r in rangs]
        with CaptureQueriesContext(connection) as requetes:
            fait, _ = deposer_liste(lignes, partenaire)
        assert fait.creees == len(rangs)
        comptes_.append(len(requetes))

    assert comptes_[0] == comptes_[1]


def test_un_partenaire_ferme_ne_transmet_plus(partenaire):
    partenaire.actif = False
    with pytest.raises(RegleViolee, match="ne transmet plus"):
        deposer_liste([ligne(1)], partenaire)
