"""The pages of a request in the administration: decide, messages, history and documents, ask for more."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Verdict, verdict_de
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer
from sessions_formation.actions.attribuer import REAFFECTER
from sessions_formation.actions.decider import (
    autoriser_session,
    demander_complement,
    mettre_en_instruction,
    refuser_session,
)
from sessions_formation.admin.decision import (
    attente_du_complement,
    confirmation,
    constats_du_jour,
    dossier,
    seule,
    tete,
)
from sessions_formation.admin.presentation import effets_de, titre_de
from sessions_formation.admin.signature import confirmation_a_deux, signature_de
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.forms.complement import ComplementForm
from sessions_formation.forms.decision import MOTIFS, Decision, DecisionForm
from sessions_formation.forms.fil import fil_de_la_session
from sessions_formation.models import Session
from sessions_formation.queries.instruction import documents_de
from sessions_formation.queries.lecture import Lecture, delais_de, lecture_de, lire, lire_la_tete
from sessions_formation.queries.place import place_de
from sessions_formation.queries.suivi_des_etapes import etapes_du_bloc

DROIT = "sessions_formation.acheter_session"
LISTE = "admin:sessions_formation_session_changelist"
DOSSIER = "admin:sessions_formation_session_change"
ECHANGES = "sessions_formation_session_echanges"
HISTORIQUE = "sessions_formation_session_historique"
COMPLETER = "sessions_formation_session_completer"
ONGLETS = ((DOSSIER, "Décider"), (f"admin:{ECHANGES}", "Messages"), (f"admin:{HISTORIQUE}", "Historique et documents"))
DEMANDE_PARTIE = "Un complément est demandé pour {}."


class Dossier(NamedTuple):
    """A file that has been read, and the law of the day it is read on."""

    lu: Lecture
    reglement: Reglement
    le: date

    @property
    def session(self) -> Session:
        return self.lu.session


class PagesDuDossier:
    """What the administration of sessions gains: the pages of one file. Reading changes nothing; acts are POSTs."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("<int:object_id>/echanges/", vue(self.echanges), name=ECHANGES),
            path("<int:object_id>/historique/", vue(self.historique), name=HISTORIQUE),
            path("<int:object_id>/completer/", vue(self.completer), name=COMPLETER),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read a request; a POST decides, once confirmed."""
        lu = self._lire(request, object_id)
        if request.method != "POST":
            return self._page(request, lu, None)
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        decision = request.POST.get("decision")
        if decision == "instruire":
            return self._instruire(request, lu)
        if decision == Decision.COMPLETER:
            return self._completer(request, lu)
        return self._decider(request, lu)

    def echanges(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What the training body, the mandataire and the Région write to one another."""
        session, tete_du_dossier = self._lire_la_tete(request, object_id)
        fil = fil_de_la_session(request, session)
        return self._rendre(request, "echanges", session, {**tete_du_dossier, **fil})

    def historique(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """All that happened to the file, newest first, its letters, and the steps agreed with employers."""
        session, tete_du_dossier = self._lire_la_tete(request, object_id)
        contexte = {
            "documents": documents_de(session),
            "etapes": etapes_du_bloc(session, maintenant=timezone.now()),
            "historique": list(session.historique),
        }
        return self._rendre(request, "historique", session, {**tete_du_dossier, **contexte})

    def completer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page that asks for a complement, by its own address."""
        lu = self._lire(request, object_id)
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        return self._completer(request, lu)

    def _lire(self, request: HttpRequest, object_id: str | int) -> Dossier:
        if not self.has_view_permission(request):
            raise PermissionDenied
        le = timezone.localdate()
        session = get_object_or_404(lire(identifiant(str(object_id)), utilisateur=request.user, le=le))
        return Dossier(lecture_de(session, le=le), reglement_au(le), le)

    def _lire_la_tete(self, request: HttpRequest, object_id: int) -> tuple[Session, dict[str, Any]]:
        """Read a file without what deciding needs (one query)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        le = timezone.localdate()
        session = get_object_or_404(lire_la_tete(object_id, utilisateur=request.user, le=le))
        return session, tete(session, place_de(session), delais=delais_de(session, le=le), le=le)

    def _page(self, request: HttpRequest, lu: Dossier, form: DecisionForm | None, **autres: Any) -> HttpResponse:
        peut_decider = request.user.has_perm(DROIT)
        contexte = dossier(lu.lu, form, peut_decider=peut_decider, reglement=lu.reglement, le=lu.le)
        contexte["seconde"] = signature_de(lu.session, request.user)
        return self._rendre(request, "dossier", lu.session, {**contexte, **autres})

    def _rendre(self, request: HttpRequest, page: str, session: Session, contexte: dict) -> HttpResponse:
        suffixe = self._suffixe(request)
        filtres = request.GET.get("_changelist_filters", "")
        commun = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "retour": f"{reverse(LISTE)}?{filtres}" if filtres else reverse(LISTE),
            "suffixe": suffixe,
            "onglets": [
                {"titre": titre, "url": f"{reverse(nom, args=[session.pk])}{suffixe}", "courant": rang == PAGES[page]}
                for rang, (nom, titre) in enumerate(ONGLETS)
            ]
            if page in PAGES
            else [],
            "peut_confier": session.statut in PAS_DECIDEE and request.user.has_perm(REAFFECTER),
        }
        return render(request, f"admin/sessions_formation/session/{page}.html", {**commun, **contexte})

    def _suffixe(self, request: HttpRequest) -> str:
        """The filters of the list one came from, for every address of the file."""
        gardes = self.get_preserved_filters(request)
        return f"?{gardes}" if gardes else ""

    def _revenir(self, request: HttpRequest, session: Session) -> HttpResponse:
        return redirect(f"{reverse(DOSSIER, args=[session.pk])}{self._suffixe(request)}")

    def _instruire(self, request: HttpRequest, lu: Dossier) -> HttpResponse:
        try:
            mettre_en_instruction(session_id=lu.session.pk, par=request.user)
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "L’organisme voit que vous instruisez sa demande.")
        return self._revenir(request, lu.session)

    def _decider(self, request: HttpRequest, lu: Dossier) -> HttpResponse:
        """Check what was typed, ask, then act: the three steps post the same fields."""
        verdict = verdict_de(constats_du_jour(lu.lu, reglement=lu.reglement, le=lu.le))
        form = DecisionForm(request.POST, derogation=verdict == Verdict.DEROGATION, devancees=lu.lu.devancees)
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page(request, lu, form)
        if _decidable(lu) and request.POST.get("etape") != "confirmer":
            page = confirmation(lu.lu, form, le=lu.le)
            decision = form.cleaned_data["decision"]
            page = confirmation_a_deux(page, lu.session, decision, reglement=lu.reglement)
            return self._rendre(request, "confirmer", lu.session, page)
        try:
            phrase = _agir(form.cleaned_data, lu, request)
        except TransitionImpossible as refus:
            messages.error(request, str(refus))
        except DossierModifie as refus:
            return self._page(request, self._lire(request, lu.session.pk), form, modifie=refus.motifs[0])
        except RegleViolee as refus:
            if _decidable(lu):
                form.add_error(None, list(refus.motifs))
                return self._page(request, lu, form)
            messages.error(request, str(refus))
        else:
            messages.success(request, composer(phrase.format(lu.session.numero)))
        return self._revenir(request, lu.session)

    def _completer(self, request: HttpRequest, lu: Dossier) -> HttpResponse:
        """Choose what is asked for, then send it: the page itself says what will follow."""
        etape = request.POST.get("etape")
        if etape == "revoir":
            return self._page(request, lu, DecisionForm(initial=request.POST.dict()))
        if etape != "confirmer":
            motif = request.POST.get("motif", "")
            deja = {"motif": motif if motif in MOTIFS[Decision.COMPLETER] else "", **_ecrit(request)}
            return self._page_du_complement(request, lu, ComplementForm(initial=deja))
        form = ComplementForm(request.POST)
        if not form.is_valid():
            return self._page_du_complement(request, lu, form)
        try:
            demander_complement(
                session_id=lu.session.pk,
                par=request.user,
                motif=form.cleaned_data["motif"],
                precisions=form.cleaned_data["precisions"],
                champs=form.demandes,
                le=lu.le,
                lu=form.cleaned_data["version"],
            )
        except TransitionImpossible as refus:
            messages.error(request, str(refus))
        except DossierModifie as refus:
            return self._page_du_complement(request, lu, form, modifie=refus.motifs[0])
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page_du_complement(request, lu, form)
        else:
            messages.success(request, composer(DEMANDE_PARTIE.format(lu.session.numero)))
        return self._revenir(request, lu.session)

    def _page_du_complement(
        self, request: HttpRequest, lu: Dossier, form: ComplementForm, **autres: Any
    ) -> HttpResponse:
        session = lu.session
        contexte = {
            "title": composer(f"Demander un complément sur {session.reference}"),
            "titre": titre_de(session),
            "form": form,
            "version": lu.lu.version,
            "effets": [seule(effet) for effet in effets_de(Decision.COMPLETER, session, le=lu.le)],
            "action": f"{reverse(DOSSIER, args=[session.pk])}{self._suffixe(request)}",
        }
        return self._rendre(request, "completer", session, {**contexte, **autres})


# The pages that have tabs, and which of them is theirs.
PAGES = {"dossier": 0, "echanges": 1, "historique": 2}


def _decidable(lu: Dossier) -> bool:
    """It waits for an officer, or the time given for its complement is over."""
    complement = attente_du_complement(lu.lu, reglement=lu.reglement, le=lu.le)
    return bool(lu.lu.place or (complement and complement["echu"]))


def _ecrit(request: HttpRequest) -> dict[str, str]:
    return {"precisions": request.POST.get("precisions", "")}


def _agir(choix: dict[str, Any], lu: Dossier, request: HttpRequest) -> str:
    """Do what the officer confirmed; give the sentence that says so."""
    commun = {
        "session_id": lu.session.pk,
        "par": request.user,
        "motif": choix["motif"],
        "precisions": choix["precisions"],
        "le": lu.le,
        "lu": choix["version"],
    }
    if choix["decision"] == Decision.REFUSER:
        refuser_session(**commun)
        return "La demande {} est refusée."
    session = autoriser_session(**commun, hors_tour=choix["hors_tour"])
    if session.statut in PAS_DECIDEE:
        return "La demande {} est signée ; elle attend une seconde signature."
    return "La session {} est autorisée : les lettres partent."
