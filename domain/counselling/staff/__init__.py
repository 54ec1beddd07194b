"""What those who counsel do: their keys, the team's, the inbox, one case, the colleague who reads along, and the desk."""
