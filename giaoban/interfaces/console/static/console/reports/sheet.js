/* The grid on the page: its rows and boxes, and how it says what happens to them. */

import { doubt } from "./numbers.js";

export const form = document.querySelector("[data-grid]");
const status = document.getElementById("saving");

export const cells = () => [...form.querySelectorAll("input.cell")];
export const rowOf = (element) => element.closest("[data-row]");
export const inRow = (row) => [...row.querySelectorAll("input.cell")];
export const rowFor = (key) => form.querySelector(`[data-row="${key}"]`);
export const rows = () => [...form.querySelectorAll("[data-row]")].filter((row) => inRow(row).length);
export const fields = (row) => [...row.querySelectorAll("input[name], textarea[name], select[name]")];
export const valueOf = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
export const firstOf = (field) => (field.type === "checkbox" ? String(field.defaultChecked) : field.defaultValue);
export const isChanged = (row) => fields(row).some((field) => valueOf(field) !== firstOf(field));

/* ---- saying what happens ---- */

export function wordsOf(name, words = {}) {
  const text = document.getElementById(`say-${name}`).content.cloneNode(true);
  for (const [key, word] of Object.entries(words)) {
    text.querySelectorAll(`[data-word="${key}"]`).forEach((spot) => (spot.textContent = word));
    text.querySelectorAll(`[data-with="${key}"]`).forEach((spot) => (spot.hidden = !word));
  }
  return text;
}

export function say(name, count = 0, words = {}) {
  const text = wordsOf(name, words);
  text.querySelectorAll("[data-count]").forEach((spot) => (spot.textContent = count));
  status.replaceChildren(text);
  status.dataset.state = name;
}

export function sayInRow(row, name, words = {}) {
  const spot = row.querySelector(".say");
  spot.replaceChildren(wordsOf(name, words));
  spot.hidden = false;
  row.querySelector("td.in").dataset.state = name;
}

export const doubtsIn = (row) => inRow(row).map((cell) => [cell, doubt(cell.value)]).filter(([, two]) => two);

export function sayDoubts(row) {
  const found = doubtsIn(row);
  if (!found.length) {
    return;
  }
  sayInRow(row, "doubt", { ...found[0][1], unit: row.dataset.unit });
  found.slice(1).forEach(([, two]) => row.querySelector(".say").append(wordsOf("doubt", { ...two, unit: row.dataset.unit })));
}
