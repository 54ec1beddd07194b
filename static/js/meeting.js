// The meeting, live: what others write comes in every two seconds, and what one writes oneself is saved at the first pause.
// Nothing that somebody is writing is replaced, and nothing is kept in the browser: the PC may be shared.
(() => {
  const EVERY = 2000, PAUSE = 1000, WHOLE = 60_000, WHILE = 3000;
  const told = document.getElementById("live");
  const form = document.getElementById("tekster");
  const words = told.dataset;
  let mark = words.mark, active = true, whole = Date.now(), away = false, timer = null, looking = false, again = false;

  const fields = [...document.querySelectorAll("[data-field]")].map((box) => {
    const name = box.dataset.field, text = box.querySelector("textarea");
    return { name, box, text, version: box.querySelector(`[name="${name}-version"]`), clean: text.value, sending: false, pause: null };
  });
  const dirty = (field) => field.text.value !== field.clean;

  let fades = null;
  const say = (text, state = "") => {
    clearTimeout(fades);
    if (state === "ok") fades = setTimeout(() => say(""), WHILE);
    if (told.textContent === text) return;
    told.dataset.state = state;
    told.textContent = text;
  };
  const lost = () => { away = true; say(words.offline, "warn"); };
  const back = () => {
    if (!away) return;
    away = false;
    say("");
    fields.forEach(save);
  };

  async function save(field) {
    clearTimeout(field.pause);
    if (field.sending || field.text.readOnly || !dirty(field)) return;
    const sent = field.text.value;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, [field.name]: sent, [`${field.name}-version`]: field.version.value });
    field.sending = true;
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "X-Live": "1", "HX-Request-Type": "partial" }, redirect: "manual", keepalive: sent.length < 15000 });
    } catch {
      lost();
      return;
    } finally {
      field.sending = false;
    }
    if (!answer.ok) {
      if (answer.status === 403) say(words.out, "bad");
      else say(new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() || words.failed, "bad");
      return;
    }
    const [one] = await answer.json();
    if (one?.lost) {
      if (field.text.value === sent) field.clean = sent; // it is kept beside the one that stands, which comes with the next look
      say(words.lost, "warn");
    } else {
      if (one) field.version.value = one.version;
      field.clean = sent;
      say(words.saved, "ok");
    }
    if (dirty(field)) wait(field);
    look();
  }

  const wait = (field) => {
    clearTimeout(field.pause);
    field.pause = setTimeout(() => save(field), PAUSE);
  };

  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    clearTimeout(timer);
    if (Date.now() - whole > WHOLE) { mark = '""'; whole = Date.now(); } // the time goes on though nobody writes
    try {
      const headers = { "If-None-Match": mark, ...(active ? { "X-Active": "1" } : {}) };
      active = false;
      const answer = await fetch(location.pathname, { headers, redirect: "manual", cache: "no-store" });
      back();
      if (answer.type === "opaqueredirect") say(words.out, "bad");
      if (answer.status === 200) {
        mark = answer.headers.get("ETag") ?? mark;
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
      if (answer.status === 403 || answer.status === 404) location.reload();
    } catch {
      lost();
    }
    looking = false;
    timer = setTimeout(look, again ? 0 : EVERY);
    again = false;
  }

  const plain = (node) => node.outerHTML.replaceAll(/name="csrf_token" value="[^"]*"/g, "");

  const show = (page) => {
    if (fields.length !== page.querySelectorAll("[data-field]").length) { // drawn back, locked, or opened: another page
      location.reload();
      return;
    }
    document.title = page.title;
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (!fresh || plain(fresh) === plain(part)) continue;
      const held = part.contains(document.activeElement) ? document.activeElement.id : "";
      const put = document.importNode(fresh, true), { scrollTop } = part;
      part.replaceWith(put);
      put.scrollTop = scrollTop; // a long agenda stays where it was
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
    }
    if (told.textContent === words.lost && !document.querySelector("#samtidig > *")) say("");
    for (const field of fields) take(field, page.querySelector(`[data-field="${field.name}"]`));
  };

  const take = (field, fresh) => {
    field.box.querySelector("[data-by]").textContent = fresh.querySelector("[data-by]").textContent;
    if (field.sending || dirty(field)) return; // whoever is writing goes on; what they save then is told from this
    const text = fresh.querySelector("textarea").value;
    field.version.value = fresh.querySelector(`[name="${field.name}-version"]`).value;
    if (text === field.text.value) return;
    const { selectionStart, selectionEnd } = field.text;
    field.text.value = field.clean = text;
    if (document.activeElement === field.text) field.text.setSelectionRange(selectionStart, selectionEnd);
  };

  for (const field of fields) {
    field.text.addEventListener("input", () => wait(field));
    field.text.addEventListener("change", () => save(field));
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    fields.forEach(save);
  });
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { active = true; }, { capture: true, passive: true });
  addEventListener("beforeunload", (event) => {
    if (!fields.some(dirty)) return;
    fields.forEach(save);
    event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("online", look);
  const agenda = document.getElementById("dagsorden"), here = agenda.querySelector("[aria-current]");
  if (here) agenda.scrollTop = here.offsetTop - agenda.clientHeight / 2;
  timer = setTimeout(look, EVERY);
})();
