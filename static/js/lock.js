// A screen that nobody touches is covered: what stands on it is not for whoever comes by. What was typed stays beneath.
(() => {
  const cover = document.getElementById("laast");
  if (!cover) return;
  const patience = Number(cover.dataset.minutes) * 60_000;
  const wrong = cover.querySelector("[role=alert]");
  let touched = Date.now();
  let locked = false;
  const touch = () => { touched = Date.now(); };
  const lock = () => {
    locked = true;
    if (!cover.open) cover.showModal();
  };
  for (const event of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    addEventListener(event, touch, { capture: true, passive: true });
  }
  setInterval(() => {
    if (!locked && Date.now() - touched >= patience) lock();
  }, 1000);
  cover.addEventListener("close", () => { if (locked) lock(); }); // Escape opens nothing
  cover.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    form.reset();
    wrong.hidden = answer.type === "opaqueredirect"; // the way on is this page itself
    if (!wrong.hidden) return;
    locked = false;
    touch();
    cover.close();
  });
})();
