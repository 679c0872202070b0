"""The public holidays of France, for the working days that ``referentiels.regles.jours_ouvres`` counts.

Years are worked out as they are asked for: ``jour in FERIES`` is right for any day.
"""

from holidays import France

FERIES = France()
