"""The page of one invoice for officers: what is invoiced, what proves it, and the control of its lines."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from factures.actions.certifier import controler_service_fait
from factures.actions.region import CERTIFIER, FINANCES, version_de
from factures.admin.presentation import (
    attente_de,
    dans_la_phrase,
    delais_au,
    faits_de_la_facture,
    phrase_de_la_suspension,
    phrase_du_retard,
    titre_de,
)
from factures.enums import StatutFacture
from factures.forms.controle import ControleForm
from factures.models import Facture
from factures.queries.controle import LigneControlee, lignes_a_controler
from factures.queries.delais import suspension_en_cours
from factures.queries.fiche import avec_document
from factures.queries.file import avec_leur_suite
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from referentiels.regles.typographie import composer, compter

LISTE = "admin:factures_facture_changelist"
PAGE = "admin:factures_facture_change"
PAGES = "admin/factures/facture"


class PageDeLaFacture:
    """What the administration of invoices gains: the page of one. Reading changes nothing; acts are POSTs."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read an invoice; a POST controls its lines, once confirmed."""
        facture = self.lire(request, object_id)
        if request.method != "POST":
            return self._page(request, facture, None)
        if not request.user.has_perm(CERTIFIER):
            raise PermissionDenied
        lignes = facture.lignes.order_by("rang")
        form = ControleForm(request.POST, lignes=lignes, version=version_de(facture))
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page(request, facture, form)
        if request.POST.get("etape") != "confirmer" and facture.statut == StatutFacture.EMISE:
            return self.rendre(request, "confirmer", facture, _confirmation(facture, form))
        return self._controler(request, facture, form)

    def lire(self, request: HttpRequest, object_id: str | int) -> Facture:
        """Give an invoice that the person may read; 404 otherwise, 403 without the right."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(_a_lire(request), pk=identifiant(str(object_id)))

    def rendre(self, request: HttpRequest, page: str, facture: Facture, contexte: dict[str, Any]) -> HttpResponse:
        """Draw a page of one invoice."""
        commun = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": facture,
            "facture": facture,
            "titre_facture": titre_de(facture),
            "title": titre_de(facture),
        }
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})

    def revenir(self, facture: Facture) -> HttpResponse:
        """Lead back to the page of an invoice."""
        return redirect(PAGE, facture.pk)

    def _page(self, request: HttpRequest, facture: Facture, form: ControleForm | None, **autres: Any) -> HttpResponse:
        le = timezone.localdate()
        controlees, peut = lignes_a_controler(facture), request.user.has_perm(CERTIFIER)
        suspendue = suspension_en_cours(facture)
        historique = list(facture.historique)
        # Asked to read it again, it answers as it now stands; other mistakes keep what was read.
        au_jour = form is None or "modifie" in autres
        version = (historique[0].pk if historique else 0) if au_jour else form["version"].value()
        a_dire = facture.statut == StatutFacture.EMISE and peut and not suspendue and not facture.est_sans_suite
        if a_dire and form is None:
            form = ControleForm(lignes=[une.ligne for une in controlees], version=version)
        contexte = {
            "faits": faits_de_la_facture(facture),
            "attente": attente_de(facture, delais=delais_au(le), le=le),
            "retard": phrase_du_retard(facture, le=le),
            "suspension": phrase_de_la_suspension(facture),
            "lignes": [_ligne(une, form if a_dire else None) for une in controlees],
            "form": form if a_dire else None,
            "version": version,
            "actes": self.actes_possibles(request, facture, suspendue=suspendue is not None),
            "historique": historique,
            "document": facture.document,
            "avoirs": list(facture.avoirs.emises().sans_contenu().order_by("pk")),
            "a_les_finances": request.user.has_perm(FINANCES),
        }
        return self.rendre(request, "page", facture, {**contexte, **autres})

    def _controler(self, request: HttpRequest, facture: Facture, form: ControleForm) -> HttpResponse:
        try:
            faite = controler_service_fait(
                facture_id=facture.pk,
                avis=form.avis(),
                par=request.user,
                le=timezone.localdate(),
                version=form.cleaned_data["version"],
            )
        except (TransitionImpossible, DossierModifie) as refus:
            facture = self.lire(request, facture.pk)
            if facture.statut == StatutFacture.EMISE:
                return self._page(request, facture, form, modifie=refus.motifs[0])
            # Most often a second click, or a second tab: what it asked is done.
            etat = facture.get_statut_display().lower()
            messages.info(request, composer(f"{titre_de(facture)} est déjà « {etat} » : rien n’a changé."))
            return self.revenir(facture)
        except RegleViolee as refus:
            form.add_error(None, [composer(motif) for motif in refus.motifs])
            return self._page(request, facture, form)
        messages.success(request, PHRASES[StatutFacture(faite.statut)].format(titre_de(faite)))
        return self.revenir(facture)


PHRASES = {
    StatutFacture.SERVICE_FAIT: "{} : le service fait est certifié.",
    StatutFacture.REJETEE: "{} : rejetée. L’organisme reçoit vos raisons.",
    StatutFacture.EMISE: "{} : vos réponses sont gardées. Le reste attend.",
}


def _a_lire(request: HttpRequest) -> QuerySet[Facture]:
    factures = Facture.objects.visibles_pour(request.user).select_related(
        "emetteur__emetteur", "bon__lot", "corrige", "envoi"
    )
    return avec_leur_suite(avec_document(factures.sans_contenu())).prefetch_related("suspensions")


def _ligne(controlee: LigneControlee, form: ControleForm | None) -> dict[str, Any]:
    pk = controlee.ligne.pk
    return {
        "controlee": controlee,
        "ligne": controlee.ligne,
        "session": controlee.ligne.composante.session,
        "champ": form[f"ligne_{pk}"] if form else None,
        "raison": form[f"raison_{pk}"] if form else None,
    }


def _confirmation(facture: Facture, form: ControleForm) -> dict[str, Any]:
    """Name what is about to be done, and what follows."""
    avis = form.avis()
    rangs = {ligne.pk: ligne.rang for ligne in form.lignes}
    refusees = {pk: raison for pk, raison in avis.items() if raison}
    attendent = len(form.lignes) - len(avis)
    if refusees:
        titre, verbe = f"Rejeter {dans_la_phrase(facture)} ?", "Rejeter la facture"
        effets = [
            f"{compter(len(refusees), 'ligne n’est pas faite', 'lignes ne sont pas faites')} : tout est rejeté.",
            f"Un courriel porte vos raisons à {facture.emetteur.nom}, qui la reprend par un avoir.",
            "La facture corrigée est préparée d’après les heures corrigées.",
        ]
    elif attendent:
        titre, verbe = "Garder ces réponses ?", "Garder mes réponses"
        effets = [f"Il reste {compter(attendent, 'ligne')} à contrôler : la facture attend."]
    else:
        titre, verbe = f"Certifier le service fait de {dans_la_phrase(facture)} ?", "Certifier le service fait"
        effets = [
            f"{compter(len(avis), 'ligne est reconnue faite', 'lignes sont reconnues faites')}.",
            "La facture pourra partir aux finances ; vous pouvez revenir dessus jusque-là.",
        ]
    return {
        "title": composer(titre),
        "titre": composer(titre),
        "effets": [composer(effet) for effet in effets],
        "verbe": verbe,
        "danger": bool(refusees),
        "dit": [composer(f"Ligne {rangs[pk]} : {raison}") for pk, raison in refusees.items()],
        "saisies": [(nom, valeur) for nom, valeur in form.data.items() if nom not in {"csrfmiddlewaretoken", "etape"}],
        "renoncer": reverse(PAGE, args=[facture.pk]),
    }
