"""The employer confirms, disowns, is asked again; its letter is attached; its word falls with a change."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from intentions.actions.confirmer import DESAVOUER, confirmer_intention, desavouer_intention, joindre_ecrit
from intentions.actions.corriger import corriger_intention
from intentions.actions.solliciter import envoyer_nouveau_lien, redemander_confirmation
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.pieces import Piece
from noyau.televersement import accepter_piece
from tests.factories import comptes
from tests.factories.scenario import LE
from tests.factories.transmissions import COURRIEL, transmise
from tests.noyau.test_televersement import PDF


def courriers(modele: str) -> list[str]:
    return list(Courrier.objects.filter(modele=modele).order_by("pk").values_list("destinataire", flat=True))


def lettre():
    return accepter_piece(SimpleUploadedFile("lettre.pdf", PDF))


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
    # The day in Paris: at eleven in the evening in Greenwich it is tomorrow.
    aujourd_hui = timezone.localdate(en_attente.confirmation_demandee_le)
    with pytest.raises(RegleViolee, match="aujourd’hui"):
        redemander_confirmation(intention_id=en_attente.pk, par=lea, le=aujourd_hui)

    redemander_confirmation(intention_id=en_attente.pk, par=lea, le=aujourd_hui + timedelta(days=1))

    assert courriers("confirmation_demandee") == [COURRIEL, COURRIEL]


def test_un_nouveau_lien_ne_part_qu_aux_adresses_connues(en_attente):
    envoyer_nouveau_lien(courriel="inconnu@ailleurs.example")
    envoyer_nouveau_lien(courriel=COURRIEL)

    assert courriers("lien_personnel") == [COURRIEL]


def test_changer_le_contact_pour_sa_propre_adresse_est_refuse(en_attente, lea):
    with pytest.raises(RegleViolee, match="celle de l’employeur"):
        corriger_intention(intention_id=en_attente.pk, reponses={"contact_courriel": lea.email}, par=lea, le=LE)

    en_attente.refresh_from_db()
    assert en_attente.contact_courriel == COURRIEL


def test_une_adresse_devenue_celle_du_partenaire_ne_confirme_plus(en_attente, lea):
    structure = lea.rattachements.get().structure
    comptes.referent(structure, email=COURRIEL)

    with pytest.raises(RegleViolee, match="à l’employeur de se prononcer"):
        confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL)


def test_corriger_apres_la_confirmation_la_redemande(en_attente, lea):
    confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL)

    corriger_intention(intention_id=en_attente.pk, reponses={"nombre_postes": 3}, par=lea, le=LE)

    en_attente.refresh_from_db()
    assert (en_attente.statut, en_attente.ecrit_employeur, en_attente.ecrit_origine) == ("a_completer", None, "")
    assert courriers("confirmation_demandee") == [COURRIEL, COURRIEL]


def test_l_employeur_qui_corrige_garde_sa_confirmation(en_attente, claire):
    confirmer_intention(intention_id=en_attente.pk, le=LE, courriel=COURRIEL)

    corriger_intention(intention_id=en_attente.pk, reponses={"nombre_postes": 3}, par=claire, le=LE)

    en_attente.refresh_from_db()
    assert (en_attente.statut, en_attente.ecrit_origine) == ("recevable", "lien")
