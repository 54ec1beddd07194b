"""The home-visit programme: six windows from the birth date, extra visits by special need, and what became of each."""
