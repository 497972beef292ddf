// Keeps the visit block fresh while the page is looked at, and offers printing. The page itself stays cacheable.
// Asking for the figures says that somebody is here: it is done only while the page is in sight.
const EVERY = 45_000;

const written = new Intl.NumberFormat(document.documentElement.lang);
let asked = -EVERY;
let waiting;

async function refresh(blocks) {
  asked = performance.now();
  try {
    const answer = await fetch(blocks[0].dataset.visits, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) return;
    const figures = await answer.json();
    for (const place of document.querySelectorAll("[data-figure]")) {
      const figure = figures[place.dataset.figure];
      if (Number.isFinite(figure)) place.textContent = written.format(figure);
    }
    for (const note of document.querySelectorAll("[data-until-fresh]")) note.hidden = true;
  } catch { /* away from the network: the last figures stay, with their time */ }
}

function keepFresh(blocks) {
  clearTimeout(waiting);
  if (document.prerendering || document.visibilityState !== "visible") return;
  const due = asked + EVERY - performance.now();
  if (due <= 0) refresh(blocks);
  waiting = setTimeout(() => keepFresh(blocks), due > 0 ? due : EVERY);
}

const blocks = document.querySelectorAll("[data-visits]");
if (blocks.length) {
  keepFresh(blocks);
  for (const turn of ["visibilitychange", "prerenderingchange"]) {
    document.addEventListener(turn, () => keepFresh(blocks));
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.nextElementSibling.textContent = button.dataset.copied;
  });
}
