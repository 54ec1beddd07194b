// Without a network nothing is sent, and what was written stays: say so where messages stand.
(() => {
  const tell = () => {
    const words = document.getElementById("uden-net").content.cloneNode(true);
    const place = document.getElementById("besked");
    place.replaceChildren(words);
    place.firstElementChild.focus();
  };
  addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell();
  }, true);
  addEventListener("htmx:error", (event) => {
    if (event.detail.error instanceof TypeError) tell();
  });
})();
