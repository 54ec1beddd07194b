"""How many children each sundhedsplejerske has, against what is meant; and handing them over, for a while or for good."""
