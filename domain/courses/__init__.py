"""A family's course (forløb) at Familiehuset: begun from a referral, held on to by one tovholder, followed and evaluated. Not a journal."""
