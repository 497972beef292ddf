// Keeps the visit block fresh while the page is looked at, and offers printing. The page itself stays cacheable.
const EVERY = 30_000;

const written = new Intl.NumberFormat("vi-VN");

async function refresh(block) {
  try {
    const answer = await fetch(block.dataset.visits, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const figures = await answer.json();
    for (const place of block.querySelectorAll("[data-figure]")) {
      const figure = figures[place.dataset.figure];
      if (Number.isFinite(figure)) place.textContent = written.format(figure);
    }
    for (const note of document.querySelectorAll("[data-until-fresh]")) note.hidden = true;
  } catch { /* away from the network: the last figures stay, with their time */ }
}

for (const block of document.querySelectorAll("[data-visits]")) {
  refresh(block);
  setInterval(() => { if (document.visibilityState === "visible") refresh(block); }, EVERY);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
