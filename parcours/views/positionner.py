"""Proposing a person for a session, in two steps: who it is, then what is to be known of it.

What names a person is posted, never in an address. The second step is reached by a signed address, which proves that
the first one found the person in a way this referent may: among its own, or by typing the same data.
"""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comptes import acces
from noyau.erreurs import RegleViolee
from noyau.lecture import lire_ou_404
from noyau.listes import identifiant
from parcours.actions.positionner import DejaPositionne, Essai, essayer, positionner
from parcours.forms.positionner import FormulaireCandidature, RechercheStagiaire
from parcours.queries.dossiers import en_cours_d_entree
from parcours.queries.sourcing import emplois_libres_de, places_rendues, sessions_a_pourvoir
from parcours.views.sourcing import LUE_AVEC
from referentiels.models import StructureReseau
from referentiels.regles.typographie import composer
from sessions_formation.models import Parcours, Session
from sessions_formation.views.acces import pour_referent
from stagiaires.actions.consulter import noter_consultation
from stagiaires.actions.fiche import creer_stagiaire
from stagiaires.enums import Lecture
from stagiaires.forms.fiche import FormulaireStagiaire
from stagiaires.models import Stagiaire
from stagiaires.queries.doublons import personne_a_reprendre, ressemblances_pour
from stagiaires.queries.recherche import stagiaires_trouves

