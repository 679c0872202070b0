"""Invoices, under /factures/."""

app_name = "factures"
urlpatterns: list = []
