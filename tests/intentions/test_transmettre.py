"""What is filed for an employer counts once it has confirmed it, or once its writing is attached."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from comptes.actions.rattacher import FicheEmployeur
from intentions.actions.confirmer import joindre_ecrit
from intentions.actions.deposer import deposer_intention
from intentions.actions.redaction import enregistrer_reponses, ouvrir_brouillon, supprimer_brouillon
from intentions.actions.transmettre import EmployeurDeclare, ouvrir_transmission, partenaire_de, transmettre_intention
from intentions.models import IntentionEmbauche, Partenaire
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.pieces import Piece
from noyau.televersement import accepter_piece
from referentiels.models import Employeur
from tests.factories import comptes
from tests.factories.referentiels import OpcoFactory, siret_de_rang
from tests.factories.scenario import LE
from tests.factories.transmissions import COURRIEL, offre, transmise
from tests.noyau.test_televersement import PDF


def courriers(modele: str) -> list[str]:
    return list(Courrier.objects.filter(modele=modele).order_by("pk").values_list("destinataire", flat=True))


def lettre():
    return accepter_piece(SimpleUploadedFile("lettre.pdf", PDF))


def test_une_intention_transmise_attend_l_employeur_et_lui_seul(en_attente, lea):
    assert (en_attente.statut, en_attente.ecrit_employeur, en_attente.canal) == ("a_completer", None, "reseau")
    assert [c["regle"] for c in en_attente.constats if c["niveau"] == "a_completer"] == ["I-ECRIT"]
    assert en_attente.confirmation_demandee_le is not None
    assert courriers("confirmation_demandee") == [COURRIEL]
    assert courriers("transmission_recue") == ["lea@reseau.example"]
    # The verdict is not sent to the employer as its own before it has given its word.
    assert courriers("accuse_intention") == []


def test_une_reference_deja_transmise_nomme_l_intention_connue(lea, etablissement):
    premiere = transmise(lea, etablissement, reference_externe="FT-12")

    with pytest.raises(RegleViolee, match=premiere.numero):
        transmise(lea, etablissement, reference_externe="FT-12")
    assert IntentionEmbauche.objects.count() == 1


def test_l_adresse_de_l_employeur_n_est_pas_celle_du_partenaire(lea, etablissement):
    for adresse in ("LEA@reseau.example", lea.rattachements.get().structure.courriel):
        with pytest.raises(RegleViolee, match="celle de l’employeur"):
            transmise(lea, etablissement, contact_courriel=adresse)


def test_un_employeur_inconnu_s_enregistre_sans_y_rattacher_personne(lea):
    siret = siret_de_rang(4_242)
    fiche = FicheEmployeur(nom="Menuiserie Le Goff", departement_id="85", code_postal="85700", ville="Pouzauges")
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)

    intention = transmettre_intention(
        partenaire=partenaire,
        par=lea,
        employeur=EmployeurDeclare(siret=siret, fiche=fiche, siae=False, etti=False),
        champs=offre(),
        le=LE,
    )

    assert (intention.employeur.nom, intention.employeur.siae) == ("Menuiserie Le Goff", False)
    assert not intention.employeur.rattachements.exists()
    with pytest.raises(RegleViolee, match="pas encore connu"):
        transmettre_intention(
            partenaire=partenaire, par=lea, employeur=EmployeurDeclare(siret_de_rang(4_243)), champs=offre(), le=LE
        )
    assert not Employeur.objects.filter(siret=siret_de_rang(4_243)).exists()


def test_la_reponse_de_l_employeur_sur_l_insertion_n_est_jamais_ecrasee(lea, etablissement):
    etablissement.siae = True
    etablissement.save()
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)

    transmettre_intention(
        partenaire=partenaire,
        par=lea,
        employeur=EmployeurDeclare(etablissement.siret, siae=False, etti=False),
        champs=offre(),
        le=LE,
    )

    etablissement.refresh_from_db()
    assert (etablissement.siae, etablissement.etti) == (True, None)


def test_une_machine_transmet_sans_personne(lea, etablissement):
    partenaire = Partenaire.objects.create(nom="nosemplois.fr", canal="nosemplois", courriel="api@nosemplois.example")

    intention = transmettre_intention(
        partenaire=partenaire, par=None, employeur=EmployeurDeclare(etablissement.siret), champs=offre(), le=LE
    )

    assert (intention.deposant, intention.canal) == (None, "nosemplois")
    assert courriers("transmission_recue") == ["api@nosemplois.example"]


def test_un_partenaire_est_unique_et_reserve_a_ses_personnes(lea, monde):
    structure = lea.rattachements.get().structure
    assert partenaire_de(lea, structure) == partenaire_de(lea, structure)
    assert partenaire_de(comptes.agent()).canal == "region"
    with pytest.raises(PermissionDenied):
        partenaire_de(lea, OpcoFactory())
    with pytest.raises(PermissionDenied):
        partenaire_de(lea)


def test_un_partenaire_ferme_ne_transmet_plus(lea, etablissement):
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)
    partenaire.actif = False

    with pytest.raises(RegleViolee, match="ne transmet plus"):
        ouvrir_transmission(partenaire=partenaire, par=lea, champs={"employeur": etablissement})


def test_un_brouillon_de_partenaire_depose_n_est_pas_l_ecrit_de_l_employeur(lea, etablissement):
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)
    brouillon = ouvrir_transmission(partenaire=partenaire, par=lea, champs={**offre(), "employeur": etablissement})

    intention = deposer_intention(intention_id=brouillon.pk, par=lea, le=LE)

    assert (intention.ecrit_employeur, intention.ecrit_origine) == (None, "")


def test_le_depot_par_l_employeur_est_son_ecrit(claire, etablissement):
    brouillon = ouvrir_brouillon(par=claire, champs={**offre(), "employeur": etablissement})

    intention = deposer_intention(intention_id=brouillon.pk, par=claire, le=LE)

    assert (intention.ecrit_employeur, intention.ecrit_origine) == (True, "depot")


def test_l_ecrit_joint_au_brouillon_compte_au_depot(lea, etablissement):
    etablissement.siae = False
    etablissement.save()
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)
    brouillon = ouvrir_transmission(partenaire=partenaire, par=lea, champs={**offre(), "employeur": etablissement})
    joindre_ecrit(intention_id=brouillon.pk, piece=lettre(), par=lea, le=LE)

    intention = deposer_intention(intention_id=brouillon.pk, par=lea, le=LE)

    assert (intention.statut, intention.ecrit_origine) == ("recevable", "piece")
    assert courriers("confirmation_demandee") == []


def test_la_lettre_jointe_au_brouillon_tient_jusqu_au_depot(lea, etablissement):
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)
    brouillon = ouvrir_transmission(partenaire=partenaire, par=lea, champs={**offre(), "employeur": etablissement})
    joindre_ecrit(intention_id=brouillon.pk, piece=lettre(), par=lea, le=LE)

    enregistrer_reponses(intention_id=brouillon.pk, par=lea, champs={"precisions": "Atelier chauffé."})

    brouillon.refresh_from_db()
    assert brouillon.ecrit_employeur is True


def test_un_brouillon_efface_emporte_sa_lettre(lea, etablissement, django_capture_on_commit_callbacks):
    partenaire = partenaire_de(lea, lea.rattachements.get().structure)
    brouillon = ouvrir_transmission(partenaire=partenaire, par=lea, champs={**offre(), "employeur": etablissement})
    piece = joindre_ecrit(intention_id=brouillon.pk, piece=lettre(), par=lea, le=LE)

    with django_capture_on_commit_callbacks(execute=True):
        supprimer_brouillon(intention_id=brouillon.pk, par=lea)

    assert not Piece.objects.exists()
    assert not piece.fichier.storage.exists(piece.fichier.name)
