// Text size, contrast and theme. Loaded in <head> so that the page is drawn right the first time; the choice lives in
// localStorage and in the cookie the server reads, so that it also holds where script is off.
(() => {
  const root = document.documentElement;
  const KEY = "giaoban-hien-thi";
  const COOKIE = "giaoban_hien_thi";
  const DEFAULTS = { size: "medium", contrast: "normal", theme: "auto" };

  const read = () => {
    try {
      return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) || "{}") };
    } catch {
      return { ...DEFAULTS };
    }
  };

  const apply = (shown) => {
    for (const [name, value] of Object.entries(shown)) {
      if (value === DEFAULTS[name]) root.removeAttribute(`data-${name}`);
      else root.setAttribute(`data-${name}`, value);
    }
  };

  const mark = (shown) => {
    for (const button of document.querySelectorAll("[data-display] button[name]")) {
      button.setAttribute("aria-pressed", String(shown[button.name] === button.value));
    }
  };

  const keep = (shown) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(shown));
    } catch { /* private windows may refuse; the cookie still holds */ }
    document.cookie = `${COOKIE}=${shown.size}.${shown.contrast}.${shown.theme};path=/;max-age=31536000;samesite=lax`;
  };

  try {
    if (localStorage.getItem(KEY)) apply(read());
  } catch { /* as above */ }

  document.addEventListener("DOMContentLoaded", () => {
    try {
      if (localStorage.getItem(KEY)) mark(read());
    } catch { /* as above */ }
    document.addEventListener("submit", (event) => {
      const { target, submitter } = event;
      if (!(target instanceof HTMLFormElement) || !target.hasAttribute("data-display") || !submitter) return;
      event.preventDefault();
      const shown = { ...read(), [submitter.name]: submitter.value };
      apply(shown);
      mark(shown);
      keep(shown);
    });
    const aids = document.querySelector("details.aids");
    if (!aids) return;
    document.addEventListener("click", (event) => {
      if (!aids.contains(event.target)) aids.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !aids.open) return;
      aids.open = false;
      aids.querySelector("summary").focus();
    });
  });
})();
