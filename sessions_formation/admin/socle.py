"""« Commander une session socle »: the Région's own order, read by the rules before it is confirmed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from noyau.templatetags.maison import montant
from referentiels.regles.constats import Niveau, Verdict, verdict_de
from referentiels.regles.typographie import composer
from sessions_formation.actions.commander_socle import DROIT, commander_socle, juger_socle, session_socle
from sessions_formation.admin.presentation import effets_de, titre_de, volume
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import MotifDecision
from sessions_formation.forms.decision import Decision
from sessions_formation.forms.socle import LotForm, SocleForm
from sessions_formation.models import Lot, Session
from sessions_formation.queries.lots import ZERO, montants_du_lot
from sessions_formation.queries.signature import exige_deux_signatures

NOM = "sessions_formation_session_socle"
PAGES = "admin/sessions_formation/session"
JETON = "csrfmiddlewaretoken"
DERNIERE_FIN = " ;.\N{NARROW NO-BREAK SPACE}"


class CommandeSocle:
    """What the administration of sessions gains: the address, the form, the page that asks, the act."""

    def get_urls(self) -> list[URLPattern]:
        return [path("socle/", self.admin_site.admin_view(self.socle), name=NOM), *super().get_urls()]

    def socle(self, request: HttpRequest) -> HttpResponse:
        """Choose a lot; describe the session; read what it changes; order. Each step posts the same fields."""
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        lot = self._lot(request)
        if lot is None:
            form = LotForm(request.GET if "lot" in request.GET else None, le=timezone.localdate())
            return self._page_socle(request, "socle_lot", {"form": form})
        if request.method != "POST":
            return self._saisie_socle(request, SocleForm(lot=lot, le=timezone.localdate()))
        return self._commander_socle(request, lot)

    def _lot(self, request: HttpRequest) -> Lot | None:
        """The lot the address names, once it is one."""
        if not (cle := identifiant(request.GET.get("lot", ""))):
            return None
        lots = Lot.objects.visibles_pour(request.user).select_related("secteur", "groupement")
        return get_object_or_404(lots, pk=cle)

    def _commander_socle(self, request: HttpRequest, lot: Lot) -> HttpResponse:
        le = timezone.localdate()
        form = SocleForm(request.POST, lot=lot, le=le)
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._saisie_socle(request, form)
        session = session_socle(lot, par=request.user, champs=form.champs())
        deja = Session.objects.filter(envoi=form.cleaned_data["envoi"]).exists()
        constats = juger_socle(session, le=le)
        if not deja and form.reprocher(constats):
            return self._saisie_socle(request, form, constats=constats)
        if not deja and request.POST.get("etape") != "confirmer":
            return self._confirmation_socle(request, form, session, constats)
        try:
            commandee = commander_socle(
                lot_id=lot.pk,
                par=request.user,
                champs=form.champs(),
                decision=form.decision(),
                envoi=form.cleaned_data["envoi"],
                le=le,
            )
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._saisie_socle(request, form)
        messages.success(request, _phrase_de(commandee))
        return redirect("admin:sessions_formation_session_change", commandee.pk)

    def _saisie_socle(self, request: HttpRequest, form: SocleForm, *, constats: list | None = None) -> HttpResponse:
        jauge = montants_du_lot(form.lot, le=timezone.localdate()).jauge()
        graves = [c for c in constats or [] if c.niveau not in {Niveau.CONFORME, Niveau.INFO}]
        return self._page_socle(
            request, "socle", {"form": form, "lot": form.lot, "jauge": jauge, "constats": graves and constats}
        )

    def _confirmation_socle(
        self, request: HttpRequest, form: SocleForm, session: Session, constats: list
    ) -> HttpResponse:
        le = timezone.localdate()
        lu = form.cleaned_data
        contexte = {
            "form": form,
            "lot": form.lot,
            "session": session,
            "titre": composer(f"Commander {titre_de(session)} ?"),
            **_acte_de(session, le=le),
            "dit": list(filter(None, [MotifDecision(lu["motif"]).label, lu["precisions"], lu.get("hors_tour")])),
            "volume": volume(session),
            "constats": constats,
            "verdict": verdict_de(constats),
            "derogation": verdict_de(constats) == Verdict.DEROGATION,
            "jauge": montants_du_lot(form.lot, le=le).jauge(session.montant or ZERO, deja_engage=False),
            "saisie": [(nom, valeur) for nom, valeur in request.POST.items() if nom not in {JETON, "etape"}],
        }
        return self._page_socle(request, "socle_confirmer", contexte)

    def _page_socle(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Commander une session socle",
            "adresse": reverse(f"admin:{NOM}"),
        }
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})


def _phrase_de(session: Session) -> str:
    if session.statut in A_DECIDER:
        return composer(
            f"La session {session.numero} attend une seconde signature : une autre personne la lira dans la file."
        )
    return composer(f"La session {session.numero} est commandée et publiée : les lettres partent.")


def _acte_de(session: Session, *, le: date) -> dict[str, Any]:
    """Give what confirming does: order, or sign first when a second person must."""
    somme = montant(session.montant)
    if exige_deux_signatures(session.montant, le=le):
        effets = [
            f"Avec {somme}, une seconde signature est nécessaire : vous donnez la première.",
            "La session entre dans la file ; une autre personne la lit, puis la commande ou vous la renvoie.",
            "Rien n’est commandé et personne n’est prévenu d’ici là.",
        ]
        return {"effets": [composer(effet) for effet in effets], "verbe": "Signer et transmettre"}
    effets = [_seule(effet) for effet in effets_de(Decision.AUTORISER, session, le=le)]
    return {"effets": effets, "verbe": composer(f"Commander {somme}")}


def _seule(effet: str) -> str:
    """Give one effect of an enumeration as a sentence of its own."""
    return f"{effet[:1].upper()}{effet[1:].rstrip(DERNIERE_FIN)}."
