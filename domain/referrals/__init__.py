"""Referrals (henvisninger) to Familiehuset's four services: with the parents' consent, in a fair order, within the places there are."""
