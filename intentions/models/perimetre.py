"""Who reaches which intentions: every page, file and interface starts from one of these."""

from datetime import date

from django.db import models
from django.db.models import Q

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models.partenaires import Partenaire

# What a partner is still writing is not the employer's to see yet.
_BROUILLON_D_UN_AUTRE = Q(statut=StatutIntention.BROUILLON, partenaire__isnull=False)


class IntentionQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """Those of the person's establishments; for a training body, those addressed to it and the free ones it may
        take; for an officer, all. Drafts are seen by the employer only."""
        if acces.est_agent(utilisateur):
            return self.exclude(statut=StatutIntention.BROUILLON)
        organismes = acces.constantes(acces.organismes_de(utilisateur))
        return self.filter(
            self._ecrites_par(utilisateur)
            | (~Q(statut=StatutIntention.BROUILLON) & Q(organisme_choisi__in=organismes))
        )

    def modifiables_par(self, utilisateur: Utilisateur):
        """Those this person may write in: the employer's own, and those its organisation transmits."""
        partenaires = Partenaire.objects.cles_de(utilisateur)
        return self.filter(self._ecrites_par(utilisateur) | Q(partenaire__in=partenaires))

    def de_l_employeur(self, utilisateur: Utilisateur):
        """Those of the person's establishments, transmitted by others or not, and its own drafts without one."""
        return self.filter(self._ecrites_par(utilisateur))

    def transmises_par(self, utilisateur: Utilisateur):
        """Those that the person's organisations transmit for employers."""
        return self.filter(partenaire__in=Partenaire.objects.cles_de(utilisateur))

    @staticmethod
    def _ecrites_par(utilisateur: Utilisateur) -> Q:
        employeurs = acces.constantes(acces.employeurs_de(utilisateur))
        return (Q(employeur__in=employeurs) & ~_BROUILLON_D_UN_AUTRE) | Q(
            deposant=utilisateur.pk, employeur=None, partenaire=None
        )

    def recevables(self):
        return self.filter(statut=StatutIntention.RECEVABLE)

    def prenables(self, le: date):
        """Those that may be engaged on ``le``: recevable, and a granted derogation, if it has an end, still holds."""
        return self.recevables().filter(Q(derogation_fin=None) | Q(derogation_fin__gte=le))

    def libres(self):
        """Recevable, and the employer has chosen no training body."""
        return self.recevables().filter(organisme_choisi=None)

    def pour_liste(self):
        """With what a list shows, in one query."""
        return self.select_related("employeur", "metier", "commune", "organisme_choisi")

    def sans_les_textes(self):
        """Without the findings and the long texts, which weigh more than all the rest and only a file shows."""
        return self.defer("constats", "precisions", "motif_derogation")
