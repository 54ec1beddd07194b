// The agenda is put in order with a mouse too: what is dropped is sent in the form that stands for it. The buttons keep their focus.
(() => {
  let held = null;
  let pressed = "";
  const list = (node) => node.closest?.("[data-order]");

  addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-order] > [data-item]") ?? null;
    if (!held) return;
    pressed = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.textContent.trim());
    held.dataset.held = "";
  });
  addEventListener("dragover", (event) => {
    const over = event.target.closest?.("[data-order] > [data-item]");
    if (!held || !over || list(over) !== list(held)) return;
    event.preventDefault();
    if (over === held) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](held);
  });
  addEventListener("drop", (event) => { if (held && list(event.target)) event.preventDefault(); });
  addEventListener("dragend", () => {
    if (!held) return;
    const all = list(held);
    const form = document.getElementById(all.dataset.order);
    delete held.dataset.held;
    form.elements.punkter.value = [...all.children].map((item) => item.dataset.item).join(",");
    form.elements.flyttet.value = held.dataset.item;
    held = null;
    form.requestSubmit();
  });

  // Whoever has moved an item by keyboard goes on from it; at the end of the list by the other button.
  addEventListener("click", (event) => { pressed = event.target.closest?.("[data-order] button")?.id ?? ""; }, true);
  addEventListener("htmx:after:swap", () => {
    const button = pressed && document.getElementById(pressed);
    if (!button) return;
    const other = document.getElementById(pressed.startsWith("op-") ? pressed.replace("op", "ned") : pressed.replace("ned", "op"));
    (button.disabled ? other : button)?.focus();
  });
})();
