"""The pages of people in training: who follows them, trains them, hires them; the officers' lists."""

from urllib.parse import urlencode

from django.db.models import Count
from django.test import Client
from django.urls import reverse

from sessions_formation.models import Parcours, Session
from tests.banc.mesure import Page, connecter
from tests.banc.volume import Grand

LISTE = "/plancher/liste/"


def pages_des_parcours(grand: Grand, agent: Client, *, nue: str) -> list[Page]:
    """What a referent with 300 people on the way, a training body, an employer and an officer open all day."""
    referent, organisme = connecter(grand.conseillere), connecter(grand.a_l_organisme)
    structure = grand.conseillere.rattachements.get().structure_id
    siens = Parcours.objects.filter(structure=structure).order_by("pk")
    en_chemin = siens.filter(statut="profil_valide", intention__isnull=False).first()
    fini = siens.filter(statut="termine").first()
    leurs = Session.objects.modifiables_par(grand.a_l_organisme).annotate(gens=Count("parcours"))
    groupe = leurs.filter(statut="terminee", gens__gte=15).order_by("gens", "pk").first()

    def liste(nom: str, adresse: str, client: Client) -> Page:
        return Page(nom, adresse, client, LISTE, 2.5)

    def admin(nom: str, adresse: str) -> Page:
        return Page(nom, adresse, agent, nue, 1.5, requetes_max=8)

    employeur = connecter(grand.a_l_employeur)
    parcours = reverse("admin:sessions_formation_parcours_changelist")
    personnes = reverse("admin:stagiaires_stagiaire_changelist")
    nom = urlencode({"q": fini.stagiaire.nom})
    return [
        liste("référent : sa journée", reverse("referent:accueil"), referent),
        liste("référent : sa structure", reverse("referent:accueil") + "?pour=structure", referent),
        liste("référent : ses stagiaires", reverse("parcours:liste"), referent),
        liste("référent : un nom", f"{reverse('parcours:liste')}?{nom}", referent),
        liste("référent : sessions", reverse("parcours:sessions"), referent),
        liste("référent : une session", reverse("parcours:session", args=[en_chemin.session_id]), referent),
        liste("référent : une candidate", reverse("parcours:fiche", args=[en_chemin.pk]), referent),
        liste("référent : une sortie", reverse("parcours:fiche", args=[fini.pk]), referent),
        liste("référent : suivis", reverse("insertion:suivis"), referent),
        liste("référent : résultats", reverse("insertion:resultats"), referent),
        liste("organisme : stagiaires", reverse("parcours:liste"), organisme),
        liste("organisme : un groupe", reverse("parcours:groupe", args=[groupe.pk]), organisme),
        liste("organisme : avis", reverse("insertion:avis"), organisme),
        liste("employeur : candidats", reverse("parcours:employeur"), employeur),
        liste("employeur : embauches", reverse("insertion:embauches"), employeur),
        liste("agent : suivis", reverse("insertion:suivis"), agent),
        liste("agent : résultats", reverse("insertion:resultats"), agent),
        admin("admin : parcours", parcours),
        admin("admin : parcours, un nom", f"{parcours}?{nom}"),
        admin("admin : stagiaires", personnes),
        admin("admin : stagiaires, un nom", f"{personnes}?{nom}"),
        admin("admin : avis", reverse("admin:insertion_avisstagiaire_changelist")),
    ]
