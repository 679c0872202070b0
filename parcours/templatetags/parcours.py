"""What the page of a parcours draws that it does not know."""

from django import template
from django.template.context import Context

from parcours.rubriques import Rubrique
from stagiaires.regles.identite import telephone_ecrit

register = template.Library()
register.filter("telephone", telephone_ecrit)


@register.simple_tag(takes_context=True)
def dessiner(context: Context, rubrique: Rubrique) -> str:
    """Draw a part that another application adds: its template reads its own words, and the page's."""
    with context.push(**rubrique.contexte):
        return context.template.engine.get_template(rubrique.gabarit).render(context)
