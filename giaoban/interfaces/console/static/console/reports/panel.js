/* The panel beside the grid: what is known of the cell one stands in. */

import { form } from "./sheet.js";

const panel = document.getElementById("panel");
const isPhone = matchMedia("(max-width: 46rem)");

/** Return whether there is a panel to open, as there is not on a phone. */
export const hasPanel = () => panel && !isPhone.matches;

let panelTimer = 0;
let panelAsked = "";

export function openPanel(row) {
  if (!hasPanel()) {
    return;
  }
  clearTimeout(panelTimer);
  panelTimer = setTimeout(async () => {
    panelAsked = row.dataset.panel;
    try {
      const response = await fetch(panelAsked, { headers: { "HX-Request": "true" }, redirect: "manual" });
      const html = response.ok ? await response.text() : "";
      if (html && panelAsked === row.dataset.panel && !panel.contains(document.activeElement)) {
        panel.innerHTML = html;
      }
    } catch {
      /* The panel is a help; the grid goes on without it and says offline itself. */
    }
  }, 150);
}

export function mark(row) {
  form.querySelectorAll("[data-row].is-here").forEach((other) => other.classList.remove("is-here"));
  row?.classList.add("is-here");
}
