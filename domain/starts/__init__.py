"""The start conversation: the list of coming starts, the invitation, the questionnaire and the recommendations."""
