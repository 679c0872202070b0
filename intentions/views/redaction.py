"""Writing an intention: the establishment, then the steps; nothing typed is lost."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from comptes.actions.rattacher import rattacher_employeur
from comptes.forms.etablissement import FicheForm
from intentions.actions.etablissement import preciser_insertion
from intentions.actions.redaction import enregistrer_reponses, ouvrir_brouillon
from intentions.enums import StatutIntention
from intentions.forms.champs import choix_de_secteurs
from intentions.forms.etablissement import EtablissementForm
from intentions.forms.etapes import ETAPES, ContratForm
from intentions.forms.reprise import CLE_DE_REPRISE, champs_repris, insertion_reprise
from intentions.forms.transmission import dire_pour_un_autre
from intentions.models import IntentionEmbauche
from intentions.queries.avancement import PAS, premier_pas_a_faire
from intentions.queries.listes import etablissements_de
from intentions.queries.secteurs import secteurs_de
from intentions.views.pour_un_autre import liste_d_origine
from intentions.views.presentation import contexte_etape, suite_apres
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur
from referentiels.queries.metiers import metier_saisi
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer
from referentiels.sirene import chercher_etablissement


def ecrite_par(request: HttpRequest, pk: int) -> IntentionEmbauche:
    """Give an intention this person may write in, with what its pages show; 404 for anybody else's."""
    siennes = IntentionEmbauche.objects.modifiables_par(request.user)
    return get_object_or_404(
        siennes.select_related(
            "employeur__departement", "metier", "secteur", "commune", "departement", "organisme_choisi"
        ),
        pk=pk,
    )


