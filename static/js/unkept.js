// What was sent is no part of this tab's history: back and reload come to the empty form, and no session file holds the text.
history.replaceState(null, "", location.href);
