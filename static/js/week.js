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
})();
