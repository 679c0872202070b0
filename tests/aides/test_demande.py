"""The request of an employer: written page after page, judged, filed once, completed, given up."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from aides.actions.abandonner import abandonner_demande
from aides.actions.deposer import completer_demande, deposer_demande
from aides.actions.ecrire import ecrire_a_la_demande
from aides.actions.rediger import enregistrer_reponses, joindre_piece, ouvrir_brouillon, retirer_piece
from aides.enums import CategoriePiece, StatutAide
from aides.enums import TransitionAide as T
from aides.models import DemandeAide, PlanFormation
from aides.queries.avancement import manques_de
from comptes.models import Rattachement
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.pieces import Piece
from noyau.televersement import PieceLue
from tests.factories import aides, comptes
from tests.factories.referentiels import EmployeurFactory

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


def test_l_accuse_salue_qui_depose_et_l_agent_ecrit_a_qui_agit_encore(prete, claire, maison):
    """A colleague files; then who began it leaves the establishment: nothing more is sent to that address."""
    collegue = comptes.employeur(maison, prenom="Yann", nom="Morvan")
    deposer(prete, collegue)
    Rattachement.objects.filter(utilisateur=claire).delete()

    ecrire_a_la_demande(
        demande_id=prete.pk, par=comptes.agent(), texte="Bonjour.", envoi="0f8fad5b-d9cb-469f-a165-70867728950e"
    )

    recue, message = Courrier.objects.filter(modele__in=["aide_recue", "aide_message"]).order_by("pk")
    assert (recue.destinataire, recue.contexte["contact"]) == (collegue.email, collegue.get_full_name())
    assert message.destinataire == collegue.email


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


def test_deux_demandes_vivantes_pour_une_embauche_sont_refusees(embauche):
    employeur = embauche.parcours.intention.employeur
    par = employeur.rattachements.get().utilisateur
    champs = {"employeur": employeur, "dispositif": "pef", "embauche": embauche}
    ouvrir_brouillon(par=par, champs=champs)

    with pytest.raises(RegleViolee):
        ouvrir_brouillon(par=par, champs=champs)
    vivante = DemandeAide.objects.get()
    aides.avancer(vivante, (T.DEPOSER, T.ACCORDER, T.DECLARER_REALISEE, T.CLORE), par=par)
    assert ouvrir_brouillon(par=par, champs=champs).pk != vivante.pk


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
