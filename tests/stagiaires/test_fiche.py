"""Who a person is: what is asked, what is refused, who is already there."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from noyau.erreurs import DossierModifie, RegleViolee
from noyau.journal import LigneJournal
from stagiaires.actions.fiche import corriger_stagiaire, creer_stagiaire
from stagiaires.forms.fiche import IDENTITE, FormulaireStagiaire, version_de
from stagiaires.forms.nir import SANS_NIR
from stagiaires.models import Stagiaire
from stagiaires.queries.doublons import Raison, personne_a_reprendre, ressemblances_pour
from stagiaires.regles.identite import nom_lu, telephone_ecrit, telephone_lu
from tests.factories import comptes
from tests.factories.referentiels import CommuneFactory, StructureReseauFactory
from tests.factories.stagiaires import StagiaireFactory

pytestmark = pytest.mark.django_db

LE = date(2026, 11, 23)
SAISIE = {
    "prenom": "Inès",
    "nom": "Le Goff",
    "date_naissance": "17/05/1994",
    "courriel": "Ines@Boite.example",
    "telephone": "+33 6 12 34 56 78",
    "commune": "",
    "identifiant_ft": "1234567a",
}


def formulaire(**champs):
    return FormulaireStagiaire({**SAISIE, **champs}, le=LE)


def identite(**champs):
    form = formulaire(**champs)
    assert form.is_valid(), form.errors
    return form.identite()


def test_formulaire_lit_ce_qui_est_tape_et_le_met_en_forme():
    # No commune has digits in its name: what is typed with some is read as a postal code.
    commune = CommuneFactory(nom="Cholet", codes_postaux="49300")
    assert identite(commune=str(commune)) == {
        "prenom": "Inès",
        "nom": "Le Goff",
        "date_naissance": date(1994, 5, 17),
        "courriel": "ines@boite.example",
        "telephone": "0612345678",
        "commune": commune,
        "identifiant_ft": "1234567A",
    }


@pytest.mark.parametrize("champ", IDENTITE)
def test_formulaire_refuse_un_numero_de_securite_sociale_dans_chaque_champ(champ):
    form = formulaire(**{champ: "1 85 05 44 109 123"})
    assert form.errors == {champ: [SANS_NIR]}


@pytest.mark.parametrize(
    ("champ", "valeur", "dit"),
    [
        ("date_naissance", "17/05/2020", "n’a pas 15 ans"),
        ("date_naissance", "17/05/1924", "plus de 80 ans"),
        ("telephone", "0612", "10 chiffres"),
        ("identifiant_ft", "12", "7 chiffres suivis"),
        ("nom", "", "Écrivez le nom."),
    ],
)
def test_formulaire_dit_ce_qui_ne_va_pas(champ, valeur, dit):
    form = formulaire(**{champ: valeur})
    assert list(form.errors) == [champ]
    assert dit in form.errors[champ][0]


def test_formulaire_demande_un_courriel_ou_un_telephone():
    assert formulaire(courriel="").is_valid()
    assert formulaire(telephone="").is_valid()
    assert list(formulaire(courriel="", telephone="").errors) == ["courriel"]
    # One message each: what is wrong with the number says enough.
    assert list(formulaire(courriel="", telephone="12").errors) == ["telephone"]


@pytest.mark.parametrize("saisi", ["06.12.34.56.78", "+33612345678", "0033 (0)6 12 34 56 78", "06 12-34 56 78"])
def test_telephone_est_lu_quelle_que_soit_son_ecriture(saisi):
    assert telephone_lu(saisi) == "0612345678"
    assert telephone_ecrit("0612345678") == "06\u00a012\u00a034\u00a056\u00a078"


def test_creer_rattache_la_personne_a_la_structure_du_referent_une_seule_fois():
    structure = StructureReseauFactory()
    referente = comptes.referent(structure)
    cree = creer_stagiaire(identite=identite(), par=referente)
    assert (cree.structure, cree.referent, cree.cree_par) == (structure, referente, referente)
    assert creer_stagiaire(identite=identite(), par=referente) == cree
    assert Stagiaire.objects.count() == 1
    ligne = LigneJournal.objects.de(cree).get()
    assert (ligne.libelle, ligne.motif) == ("Fiche ouverte", "")


def test_creer_est_refuse_a_qui_n_est_pas_referent():
    for personne in (comptes.employeur(), comptes.organisme(), comptes.UtilisateurFactory()):
        with pytest.raises(PermissionDenied):
            creer_stagiaire(identite=identite(), par=personne)
    with pytest.raises(PermissionDenied):
        creer_stagiaire(identite=identite(), par=comptes.referent(), structure=StructureReseauFactory())


def test_creer_demande_la_structure_a_qui_en_a_plusieurs():
    referente, autre = comptes.referent(), StructureReseauFactory()
    comptes.RattachementFactory(utilisateur=referente, pour_referent=True, structure=autre)
    with pytest.raises(RegleViolee, match="plusieurs structures"):
        creer_stagiaire(identite=identite(), par=referente)
    assert creer_stagiaire(identite=identite(), par=referente, structure=autre).structure == autre


def test_creer_refuse_l_identifiant_d_une_autre_personne():
    StagiaireFactory(identifiant_ft="1234567A")
    with pytest.raises(RegleViolee, match="déjà celui d’une autre fiche"):
        creer_stagiaire(identite=identite(), par=comptes.referent())


def test_corriger_ne_garde_au_journal_que_le_nom_des_champs():
    structure = StructureReseauFactory()
    stagiaire = StagiaireFactory(structure=structure, telephone="0612345678")
    referente = comptes.referent(structure)
    identite = {**FormulaireStagiaire.depuis(stagiaire), "telephone": "0798765432", "nom": "Kermarec"}
    lu = identite.pop("version")
    assert corriger_stagiaire(stagiaire_id=stagiaire.pk, identite=identite, par=referente, lu=lu) == [
        "nom",
        "téléphone",
    ]
    ligne = LigneJournal.objects.de(stagiaire).get()
    assert ligne.libelle == "Fiche corrigée\u00a0: nom et téléphone"
    stagiaire.refresh_from_db()
    assert (stagiaire.nom, stagiaire.nom_normalise) == ("Kermarec", "samira kermarec")
    # The same answers sent again change nothing, and are no conflict.
    assert corriger_stagiaire(stagiaire_id=stagiaire.pk, identite=identite, par=referente, lu=lu) == []


def test_corriger_refuse_une_fiche_modifiee_entre_temps():
    agente = comptes.agent()
    stagiaire = StagiaireFactory()
    lu = version_de(stagiaire)
    corriger_stagiaire(stagiaire_id=stagiaire.pk, identite={"nom": "Kermarec"}, par=agente, lu=lu)
    with pytest.raises(DossierModifie):
        corriger_stagiaire(stagiaire_id=stagiaire.pk, identite={"nom": "Morvan"}, par=agente, lu=lu)


def test_corriger_ne_trouve_pas_la_personne_d_une_autre_structure():
    stagiaire = StagiaireFactory(structure=StructureReseauFactory())
    for personne in (comptes.referent(), comptes.employeur(), comptes.organisme()):
        with pytest.raises(Stagiaire.DoesNotExist):
            corriger_stagiaire(stagiaire_id=stagiaire.pk, identite={"nom": "Morvan"}, par=personne)


def test_ressemblances_disent_pourquoi_les_plus_sures_d_abord(django_assert_num_queries):
    structure = StructureReseauFactory(nom="Cap emploi 53")
    referente = comptes.referent(structure)
    rien = {"date_naissance": date(1980, 1, 1), "courriel": "", "telephone": "", "identifiant_ft": ""}
    famille = StagiaireFactory(**{**rien, "telephone": "0612345678"})
    meme = StagiaireFactory(**{**rien, "nom": "LEGOFF", "prenom": "Ines", "date_naissance": date(1994, 5, 17)})
    StagiaireFactory(**{**rien, "nom": "Diallo", "prenom": "Awa", "date_naissance": date(1994, 5, 17)})
    sienne = StagiaireFactory(**{**rien, "identifiant_ft": "1234567A"}, structure=structure)
    with django_assert_num_queries(2):
        trouvees = ressemblances_pour(referente, identite())
    assert [(r.stagiaire, r.raison, r.a_nous, r.reprenable) for r in trouvees] == [
        (sienne, Raison.IDENTIFIANT, True, True),
        (meme, Raison.NAISSANCE, False, True),
        (famille, Raison.CONTACT, False, False),
    ]


def test_personne_d_une_autre_structure_n_est_pas_nommee():
    suivie = StagiaireFactory(
        nom="Le Goff",
        prenom="Inès",
        date_naissance=date(1994, 5, 17),
        structure=StructureReseauFactory(nom="Cap emploi"),
    )
    (trouvee,) = ressemblances_pour(comptes.referent(), identite(identifiant_ft=""))
    assert trouvee.stagiaire == suivie
    assert trouvee.phrase == (
        "Une personne qui a le même nom et la même date de naissance est déjà suivie par Cap emploi."
    )


def test_reprendre_demande_de_savoir_qui_est_la_personne():
    referente = comptes.referent()
    suivie = StagiaireFactory(
        nom="LEGOFF",
        prenom="Ines",
        date_naissance=date(1980, 1, 1),
        structure=StructureReseauFactory(),
        telephone="0612345678",
        identifiant_ft="1234567A",
    )
    assert personne_a_reprendre(suivie.pk, par=referente, identite=identite()) == suivie
    with pytest.raises(Stagiaire.DoesNotExist):
        personne_a_reprendre(suivie.pk, par=referente, identite=identite(identifiant_ft=""))
    with pytest.raises(Stagiaire.DoesNotExist):
        personne_a_reprendre(StagiaireFactory().pk, par=referente, identite=identite())
    # An identifier is eight characters: tried one after the other, they would open everybody's file.
    with pytest.raises(Stagiaire.DoesNotExist):
        personne_a_reprendre(suivie.pk, par=referente, identite=identite(nom="Diallo", prenom="Awa"))


@pytest.mark.parametrize("champ", ["prenom", "nom"])
def test_un_nom_ne_porte_pas_de_chiffre(champ):
    assert nom_lu("Le Goff-d’Été") == "Le Goff-d’Été"
    # A social security number with a mistyped key is none for the key: a name refuses it all the same.
    assert list(formulaire(**{champ: "294054900712345"}).errors) == [champ]
