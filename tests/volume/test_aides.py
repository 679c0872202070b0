"""``manage.py peupler``: aids after the hire in every state, as the rules and the application read them."""

import pytest
from django.db.models import Count, Sum

from aides.enums import CategoriePiece, StatutAide
from aides.models import BilanFormation, DemandeAide, EnvoiPaiement, Sequence
from aides.queries.avancement import manques_de
from aides.queries.cumul import alertes_de
from aides.queries.dossier import apprecier, du_de, realise_de
from config.volume import aides as volume_aides
from noyau.journal import LigneJournal
from noyau.pieces import Piece
from referentiels.queries.reglement import reglement_au
from tests.volume.remplissage import LE, peupler

pytestmark = [pytest.mark.django_db, pytest.mark.lent]


def test_les_aides_sont_ce_que_l_application_aurait_ecrit(referentiels, monkeypatch):
    monkeypatch.setattr(volume_aides, "UNE_SUR", 1)
    monkeypatch.setattr(volume_aides, "FRACTION_A_COMPLETER", 0.5)
    monkeypatch.setattr(volume_aides, "EN_ATTENTE_MAX", {"instruire": 2, "liquider": 1, "payer": 1})
    peupler(400)

    assert {*DemandeAide.objects.values_list("statut", flat=True)} == {*StatutAide.values}
    _les_regles_les_disent_comme_elles_sont()
    _chacune_a_son_histoire_son_plan_et_ses_pieces()
    _ce_qui_est_du_se_retrouve_dans_les_bilans_et_les_envois()
    # What waits for an officer stays what some people can read.
    files = (DemandeAide.objects.a_instruire(), DemandeAide.objects.a_liquider(), DemandeAide.objects.a_payer())
    assert [file.count() for file in files] == [2, 1, 1]


def _les_regles_les_disent_comme_elles_sont():
    deposees = DemandeAide.objects.select_related("employeur").exclude(statut="brouillon")
    for demande in deposees.order_by("pk")[:8]:
        appreciation = apprecier(demande, le=LE)
        assert demande.verdict == appreciation.verdict == "eligible"
        assert demande.constats == [constat._asdict() for constat in appreciation.constats]
        assert demande.montant_demande == appreciation.calcul.montant
        alertes = alertes_de(demande, reglement=reglement_au(LE))
        assert [alerte for alerte in alertes if alerte.bloque] == manques_de(demande) == []


def _chacune_a_son_histoire_son_plan_et_ses_pieces():
    lignes = LigneJournal.objects.filter(objet_type="aides.demandeaide").order_by("objet_id", "pk")
    deposees = DemandeAide.objects.exclude(statut="brouillon")
    assert dict(lignes.values_list("objet_id", "arrivee")) == dict(deposees.values_list("pk", "statut"))
    heures = Sequence.objects.order_by().values("plan__demande").annotate(h=Sum("heures"))
    assert dict(heures.values_list("plan__demande", "h")) == dict(DemandeAide.objects.values_list("pk", "heures"))
    facultatives = {CategoriePiece.BULLETIN, CategoriePiece.AUTRE}
    jointes = Piece.objects.filter(objet_type="aides.demandeaide").values_list("categorie", flat=True)
    assert {*jointes} == {*CategoriePiece.values} - facultatives


def _ce_qui_est_du_se_retrouve_dans_les_bilans_et_les_envois():
    liquidees = DemandeAide.objects.filter(liquidee_le__isnull=False).select_related("employeur")
    for demande in [*liquidees.filter(statut="payee").order_by("pk")[:6], *liquidees.filter(statut="sans_paiement")]:
        assert demande.montant_du == du_de(demande, realise_de(demande, demande.bilan)).montant
    sommes = DemandeAide.objects.filter(statut="payee").order_by().values("paiement")
    assert {*sommes.annotate(n=Count("pk"), euros=Sum("montant_du")).values_list("paiement", "n", "euros")} == {
        *EnvoiPaiement.objects.values_list("pk", "nombre", "montant")
    }
    assert not liquidees.filter(liquidee_par__in=EnvoiPaiement.objects.values("lance_par")).exists()
    assert BilanFormation.objects.filter(envoye_le=None).count() == 0