SEL = "parcours.positionner"
# Long enough for a conversation; the step before is one click away.
VALIDITE = timedelta(hours=4)
TROUVES_MAX = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@pour_referent
def personne(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is: somebody one's structures follow, or somebody new once those alike have been looked at."""
    le = timezone.localdate()
    session = _session(request, pk, le)
    acte = request.POST.get("acte", "")
    if acte == "choisir":
        stagiaires = Stagiaire.objects.visibles_pour(request.user).presents()
        return _suite(request, session, get_object_or_404(stagiaires, pk=_pk(request)))
    recherche = RechercheStagiaire(request.POST if acte == "chercher" else None)
    saisie = acte in {"creer", "reprendre", "autre"}
    form = FormulaireStagiaire(request.POST if saisie else None, le=le)
    contexte: dict[str, Any] = {"session": session, "recherche": recherche, "form": form}
    if acte == "chercher" and recherche.is_valid():
        contexte["trouves"] = list(stagiaires_trouves(request.user, recherche.cleaned_data["cherche"])[:TROUVES_MAX])
    elif saisie and form.is_valid():
        trouve, proches = _reconnaitre(request, form, acte)
        if trouve:
            return _suite(request, session, trouve)
        contexte |= {"ressemblances": proches, "saisie": _gardee(request, form)}
    contexte["nouvelle"] = saisie or "trouves" in contexte
    return render(request, "parcours/positionner.html", contexte)


def _reconnaitre(request: HttpRequest, form: FormulaireStagiaire, acte: str):
    """Give the person that is meant, or those it may be: nobody is created before they were shown."""
    identite = form.identite()
    if acte == "reprendre":
        try:
            return personne_a_reprendre(_pk(request), par=request.user, identite=identite), []
        except Stagiaire.DoesNotExist:
            form.add_error(None, "Cette fiche ne correspond plus à ce que vous avez écrit : relisez les réponses.")
            return None, []
    proches = [] if acte == "autre" else ressemblances_pour(request.user, identite)
    if proches:
        return None, proches
    try:
        return creer_stagiaire(identite=identite, par=request.user, structure=_structures(request)[0]), []
    except RegleViolee as refus:
        for motif in refus.motifs:
            form.add_error(None, motif)
        return None, []


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@pour_referent
def candidature(request: HttpRequest, pk: int, jeton: str) -> HttpResponse:
    """What is to be known of the person for this session, what the rules find, then the act."""
    le = timezone.localdate()
    session = _session(request, pk, le)
    stagiaire = _stagiaire(request, pk, jeton)
    if stagiaire is None:
        messages.warning(request, "Cette page est restée ouverte trop longtemps : retrouvez la personne.")
        return redirect("parcours:positionner", pk)
    noter_consultation(stagiaire, par=request.user, page=Lecture.FICHE)
    emplois = emplois_libres_de(session)
    form = FormulaireCandidature(
        request.POST if request.method == "POST" else None,
        emplois=emplois,
        rendues=list(places_rendues(session)),
        structures=_structures(request),
    )
    contexte: dict[str, Any] = {"session": session, "stagiaire": stagiaire, "form": form, "emplois": emplois}
    etape = request.POST.get("etape")
    if etape != "revoir" and form.is_valid():
        try:
            if etape == "envoyer":
                return _envoyer(request, session, stagiaire, form, le)
            essai = essayer(session, stagiaire, saisie=form.candidature(), le=le)
            contexte |= {"constats": essai.constats, "motifs": essai.motifs}
            if not essai.motifs:
                contexte |= {"confirmer": True, "effets": effets(essai, le), "saisie": _gardee(request, form)}
        except DejaPositionne as deja:
            return _deja_la(request, session, deja)
        except RegleViolee as refus:
            for motif in refus.motifs:
                form.add_error(None, motif)
    return render(request, "parcours/candidature.html", contexte)


def _envoyer(request: HttpRequest, session: Session, stagiaire: Stagiaire, form: FormulaireCandidature, le: date):
    parcours = positionner(
        session_id=session.pk, stagiaire_id=stagiaire.pk, saisie=form.candidature(), par=request.user, le=le
    )
    messages.success(request, composer(f"C’est fait. {_ou(parcours)}"))
    return redirect("parcours:fiche", parcours.pk)


def effets(essai: Essai, le: date) -> list[str]:
    """Say what comes next, before it is sent."""
    parcours, session = essai.parcours, essai.parcours.session
    suites = [_ou(parcours)]
    if en_cours_d_entree(session, le):
        suites.append("La session a commencé : l’organisme dira si la personne peut la rejoindre.")
    if parcours.intention and parcours.intention.commune_id and session.commune_id:
        la_bas, ici = parcours.intention.commune, session.commune
        if la_bas.departement_id != ici.departement_id:
            suites.append(f"L’emploi est à {la_bas.nom}, la formation à {ici.nom} : parlez des trajets.")
    suites.append(f"{session.organisme.nom} est prévenu aussitôt.")
    quand = " quand une place se libère" if parcours.en_liste_d_attente else ""
    suites.append(f"Une structure du Réseau pour l’emploi valide le profil, puis l’organisme se prononce{quand}.")
    return [composer(suite) for suite in suites]


def _ou(parcours: Parcours) -> str:
    if parcours.intention:
        return f"Un poste est gardé pour cette personne : {parcours.intention.employeur}."
    if parcours.en_liste_d_attente:
        return "La personne entre en liste d’attente : elle reçoit la première place rendue, et nous vous prévenons."
    return "La personne est proposée pour cette session du socle."


def _deja_la(request: HttpRequest, session: Session, deja: DejaPositionne) -> HttpResponse:
    """Say that it is done: the form was sent twice, or a colleague came first."""
    messages.info(request, "Cette personne est déjà positionnée sur cette session.")
    if Parcours.objects.visibles_pour(request.user).filter(pk=deja.parcours_id).exists():
        return redirect("parcours:fiche", deja.parcours_id)
    return redirect("parcours:session", session.pk)


def _suite(request: HttpRequest, session: Session, stagiaire: Stagiaire) -> HttpResponse:
    jeton = signing.dumps([stagiaire.pk, session.pk, request.user.pk], salt=SEL)
    return redirect("parcours:candidature", session.pk, jeton)


def _stagiaire(request: HttpRequest, session_id: int, jeton: str) -> Stagiaire | None:
    try:
        stagiaire_id, *pour = signing.loads(jeton, salt=SEL, max_age=VALIDITE)
    except signing.BadSignature:
        return None
    if pour != [session_id, request.user.pk]:
        return None
    return Stagiaire.objects.presents().filter(pk=stagiaire_id).first()


def _session(request: HttpRequest, pk: int, le: date) -> Session:
    return lire_ou_404(sessions_a_pourvoir(request.user, le=le).select_related(*LUE_AVEC), pk=pk)


def _gardee(request: HttpRequest, form: Form) -> list[tuple[str, str]]:
    """Give what was typed, to be sent again with the next answer."""
    return [(nom, valeur) for nom in form.fields for valeur in request.POST.getlist(nom)]


def _structures(request: HttpRequest) -> list[StructureReseau]:
    siennes = StructureReseau.objects.filter(pk__in=acces.structures_de(request.user))
    return list(siennes.order_by("nom", "pk"))


def _pk(request: HttpRequest) -> int:
    return identifiant(request.POST.get("stagiaire", "")) or 0
