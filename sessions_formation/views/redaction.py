"""Writing a request: choose a lot, gather intentions, fill in, hear the rules, send."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from referentiels.regles.typographie import composer
from sessions_formation.actions.demander import demander_ouverture, enregistrer_demande, ouvrir_demande
from sessions_formation.enums import StatutSession
from sessions_formation.forms.demande import DemandeForm
from sessions_formation.forms.nouvelle import NouvelleForm
from sessions_formation.models import Session
from sessions_formation.queries.delais import complement_demande
from sessions_formation.queries.intentions import candidates, intentions_a_prendre
from sessions_formation.queries.lots import DANS_LE_GROUPEMENT, places_ouvertes, places_pour, role_dans_le_groupement
from sessions_formation.queries.reponses import RIEN, photographier
from sessions_formation.regles.champs import CHAMPS
from sessions_formation.views.acces import pour_organisme
from sessions_formation.views.jugement import attendues_de, jugement
from sessions_formation.views.prise import lignes_de_prise


@require_http_methods(["GET", "POST"])
@pour_organisme
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Open a draft with the intentions picked in the list; ask for the lot only when several fit."""
    le = timezone.localdate()
    donnees = request.POST if request.method == "POST" else request.GET
    voulues = _identifiants(donnees.getlist("i"))
    choisies = list(
        intentions_a_prendre(request.user, le=le).filter(pk__in=voulues).pour_liste().select_related("secteur")
    )
    places = places_ouvertes(request.user, le=le)
    possibles = places_pour(places, choisies) if choisies else places
    identifiants = [intention.pk for intention in choisies]
    seule = request.method == "POST" and len(possibles) == 1 and choisies
    reponse = {"place": possibles[0].cle, "i": identifiants} if seule else request.POST
    repondu = seule or "place" in request.POST
    form = NouvelleForm(reponse if repondu else None, places=possibles, intentions=identifiants)
    if repondu and form.is_valid():
        place = form.place_choisie
        session = ouvrir_demande(
            lot_id=place.lot.pk,
            organisme_id=place.membre.organisme_id,
            par=request.user,
            intentions=identifiants,
            le=le,
        )
        if len(choisies) < len(voulues):
            messages.warning(request, "Une intention que vous aviez cochée vient d’être prise : les autres sont là.")
        return redirect("sessions:modifier", pk=session.pk)
    contexte = {
        "form": form,
        "choisies": choisies,
        "secteurs": sorted({intention.secteur.libelle for intention in choisies}),
        "destinataires": sorted({i.organisme_choisi.nom for i in choisies if i.organisme_choisi}),
        "places": places,
        "possibles": possibles,
        "prises": len(voulues) - len(choisies),
    }
    return render(request, "sessions/nouvelle.html", contexte)


@require_http_methods(["GET", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a request. ``acte``: verifier (saves nothing), brouillon (saves), envoyer (saves and sends)."""
    le = timezone.localdate()
    session = get_object_or_404(_ecrites_par(request), pk=pk)
    if not session.modifiable:
        return _deja_partie(request, session)
    form = _formulaire(request, session, le)
    acte = request.POST.get("acte", "verifier")
    if acte != "verifier" and form.is_valid():
        try:
            session = _enregistrer(request, form, envoyer=acte == "envoyer", le=le)
        except TransitionImpossible:
            return _deja_partie(request, session)
        except RegleViolee as refus:
            if form.attendues:
                # Saved all the same; what a rule now refuses re-opens on the page.
                messages.error(request, str(refus))
                return redirect("sessions:modifier", pk=pk)
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, _annonce(session))
            return redirect("sessions:demande", pk=pk)
    page = "sessions/completer.html" if form.attendues else "sessions/modifier.html"
    return render(request, page, _contexte(session, form, le))


@require_POST
def constats(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rules say of what is on the page now: the fragment htmx puts in place. Saves nothing."""
    le = timezone.localdate()
    session = get_object_or_404(_ecrites_par(request), pk=pk)
    if not session.modifiable:
        return HttpResponseClientRedirect(reverse("sessions:demande", args=[pk]))
    form = _formulaire(request, session, le)
    contexte = {"session": session, "fragment": True, **jugement(session, form, le=le)}
    return render(request, "sessions/_constats.html", contexte)


def _ecrites_par(request: HttpRequest):
    return Session.objects.modifiables_par(request.user).select_related(
        "lot__secteur", "lot__groupement", "organisme", "commune__departement", "lieu", "certification"
    )


def _formulaire(request: HttpRequest, session: Session, le: date) -> DemandeForm:
    donnees = request.POST if request.method == "POST" else None
    cochees = _identifiants(request.POST.getlist("intentions"))
    role = role_dans_le_groupement(session.organisme_id, session.lot)
    return DemandeForm(
        donnees,
        demande=session,
        candidats=candidates(session, request.user, cochees=cochees, le=le),
        sous_traitant=role not in DANS_LE_GROUPEMENT,
        attendues=attendues_de(session, le=le),
    )


def _identifiants(valeurs: list[str]) -> set[int]:
    """The ids among what was posted."""
    return {pk for pk in map(identifiant, valeurs) if pk is not None}


def _enregistrer(request: HttpRequest, form: DemandeForm, *, envoyer: bool, le: date) -> Session:
    pk = form.demande.pk
    session = enregistrer_demande(
        session_id=pk,
        par=request.user,
        champs=form.champs(),
        intentions=form.cleaned_data["intentions"],
        le=le,
    )
    return demander_ouverture(session_id=pk, par=request.user, le=le) if envoyer else session


def _deja_partie(request: HttpRequest, session: Session) -> HttpResponse:
    messages.info(request, "Cette demande est déjà partie : voici où elle en est.")
    return redirect("sessions:demande", pk=session.pk)


def _annonce(session: Session) -> str:
    if session.statut == StatutSession.ATTENTE_MANDATAIRE:
        return composer(f"Demande {session.numero} envoyée au mandataire : la Région la recevra avec son accord.")
    if session.modifiable:
        return "C’est enregistré. La Région ne le voit pas encore."
    return f"Demande {session.numero} envoyée à la Région."


def _contexte(session: Session, form: DemandeForm, le: date) -> dict:
    candidats = list(form.fields["intentions"].candidats.values())
    complement = complement_demande(session)
    contexte = {
        "session": session,
        "form": form,
        "lignes": lignes_de_prise(candidats, cochees=form.cochees()),
        "complement": complement,
    }
    if form.attendues:
        # Before the page is judged, which sets what was typed on the session.
        contexte |= _ce_qui_se_complete(session, form)
    return {**contexte, **jugement(session, form, le=le)}


def _ce_qui_se_complete(session: Session, form: DemandeForm) -> dict:
    """The fields to answer, those of the case last as on the whole form; the other answers as facts."""
    photo = photographier(session)
    ouverts = [champ for champ in form.visible_fields() if not champ.field.disabled and champ.name != "intentions"]
    return {
        "champs": ouverts,
        "intentions_ouvertes": not form.fields["intentions"].disabled,
        "autres": [
            {"nom": libelle, "valeur": capfirst(photo[nom])}
            for nom, libelle in CHAMPS.items()
            if nom in form.fields and form.fields[nom].disabled and photo[nom] not in {RIEN, "non"}
        ],
    }
