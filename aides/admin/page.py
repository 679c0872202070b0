"""The pages of one request in the administration: read and decide, ask for more, messages and history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from aides.actions.decider import (
    LETTRE,
    accorder_aide,
    contexte_de_l_accord,
    contexte_du_refus,
    raisons_de,
    refuser_aide,
)
from aides.actions.ecrire import ecrire_a_la_demande, qualite_pour
from aides.actions.instruire import demander_complement, noter_justificatif, suivre
from aides.actions.region import INSTRUIRE, LIQUIDER, PAYER, VOIR_MAJORATION, lit_les_pieces, version_de
from aides.admin.dossier import contexte_du_dossier, raisons_possibles
from aides.admin.presentation import effets_de_l_accord, titre_de
from aides.enums import StatutAide
from aides.forms.decision import ComplementForm, Decision, DecisionForm, JustificatifForm
from aides.models import DemandeAide
from aides.queries.instruction import Lecture, lecture_de
from intentions.forms.message import ENVOYE, MessageForm
from noyau.courriers import preparer_document
from noyau.documents import dessiner
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.fil import lignes_du_fil
from noyau.lettres import Document
from noyau.listes import identifiant
from noyau.messagerie import fil_de, marquer_lu
from noyau.templatetags.maison import montant
from referentiels.regles.typographie import composer

LISTE = "admin:aides_demandeaide_changelist"
DOSSIER = "admin:aides_demandeaide_change"
COMPLETER = "admin:aides_demandeaide_completer"
PAGES = "admin/aides/demandeaide"
A_DECIDER = frozenset({StatutAide.DEPOSEE, StatutAide.A_COMPLETER})
DEJA = "{} est déjà « {} » : rien n’a changé."


class PagesDeLaDemande:
    """What the administration of aids gains: the pages of one file. Reading changes nothing; acts are POSTs."""

    def get_urls(self) -> list[URLPattern]:
        vue, nom = self.admin_site.admin_view, "aides_demandeaide"
        return [
            path("<int:object_id>/completer/", vue(self.completer), name=f"{nom}_completer"),
            path("<int:object_id>/echanges/", vue(self.echanges), name=f"{nom}_echanges"),
            path("<int:object_id>/justificatif/", vue(self.justificatif), name=f"{nom}_justificatif"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read a request; a POST follows it, or decides once confirmed."""
        demande = self.lire(request, object_id)
        if request.method != "POST":
            return self._page(request, demande, None)
        if not request.user.has_perm(INSTRUIRE):
            raise PermissionDenied
        if request.POST.get("decision") == "suivre":
            return self._suivre(request, demande)
        if request.POST.get("decision") == Decision.COMPLETER:
            return redirect(COMPLETER, demande.pk)
        return self._decider(request, demande)

    def completer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Choose what is asked again, then send it: the page itself says what will follow."""
        demande = self._lire_pour(request, object_id, INSTRUIRE)
        if request.method != "POST":
            return self._page_du_complement(
                request,
                demande,
                ComplementForm(initial={"version": version_de(demande)}, dispositif=demande.dispositif),
            )
        form = ComplementForm(request.POST, dispositif=demande.dispositif)
        if form.is_valid():
            try:
                demander_complement(
                    demande_id=demande.pk, par=request.user, le=timezone.localdate(), **form.cleaned_data
                )
            except (TransitionImpossible, DossierModifie) as refus:
                return self.deja_fait(request, demande, refus)
            except RegleViolee as refus:
                form.add_error(None, list(refus.motifs))
            else:
                messages.success(request, composer(f"Un complément est demandé pour {demande.reference}."))
                return redirect(DOSSIER, demande.pk)
        return self._page_du_complement(request, demande, form)

    def echanges(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What the employer and the Région write to one another, and all that happened; a POST writes."""
        demande = self.lire(request, object_id)
        form = MessageForm.vierge()
        if request.method == "POST":
            form = MessageForm(request.POST, request.FILES)
            if form.confier(lambda **ecrit: ecrire_a_la_demande(demande_id=demande.pk, par=request.user, **ecrit)):
                messages.success(request, ENVOYE)
                return redirect("admin:aides_demandeaide_echanges", demande.pk)
        fil = fil_de(demande)
        if fil:
            marquer_lu(demande, request.user, jusqu_a=fil[-1].pk)
        contexte = {
            "messages_fil": lignes_du_fil(fil, request.user, url_piece="admin:aides_piece_de_message"),
            "qualite": qualite_pour(request.user, demande),
            "message_form": form,
            # A letter names the person hired.
            "documents": Document.objects.de(demande) if lit_les_pieces(request.user) else None,
            "historique": list(demande.historique),
        }
        return self.rendre(request, "echanges", demande, contexte)

    def justificatif(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Note the day the proof of an increase was shown (POST)."""
        demande = self._lire_pour(request, object_id, INSTRUIRE)
        if not request.user.has_perm(VOIR_MAJORATION):
            raise PermissionDenied
        form = JustificatifForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                noter_justificatif(
                    demande_id=demande.pk, vu_le=form.cleaned_data["vu_le"], par=request.user, le=timezone.localdate()
                )
            except RegleViolee as refus:
                form.add_error("vu_le", list(refus.motifs))
            else:
                messages.success(request, "Le justificatif est noté comme vu : le montant en tient compte.")
        if form.errors:
            messages.error(request, " ".join(form.errors["vu_le"]))
        return redirect(DOSSIER, demande.pk)

    def lire(self, request: HttpRequest, object_id: str | int) -> DemandeAide:
        """Give a request that the person may read; 404 otherwise, 403 without the right."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        visibles = DemandeAide.objects.visibles_pour(request.user).select_related(
            "employeur", "demandeur", "agent", "liquidee_par", "paiement"
        )
        return get_object_or_404(visibles, pk=identifiant(str(object_id)))

    def rendre(self, request: HttpRequest, page: str, demande: DemandeAide, contexte: dict[str, Any]) -> HttpResponse:
        """Draw a page of one request."""
        onglets = [
            {"titre": titre, "url": reverse(nom, args=[demande.pk]), "courant": courant == page}
            for titre, nom, courant in (
                ("La demande", DOSSIER, "dossier"),
                ("Messages et historique", "admin:aides_demandeaide_echanges", "echanges"),
            )
        ]
        commun = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": demande,
            "demande": demande,
            "title": titre_de(demande),
            "retour": reverse(LISTE),
            "onglets": onglets,
            "peut_payer": request.user.has_perm(PAYER),
        }
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})

    def deja_fait(self, request: HttpRequest, demande: DemandeAide, refus: RegleViolee) -> HttpResponse:
        """Tell a second click, or who comes second, and lead back to the file as it now stands."""
        a_jour = self.lire(request, demande.pk)
        if isinstance(refus, DossierModifie):
            messages.warning(request, composer(str(refus)))
        else:
            messages.info(request, composer(DEJA.format(a_jour.reference, a_jour.get_statut_display().lower())))
        return redirect(DOSSIER, demande.pk)

    def _lire_pour(self, request: HttpRequest, object_id: int, droit: str) -> DemandeAide:
        demande = self.lire(request, object_id)
        if not request.user.has_perm(droit):
            raise PermissionDenied
        return demande

    def _page(
        self, request: HttpRequest, demande: DemandeAide, form: DecisionForm | None, **autres: Any
    ) -> HttpResponse:
        lu = lecture_de(demande, le=timezone.localdate())
        contexte = contexte_du_dossier(lu, form, lecteur=request.user, le=timezone.localdate())
        contexte["peut_liquider"] = request.user.has_perm(LIQUIDER)
        return self.rendre(request, "dossier", demande, {**contexte, **autres})

    def _suivre(self, request: HttpRequest, demande: DemandeAide) -> HttpResponse:
        try:
            suivre(demande_id=demande.pk, par=request.user)
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, composer(f"Vous suivez {demande.reference}."))
        return redirect(DOSSIER, demande.pk)

    def _decider(self, request: HttpRequest, demande: DemandeAide) -> HttpResponse:
        """Check what was typed, ask, then act: the three steps post the same fields."""
        if demande.statut not in A_DECIDER:
            return self.deja_fait(request, demande, TransitionImpossible())
        lu = lecture_de(demande, le=timezone.localdate())
        form, etape = DecisionForm(request.POST, raisons=raisons_possibles(lu)), request.POST.get("etape")
        if not form.is_valid() or etape == "revoir":
            return self._page(request, demande, form)
        if etape == "apercu":
            return _apercu(lu, form, request)
        if etape != "confirmer":
            return self.rendre(request, "confirmer", demande, _confirmation(lu, form))
        return self._confirme(request, demande, form)

    def _confirme(self, request: HttpRequest, demande: DemandeAide, form: DecisionForm) -> HttpResponse:
        try:
            phrase = _agir(demande, form.cleaned_data, request)
        except TransitionImpossible as refus:
            return self.deja_fait(request, demande, refus)
        except DossierModifie as refus:
            return self._page(request, self.lire(request, demande.pk), form, modifie=refus.motifs[0])
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page(request, demande, form)
        messages.success(request, composer(phrase))
        return redirect(DOSSIER, demande.pk)

    def _page_du_complement(self, request: HttpRequest, demande: DemandeAide, form: ComplementForm) -> HttpResponse:
        titre = composer(f"Demander un complément pour {demande.reference}")
        return self.rendre(request, "completer", demande, {"title": titre, "form": form})


