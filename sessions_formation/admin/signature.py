"""The second signature in the administration: what the file says of it, and the two pages of the second person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.templatetags.maison import montant
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer
from sessions_formation.actions.demander import juger
from sessions_formation.actions.valider import VALIDER, contresigner, renvoyer
from sessions_formation.admin.presentation import titre_de, volume
from sessions_formation.enums import MotifDecision
from sessions_formation.forms.decision import Decision
from sessions_formation.forms.signature import ContresignerForm, RenvoyerForm
from sessions_formation.models import PremiereValidation, Session
from sessions_formation.queries.instruction import version_de
from sessions_formation.queries.lots import ZERO, montants_du_lot
from sessions_formation.queries.signature import premiere_signature_de

CONTRESIGNER = "sessions_formation_session_contresigner"
RENVOYER = "sessions_formation_session_renvoyer"
DOSSIER = "admin:sessions_formation_session_change"
PAGES = "admin/sessions_formation/session"
PREMIERE = "Donner la première signature"
EFFETS_DE_LA_PREMIERE = [
    composer("son montant demande deux signatures : la vôtre est la première, rien n’est encore commandé ;"),
    composer("qui peut donner la seconde est prévenu par courriel ; les règles seront relues à ce moment ;"),
    "la demande garde son état et sa place dans la file.",
]
FORMES: dict[str, type[Form]] = {"contresigner": ContresignerForm, "renvoyer": RenvoyerForm}


def signature_de(session: Session, utilisateur: Utilisateur) -> dict[str, Any] | None:
    """Give what ``_signature.html`` shows on a file that somebody has signed; None on any other.

    No query where ``premiere_validation__par`` was read with the session.
    """
    signature = _lue(session)
    if signature is None:
        return None
    la_sienne = signature.par_id == utilisateur.pk
    return {
        "signature": signature,
        "dit": _dit(signature),
        "la_sienne": la_sienne,
        "peut_signer": not la_sienne and utilisateur.has_perm(VALIDER),
        "contresigner": reverse(f"admin:{CONTRESIGNER}", args=[session.pk]),
        "renvoyer": reverse(f"admin:{RENVOYER}", args=[session.pk]),
    }


def panneau_a_deux(panneau: dict[str, Any] | None, session: Session, *, reglement: Reglement) -> dict[str, Any] | None:
    """Adapt the decision panel to a purchase two people sign: the button gives the first signature, once."""
    if panneau is None or not panneau["autorisable"]:
        return panneau
    autoriser, *autres = panneau["boutons"]
    if _lue(session):
        note = "Une première personne a signé : la seconde commande. Une page de confirmation suit."
        restes = {"effets": [], "autorisable": False, "a_instruire": False, "a_prendre": False}
        # What only serves to authorise is not asked again: the first person has written it.
        champs = [champ for champ in panneau["champs"] if champ.name != "hors_tour"]
        return {**panneau, **restes, "boutons": autres, "champs": champs, "note": note}
    if not _grande(session, reglement):
        return panneau
    return {**panneau, "boutons": [{**autoriser, "texte": PREMIERE}, *autres], "effets": EFFETS_DE_LA_PREMIERE}


def confirmation_a_deux(
    page: dict[str, Any], session: Session, decision: str, *, reglement: Reglement
) -> dict[str, Any]:
    """Adapt the page that asks, when what is confirmed is a first signature."""
    if decision != Decision.AUTORISER or not _grande(session, reglement):
        return page
    effets = [f"{effet[:1].upper()}{effet[1:].rstrip(' ;.')}." for effet in EFFETS_DE_LA_PREMIERE]
    return {**page, "verbe": PREMIERE, "effets": effets}


class SecondeSignature:
    """What the administration of sessions gains: the page that signs, and the page that sends back."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("<int:object_id>/contresigner/", vue(self.contresigner), name=CONTRESIGNER),
            path("<int:object_id>/renvoyer/", vue(self.renvoyer), name=RENVOYER),
            *super().get_urls(),
        ]

    def contresigner(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show what will be ordered (GET); order it (POST)."""
        return self._seconde_personne(request, object_id, "contresigner")

    def renvoyer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask why (GET); send the file back to who signed first (POST)."""
        return self._seconde_personne(request, object_id, "renvoyer")

    def _seconde_personne(self, request: HttpRequest, object_id: int, acte: str) -> HttpResponse:
        if not request.user.has_perm(VALIDER):
            raise PermissionDenied
        session = get_object_or_404(_sessions(request.user), pk=object_id)
        signature = premiere_signature_de(session)
        if signature is None and request.method != "POST":
            messages.info(request, "Cette demande n’attend pas de seconde signature.")
            return redirect(DOSSIER, object_id)
        donnees = request.POST if request.method == "POST" else None
        form = FORMES[acte](donnees, initial={"version": version_de(session)})
        if not form.is_valid():
            return self._page_de_signature(request, session, acte, form)
        try:
            phrase = ACTES[acte](session, request.user, form)
        except TransitionImpossible as refus:
            messages.error(request, str(refus))
        except DossierModifie as refus:
            return self._page_de_signature(request, session, acte, _a_jour(form, session), modifie=refus.motifs[0])
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page_de_signature(request, session, acte, form)
        else:
            messages.success(request, composer(phrase))
        return redirect(DOSSIER, object_id)

    def _page_de_signature(
        self, request: HttpRequest, session: Session, acte: str, form: Form, **autres: Any
    ) -> HttpResponse:
        le = timezone.localdate()
        signature = premiere_signature_de(session)
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "form": form,
            "signature": signature,
            "dit": _dit(signature) if signature else [],
            "volume": volume(session),
            "titre_session": titre_de(session),
            "retour": reverse(DOSSIER, args=[session.pk]),
            **(_effet_de_signer(session, le=le) if acte == "contresigner" else _effet_de_renvoyer(session, signature)),
        }
        return render(request, f"{PAGES}/signer.html", {**contexte, **autres})


