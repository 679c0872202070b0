from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.cache import cache_page

from config.moteurs.views.plans import PLANS
from config.moteurs.views.robots import robots
from config.moteurs.views.securite import securite

# The plan is read by robots, often all at once: drawn again every ten minutes at most.
DIX_MINUTES = 600
urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", securite, name="security_txt"),
    path(
        "plan.xml",
        login_not_required(cache_page(DIX_MINUTES)(index)),
        {"sitemaps": PLANS, "sitemap_url_name": "plan_section"},
        name="plan",
    ),
    path(
        "plan-<slug:section>.xml",
        login_not_required(cache_page(DIX_MINUTES)(sitemap)),
        {"sitemaps": PLANS},
        name="plan_section",
    ),
]