def _confirmation(lu: Lecture, form: DecisionForm) -> dict[str, Any]:
    demande, choix = lu.demande, form.cleaned_data
    accorder = choix["decision"] == Decision.ACCORDER
    refus = [
        "La lettre de refus part à l’employeur, avec vos mots.",
        "Une demande refusée ne se rouvre pas ; l’employeur peut en déposer une autre.",
    ]
    raisons = [] if accorder else raisons_de(lu, choix["regles"])
    return {
        "title": composer(f"{'Accorder' if accorder else 'Refuser'} {demande.reference} ?"),
        "titre": titre_de(demande),
        "effets": effets_de_l_accord(lu) if accorder else refus,
        "verbe": composer(f"Accorder {montant(lu.calcul.montant)}") if accorder else "Refuser la demande",
        "danger": not accorder,
        "dit": [*raisons, *filter(None, [choix["precisions"].strip()])],
        "saisies": form.saisies,
    }


def _apercu(lu: Lecture, form: DecisionForm, request: HttpRequest) -> HttpResponse:
    """The letter as it would leave, without a code to check it by: nothing is written."""
    choix, le = form.cleaned_data, timezone.localdate()
    dit = {"par": request.user, "precisions": choix["precisions"], "le": le}
    if choix["decision"] == Decision.ACCORDER:
        faits = contexte_de_l_accord(lu, **dit)
    else:
        faits = contexte_du_refus(lu, raisons_de(lu, choix["regles"]), **dit)
    with transaction.atomic():
        document = preparer_document(
            modele=LETTRE, cle="", objet=lu.demande, titre="Aperçu", reference=lu.demande.reference, contexte=faits
        )
    entetes = {"Content-Disposition": 'inline; filename="apercu.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(dessiner(LETTRE, document.contexte), content_type="application/pdf", headers=entetes)


def _agir(demande: DemandeAide, choix: dict[str, Any], request: HttpRequest) -> str:
    """Do what the officer confirmed; give the sentence that says so."""
    commun = {
        "demande_id": demande.pk,
        "par": request.user,
        "le": timezone.localdate(),
        "precisions": choix["precisions"],
        "version": choix["version"],
    }
    if choix["decision"] == Decision.REFUSER:
        refuser_aide(**commun, regles=choix["regles"])
        return f"{demande.reference} est refusée : la lettre part."
    accordee = accorder_aide(**commun)
    return f"{demande.reference} est accordée pour {montant(accordee.montant_accorde)} : la lettre part."
