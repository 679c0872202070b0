"""What is filed for an employer counts once it has confirmed it, or once its writing is attached."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from comptes.actions.rattacher import FicheEmployeur
from intentions.actions.confirmer import DESAVOUER, confirmer_intention, desavouer_intention, joindre_ecrit
from intentions.actions.deposer import deposer_intention
from intentions.actions.redaction import enregistrer_reponses, ouvrir_brouillon
from intentions.actions.solliciter import envoyer_nouveau_lien, redemander_confirmation
from intentions.actions.transmettre import EmployeurDeclare, ouvrir_transmission, partenaire_de, transmettre_intention
from intentions.models import IntentionEmbauche, Partenaire
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.pieces import Piece
from noyau.televersement import accepter_piece
from referentiels.models import Employeur
from tests.factories import comptes
from tests.factories.referentiels import OpcoFactory, siret_de_rang
from tests.factories.scenario import LE
from tests.factories.transmissions import COURRIEL, offre, transmise
from tests.noyau.test_televersement import PDF


@pytest.fixture
def lea(monde):
    """A conseillère of France Travail."""
    return comptes.referent(prenom="Léa", nom="Morin", email="lea@reseau.example")


@pytest.fixture
def en_attente(lea, etablissement):
    """Transmitted by Léa, waiting for its employer."""
    etablissement.siae = False
    etablissement.save()
    return transmise(lea, etablissement)


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


def test_confirmer_par_lien_rend_l_intention_recevable_et_le_dit_a_tous(en_attente):
    intention = confirmer_intention(intention_id=en_attente.pk, le=LE, courriel="Paul@Menuiserie.example")

    assert (intention.statut, intention.ecrit_origine, intention.ecrit_employeur) == ("recevable", "lien", True)
    assert intention.confirmee_le is not None
    assert courriers("accuse_intention") == [COURRIEL]
    assert courriers("confirmation_recue") == ["lea@reseau.example"]
    motifs = [ligne.motif for ligne in intention.historique if ligne.transition == "completer"]
    assert motifs == ["Confirmée par l’employeur, par son lien personnel."]


def test_confirmer_deux_fois_le_dit_sans_rien_refaire(en_attente):
    confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL)

    with pytest.raises(TransitionImpossible, match="déjà confirmée"):
        confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL)
    assert len(courriers("confirmation_recue")) == 1


def test_confirmer_par_un_autre_courriel_ne_trouve_rien(en_attente):
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        confirmer_intention(intention_id=en_attente.pk, le=LE, courriel="autre@menuiserie.example")
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        confirmer_intention(intention_id=en_attente.pk, le=LE, courriel="")


def test_confirmer_depuis_son_compte(en_attente, claire):
    intention = confirmer_intention(intention_id=en_attente.pk, le=LE, par=claire)

    assert (intention.statut, intention.ecrit_origine) == ("recevable", "compte")


def test_qui_transmet_ne_confirme_jamais_lui_meme(en_attente, lea, etablissement):
    comptes.RattachementFactory(utilisateur=lea, employeur=etablissement)

    with pytest.raises(RegleViolee, match="à l’employeur de se prononcer"):
        confirmer_intention(intention_id=en_attente.pk, le=LE, par=lea)
    with pytest.raises(RegleViolee, match="à l’employeur de se prononcer"):
        desavouer_intention(intention_id=en_attente.pk, le=LE, par=lea, motif="Erreur")


def test_desavouer_retire_l_intention_et_previent_le_partenaire_et_la_region(en_attente, settings):
    intention = desavouer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL, motif="Je ne recrute pas.")

    assert intention.statut == "desistee"
    assert courriers("confirmation_refusee") == ["lea@reseau.example"]
    assert (courriers("demande_desavouee"), courriers("retrait_region")) == ([settings.REGION_EMAIL], [])
    assert intention.historique.filter(transition=DESAVOUER).count() == 1
    with pytest.raises(TransitionImpossible):
        desavouer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL, motif="Je ne recrute pas.")


def test_desavouer_demande_une_raison(en_attente):
    with pytest.raises(RegleViolee, match="en une phrase"):
        desavouer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL, motif="  ")


def test_joindre_l_ecrit_vaut_confirmation_et_previent_l_employeur(en_attente, lea):
    joindre_ecrit(intention_id=en_attente.pk, piece=lettre(), par=lea, le=LE)

    en_attente.refresh_from_db()
    assert (en_attente.statut, en_attente.ecrit_origine) == ("recevable", "piece")
    assert Piece.objects.de(en_attente).get().categorie == "ecrit_employeur"
    # The employer hears of it: a letter it never wrote does not pass unseen.
    assert courriers("accuse_intention") == [COURRIEL]


def test_joindre_l_ecrit_quand_il_manque_autre_chose_ne_juge_pas(lea, etablissement):
    etablissement.siae = False
    etablissement.save()
    intention = transmise(lea, etablissement, etapes=[])
    assert courriers("confirmation_demandee") == []

    joindre_ecrit(intention_id=intention.pk, piece=lettre(), par=lea, le=LE)

    intention.refresh_from_db()
    assert (intention.statut, intention.ecrit_employeur) == ("a_completer", True)
    attendus = intention.champs_demandes.filter(repondu_le=None).order_by("champ").values_list("champ", flat=True)
    assert list(attendus) == ["etapes"]


def test_joindre_a_une_intention_retiree_est_refuse(en_attente, lea):
    desavouer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL, motif="Non.")

    with pytest.raises(RegleViolee, match="n’attend pas"):
        joindre_ecrit(intention_id=en_attente.pk, piece=lettre(), par=lea, le=LE)
    assert not Piece.objects.de(en_attente).exists()


def test_redemander_une_fois_par_jour(en_attente, lea):
    with pytest.raises(RegleViolee, match="aujourd’hui"):
        redemander_confirmation(intention_id=en_attente.pk, par=lea, le=en_attente.confirmation_demandee_le.date())
    demain = en_attente.confirmation_demandee_le.date() + timedelta(days=1)

    redemander_confirmation(intention_id=en_attente.pk, par=lea, le=demain)

    assert courriers("confirmation_demandee") == [COURRIEL, COURRIEL]


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


def test_un_nouveau_lien_ne_part_qu_aux_adresses_connues(en_attente):
    envoyer_nouveau_lien(courriel="inconnu@ailleurs.example")
    envoyer_nouveau_lien(courriel=COURRIEL)

    assert courriers("lien_personnel") == [COURRIEL]
