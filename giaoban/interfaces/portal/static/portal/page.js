// Keeps the visit block fresh while the page is looked at, and offers printing. The page itself stays cacheable.
const EVERY = 30_000;

async function refresh(place) {
  try {
    const answer = await fetch(place.dataset.visits, { headers: { Accept: "text/html" } });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch { /* away from the network: the last figures stay, with their time */ }
}

for (const place of document.querySelectorAll("[data-visits]")) {
  refresh(place);
  setInterval(() => { if (document.visibilityState === "visible") refresh(place); }, EVERY);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