def _lue(session: Session) -> PremiereValidation | None:
    # The reverse side of a one-to-one: absent, it raises an AttributeError.
    return getattr(session, "premiere_validation", None)


def _grande(session: Session, reglement: Reglement) -> bool:
    return session.montant is not None and session.montant >= reglement.seconde_validation_montant


def _sessions(utilisateur: Utilisateur) -> Any:
    return Session.objects.visibles_pour(utilisateur).select_related(
        "lot__groupement", "lot__secteur", "organisme", "commune__departement", "lieu__commune", "certification"
    )


def _signer(session: Session, par: Utilisateur, form: Form) -> str:
    dit = form.cleaned_data
    contresigner(
        session_id=session.pk, par=par, precisions=dit["precisions"], le=timezone.localdate(), lu=dit["version"]
    )
    return f"La session {session.reference} est autorisée : les lettres partent."


def _renvoyer(session: Session, par: Utilisateur, form: Form) -> str:
    renvoyer(session_id=session.pk, par=par, motif=form.cleaned_data["motif"], lu=form.cleaned_data["version"])
    return f"La demande {session.reference} revient à l’instruction."


def _a_jour(form: Form, session: Session) -> Form:
    """Keep what was typed, on the file as it is now."""
    donnees = form.data.copy()
    donnees["version"] = version_de(session)
    form.data = donnees
    return form


def _effet_de_signer(session: Session, *, le: date) -> dict[str, Any]:
    return {
        "title": composer(f"Signer {session.reference} ?"),
        "titre": composer(f"Signer et commander {titre_de(session)}"),
        "verbe": composer(f"Signer et commander {montant(session.montant)}"),
        "danger": False,
        "effets": [
            composer(f"{montant(session.montant)} sont commandés sur le lot {session.lot.numero}."),
            composer(f"L’autorisation part à {session.organisme.nom} ; vous la signez. La session est publiée."),
            "Les règles sont relues au moment où vous signez.",
        ],
        "constats": juger(session, le=le),
        "jauge": montants_du_lot(session.lot, le=le).jauge(session.montant or ZERO),
    }


def _effet_de_renvoyer(session: Session, signature: PremiereValidation | None) -> dict[str, Any]:
    qui = signature.par.get_full_name() if signature else "la personne qui l’a signée"
    return {
        "title": composer(f"Renvoyer {session.reference} ?"),
        "titre": composer(f"Renvoyer {titre_de(session)} à l’instruction"),
        "verbe": "Renvoyer à l’instruction",
        "danger": True,
        "effets": [
            composer(f"La signature de {qui} ne compte plus ; votre motif lui est envoyé."),
            "La demande garde sa place dans la file. L’organisme ne reçoit rien.",
        ],
    }


def _dit(signature: PremiereValidation) -> list[str]:
    raison = f"Avant son tour : {signature.hors_tour}" if signature.hors_tour else ""
    motif = MotifDecision(signature.motif).label if signature.motif else ""
    return [composer(phrase) for phrase in (motif, signature.precisions, raison) if phrase]


ACTES: dict[str, Callable[[Session, Utilisateur, Form], str]] = {"contresigner": _signer, "renvoyer": _renvoyer}
