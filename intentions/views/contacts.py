"""The people to reach for an establishment's open intentions, and who takes the place of one who leaves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from comptes.queries.rattachements import membres_de
from intentions.actions.contacts import remplacer_contact
from intentions.forms.contacts import ContactForm
from intentions.queries.contacts import contacts_de
from intentions.queries.listes import etablissements_de
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import compter


@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, employeur: int) -> HttpResponse:
    """Who is to be reached, and the form that puts a member in the place of another."""
    etablissement = get_object_or_404(etablissements_de(request.user), pk=employeur)
    actuels = contacts_de(employeur)
    form = ContactForm(
        request.POST if request.method == "POST" else None, contacts=actuels, membres=membres_de(employeur)
    )
    if request.method == "POST" and form.is_valid():
        try:
            combien = remplacer_contact(
                employeur_id=employeur,
                ancien=form.cleaned_data["ancien"],
                nouveau_id=form.cleaned_data["nouveau"],
                par=request.user,
                le=localdate(),
            )
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, f"C’est fait : {compter(combien, 'intention change', 'intentions changent')}.")
            return redirect("intentions:contacts", employeur)
    contexte = {"etablissement": etablissement, "contacts": actuels, "form": form}
    return render(request, "intentions/contacts.html", contexte)
