"""What the demonstration shows of the Cariforef: sessions told, one that misses its sheet, one that was withdrawn."""

from config.demo.fiches import FICHES
from sessions_formation.actions.diffuser import Bilan, fragments_du_jour
from sessions_formation.enums import EtatDiffusion
from sessions_formation.models import Diffusion, FicheSession
from sessions_formation.queries.offres import affichees


class MontreLaDiffusion:
    def test_demo_montre_des_sessions_diffusees_et_d_autres_a_qui_il_manque_leur_fiche(self):
        bilan = Bilan()
        ecrits = list(fragments_du_jour(self.LE, bilan=bilan))
        assert len(ecrits) == bilan.ecrites == 7
        assert bilan.incompletes == affichees(self.LE).filter(fiche=None).count() >= 3
        assert dict(bilan.par_manque) == {"fiche": bilan.incompletes}

    def test_demo_a_dit_chaque_etat_d_une_session(self):
        assert set(Diffusion.objects.values_list("etat", flat=True)) == set(EtatDiffusion.values)
        assert FicheSession.objects.count() == len(FICHES)
        assert not FicheSession.objects.filter(modifiee_le__date__gte=self.LE).exists()
