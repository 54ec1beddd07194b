// In a week: the arrow keys go from day to day and from person to person; with a mouse an appointment is dragged to another time.
(() => {
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const links = (cell) => [...cell.querySelectorAll("a")];
  const days = (week) => [...week.querySelectorAll("section")].map((day) => [...day.querySelectorAll("[data-cell]")]);

  // The next link of the cell, else the first one (going up: the last) of the nearest cell that has any.
  const beside = (cell, link, [across, down]) => {
    const own = links(cell);
    const near = down && own[own.indexOf(link) + down];
    if (near) return near;
    const grid = days(cell.closest(".week"));
    let day = grid.findIndex((cells) => cells.includes(cell));
    let person = grid[day].indexOf(cell);
    for (;;) {
      [day, person] = [day + across, person + down];
      const next = grid[day]?.[person];
      if (!next) return null;
      const found = links(next);
      if (found.length) return down < 0 ? found.at(-1) : found[0];
    }
  };

  addEventListener("keydown", (event) => {
    const cell = event.target.closest?.(".week [data-cell]");
    if (!cell || !STEPS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    const [across, down] = STEPS[event.key];
    const turned = getComputedStyle(cell).direction === "rtl" ? -across : across;
    const next = beside(cell, event.target.closest("a"), [turned, down]);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // Dragging: only within the rows of the same person, in quarters of the drawn day; the drop leads to the page that asks.
  const STEP = 15;
  let held = null;

  const target = (event) => {
    const cell = event.target.closest?.(".week [data-cell][data-day]");
    return held && cell && cell.dataset.cell === held.closest("[data-cell]").dataset.cell ? cell : null;
  };

  const minute = (cell, x) => {
    const { first, last } = cell.closest(".week").dataset;
    const box = cell.querySelector(".scaled").getBoundingClientRect();
    const at = Number(first) + ((x - box.left) / box.width) * (last - first);
    return Math.max(0, Math.min(1440 - STEP, Math.round(at / STEP) * STEP));
  };

  const spoken = (at) => `${Math.floor(at / 60)}.${String(at % 60).padStart(2, "0")}`;
  const forget = () => document.querySelectorAll("[data-drop]").forEach((cell) => delete cell.dataset.drop);

  addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-move]") ?? null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.textContent);
  });
  addEventListener("dragend", () => { held = null; forget(); });
  addEventListener("dragover", (event) => {
    const cell = target(event);
    forget();
    if (!cell) return;
    event.preventDefault();
    cell.dataset.drop = spoken(minute(cell, event.clientX));
  });
  addEventListener("drop", (event) => {
    const cell = target(event);
    if (!cell) return;
    event.preventDefault();
    const at = minute(cell, event.clientX);
    const kl = `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
    location.assign(`${held.dataset.move}?dag=${cell.dataset.day}&kl=${kl}`);
  });
})();
