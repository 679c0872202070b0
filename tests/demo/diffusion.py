"""What the demonstration shows of the Cariforef: sessions told, some in short, one that was withdrawn."""

from config.demo.fiches import FICHES
from sessions_formation.actions.diffuser import Bilan, fragments_du_jour
from sessions_formation.enums import EtatDiffusion
from sessions_formation.models import Diffusion, FicheSession
from sessions_formation.queries.offres import affichees


class MontreLaDiffusion:
    def test_demo_montre_des_sessions_diffusees_et_d_autres_dites_en_court_faute_de_fiche(self):
        bilan = Bilan()
        ecrits = list(fragments_du_jour(self.LE, bilan=bilan))
        assert len(ecrits) == bilan.ecrites == affichees(self.LE).count()
        assert bilan.sommaires == affichees(self.LE).filter(fiche=None).count() >= 3
        assert bilan.ecrites - bilan.sommaires == 7
        assert bilan.incompletes == 0

    def test_demo_a_dit_chaque_etat_d_une_session(self):
        assert set(Diffusion.objects.values_list("etat", flat=True)) == set(EtatDiffusion.values)
        assert FicheSession.objects.count() == len(FICHES)
        assert not FicheSession.objects.filter(modifiee_le__date__gte=self.LE).exists()
