// Text size, contrast and theme without a new page. The choice lives in the cookie alone: the server draws by it, so
// nothing here has to run before the first paint, and all of it holds where script is off.
const root = document.documentElement;
const COOKIE = "giaoban_hien_thi";
// As in ui/display.py, the one that everybody sees first.
const CHOICES = { size: ["medium", "small", "large"], contrast: ["normal", "high"], theme: ["auto", "light", "dark"] };

function kept() {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${COOKIE}=`)) ?? "";
  const values = found.slice(COOKIE.length + 1).split(".");
  return Object.fromEntries(
    Object.entries(CHOICES).map(([name, known], place) => [name, known.includes(values[place]) ? values[place] : known[0]]),
  );
}

function show(shown) {
  for (const [name, value] of Object.entries(shown)) {
    if (value === CHOICES[name][0]) root.removeAttribute(`data-${name}`);
    else root.setAttribute(`data-${name}`, value);
  }
  for (const button of document.querySelectorAll("[data-display] button[name]")) {
    button.setAttribute("aria-pressed", String(shown[button.name] === button.value));
  }
}

// A page that an old cache kept, or that the browser brings back as it was left, may be drawn by an older choice.
show(kept());
addEventListener("pageshow", (event) => event.persisted && show(kept()));

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!(target instanceof HTMLFormElement) || !target.hasAttribute("data-display") || !submitter) return;
  event.preventDefault();
  const shown = { ...kept(), [submitter.name]: submitter.value };
  document.cookie = `${COOKIE}=${Object.values(shown).join(".")};path=/;max-age=31536000;samesite=lax`;
  show(shown);
});

const aids = document.querySelector("details.aids");
if (aids) {
  document.addEventListener("click", (event) => {
    if (!aids.contains(event.target)) aids.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !aids.open) return;
    aids.open = false;
    aids.querySelector("summary").focus();
  });
}