@require_http_methods(["GET", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Ask which establishment recruits; open the draft with what the simulator already knows (the query string)."""
    etablissements = list(etablissements_de(request.user))
    form = EtablissementForm(
        request.POST or None, etablissements=etablissements, initial=_debut(request, etablissements)
    )
    fiche = None
    if request.method == "POST" and form.is_valid():
        employeur, fiche = _employeur(request, form)
        if form.is_valid() and fiche is None:
            intention = ouvrir_brouillon(par=request.user, champs={**_repris(request), **form.contact()})
            _retenir_employeur(request, intention, employeur, form)
            return redirect("intentions:etape", intention.pk, "poste")
    return render(request, "intentions/etape.html", contexte_etape(request, None, form, fiche=fiche))


@require_safe
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the first step that lacks an answer, or to the last page when none does."""
    intention = ecrite_par(request, pk)
    if intention.statut == StatutIntention.A_COMPLETER:
        return redirect("intentions:completer", pk)
    if not intention.modifiable:
        return redirect("intentions:detail", pk)
    pas = premier_pas_a_faire(intention)
    return redirect("intentions:etape", pk, pas) if pas else redirect("intentions:verifier", pk)


@require_http_methods(["GET", "POST"])
def etape(request: HttpRequest, pk: int, nom: str) -> HttpResponse:
    """One step of a draft."""
    intention = ecrite_par(request, pk)
    if nom not in PAS:
        raise Http404
    if not intention.modifiable:
        messages.info(request, composer("Cette intention est déjà déposée : voici où elle en est."))
        return redirect("intentions:detail", pk)
    if nom == "etablissement" and intention.partenaire_id:
        return redirect("transmissions:employeur", pk)
    if nom == "etablissement":
        return _etape_etablissement(request, intention)
    form = _formulaire(request, intention, nom)
    plus_tard = "plus_tard" in request.POST
    if request.method == "POST" and (form.is_valid() or plus_tard):
        if not _enregistrer(request, intention, form.reponses()):
            return redirect("intentions:detail", pk)
        return _continuer(request, intention, nom, a_revoir=len(form.errors) if plus_tard else 0)
    return render(request, "intentions/etape.html", contexte_etape(request, intention, form))


@require_safe
def secteurs(request: HttpRequest) -> HttpResponse:
    """The sector field as the job proposes it (htmx): what the person has already chosen is left alone."""
    metier = metier_saisi(request.GET.get("metier", "")[:240])
    proposes = [secteur.code for secteur in secteurs_de(metier)] if metier else []
    choisi = request.GET.get("secteur", "")
    valeur = choisi or (proposes[0] if proposes else "")
    form = ETAPES["poste"](initial={"secteur": valeur})
    if proposes and not choisi:
        libelles = dict(choix_de_secteurs())
        form.fields["secteur"].help_text = composer(
            f"Proposé d’après le métier : {libelles[valeur].lower()}. Changez si besoin."
        )
    return render(request, "intentions/_secteur.html", {"form": form})


def _formulaire(request: HttpRequest, intention: IntentionEmbauche, nom: str):
    classe = ETAPES[nom]
    options: dict[str, Any] = {"initial": classe.depuis(intention)}
    if classe is ContratForm:
        le = localdate()
        options |= {"le": le, "reglement": reglement_au(le)}
    form = classe(request.POST if request.method == "POST" else None, **options)
    if intention.partenaire_id:
        dire_pour_un_autre(form)
    return form


def _enregistrer(request: HttpRequest, intention: IntentionEmbauche, champs: dict[str, Any]) -> bool:
    try:
        enregistrer_reponses(intention_id=intention.pk, par=request.user, champs=champs)
    except RegleViolee as refus:
        messages.error(request, str(refus))
        return False
    return True


def _continuer(request: HttpRequest, intention: IntentionEmbauche, nom: str, *, a_revoir: int = 0) -> HttpResponse:
    if "plus_tard" not in request.POST:
        return redirect(suite_apres(request, intention, nom))
    if a_revoir:
        messages.warning(
            request, "Le reste est enregistré. Une partie des réponses est à revoir quand vous reprendrez."
        )
    else:
        messages.success(request, composer("Tout est enregistré : vous pourrez reprendre sur un autre appareil."))
    return redirect(liste_d_origine(intention))


def _debut(request: HttpRequest, etablissements: list[Employeur]) -> dict[str, Any]:
    """What the first step already knows of a new intention."""
    seul = etablissements[0] if len(etablissements) == 1 else None
    personne = request.user
    debut = {
        "insertion": insertion_reprise(request.GET),
        "contact_nom": personne.get_full_name(),
        "contact_courriel": personne.email,
        "contact_telephone": personne.telephone,
    }
    if seul:
        connue = EtablissementForm.depuis(IntentionEmbauche(employeur=seul))
        debut |= {"etablissement": connue["etablissement"], "insertion": connue["insertion"] or debut["insertion"]}
    return debut


def _repris(request: HttpRequest) -> dict[str, Any]:
    le = localdate()
    garde = request.session.pop(CLE_DE_REPRISE, {})
    return champs_repris(request.GET, garde, reglement=reglement_au(le), le=le)


def _etape_etablissement(request: HttpRequest, intention: IntentionEmbauche) -> HttpResponse:
    form = EtablissementForm(
        request.POST if request.method == "POST" else None,
        etablissements=list(etablissements_de(request.user)),
        initial=EtablissementForm.depuis(intention),
    )
    fiche = None
    if request.method == "POST" and form.is_valid():
        employeur, fiche = _employeur(request, form)
        if form.is_valid() and fiche is None:
            if _enregistrer(request, intention, form.contact()):
                _retenir_employeur(request, intention, employeur, form)
                return _continuer(request, intention, "etablissement")
            return redirect("intentions:detail", intention.pk)
    if request.method == "POST" and "plus_tard" in request.POST:
        _enregistrer(request, intention, form.contact())
        return _continuer(request, intention, "etablissement", a_revoir=len(form.errors) or 1)
    return render(request, "intentions/etape.html", contexte_etape(request, intention, form, fiche=fiche))


def _employeur(request: HttpRequest, form: EtablissementForm) -> tuple[Employeur | None, FicheForm | None]:
    """Give the establishment chosen, joining it to the account when it is another.

    None while the request to join it waits for an answer. What nobody knows of it yet is asked by the form given
    beside, which is None once there is nothing left to ask.
    """
    if form.employeur:
        return form.employeur, None
    siret = form.cleaned_data["siret"]
    deja = next((e for e in form.etablissements.values() if e.siret == siret), None)
    if deja:
        return deja, None
    fiche = None if Employeur.objects.filter(siret=siret).exists() else fiche_a_completer(request, siret)
    if fiche is not None and not fiche.is_valid():
        return None, fiche
    try:
        rattachement = rattacher_employeur(
            par=request.user, siret=siret, fiche=fiche.fiche() if fiche else None, maintenant=now()
        )
    except RegleViolee as refus:
        form.add_error("siret", list(refus.motifs))
        return None, None
    if not rattachement.actif:
        messages.info(
            request,
            f"Votre demande est partie : les personnes qui agissent pour {rattachement.employeur}, ou la Région, "
            "vont vous répondre. Vous choisirez cet établissement dès que ce sera fait.",
        )
        return None, None
    return rattachement.employeur, None


def fiche_a_completer(request: HttpRequest, siret: str) -> FicheForm:
    """Give the form that asks what nobody knows of an establishment, filled with what Sirene says when it is on."""
    if "nom" in request.POST:
        return FicheForm(request.POST)
    trouve = chercher_etablissement(siret)
    champs = ("nom", "adresse", "code_postal", "ville", "naf", "public")
    return FicheForm(initial={champ: getattr(trouve, champ) for champ in champs} if trouve else None)


def _retenir_employeur(
    request: HttpRequest, intention: IntentionEmbauche, employeur: Employeur | None, form: EtablissementForm
) -> None:
    if employeur is None:
        return
    insertion = form.cleaned_data["insertion"]
    preciser_insertion(employeur_id=employeur.pk, siae=insertion.siae, etti=insertion.etti, par=request.user)
    _enregistrer(request, intention, {"employeur": employeur})
