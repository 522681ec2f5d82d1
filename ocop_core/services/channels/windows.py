"""For how long after somebody acted the Official Account may write: free, then for a price."""

from datetime import timedelta

FREE, PAID = timedelta(hours=48), timedelta(days=7)
# Dong for a message between the two.
PRICE = 55
