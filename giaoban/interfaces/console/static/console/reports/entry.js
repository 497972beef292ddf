/* The entry grid: moves like a spreadsheet, takes a pasted block, saves on leaving a cell. The form works without it. */

import { block, doubt } from "./numbers.js";
import { Saver, place } from "./saver.js";

const form = document.querySelector("[data-grid]");
const status = document.getElementById("saving");
const panel = document.getElementById("panel");
const isPhone = matchMedia("(max-width: 46rem)");

const cells = () => [...form.querySelectorAll("input.cell")];
const rowOf = (element) => element.closest("[data-row]");
const inRow = (row) => [...row.querySelectorAll("input.cell")];
const rows = () => [...form.querySelectorAll("[data-row]")].filter((row) => inRow(row).length);
const fields = (row) => [...row.querySelectorAll("input[name], textarea[name], select[name]")];
const valueOf = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
const firstOf = (field) => (field.type === "checkbox" ? String(field.defaultChecked) : field.defaultValue);
const isChanged = (row) => fields(row).some((field) => valueOf(field) !== firstOf(field));

/* ---- saying what happens ---- */

function say(name, count = 0) {
  const text = document.getElementById(`say-${name}`).content.cloneNode(true);
  text.querySelectorAll("[data-count]").forEach((spot) => (spot.textContent = count));
  status.replaceChildren(text);
  status.dataset.state = name;
}

function sayInRow(row, name, words = {}) {
  const spot = row.querySelector(".say");
  const text = document.getElementById(`say-${name}`).content.cloneNode(true);
  for (const [key, word] of Object.entries(words)) {
    text.querySelectorAll(`[data-word="${key}"]`).forEach((place) => (place.textContent = word));
  }
  spot.replaceChildren(text);
  spot.hidden = false;
  row.querySelector("td.in").dataset.state = name;
}

/* ---- saving ---- */

const sent = new Map();

function collect(keys) {
  const data = new FormData();
  for (const key of keys) {
    const row = form.querySelector(`[data-row="${key}"]`);
    sent.set(key, new Map(fields(row).map((field) => [field.name, valueOf(field)])));
    data.append("row", key);
    for (const field of fields(row)) {
      if (field.type !== "checkbox" || field.checked) {
        data.append(field.name, field.value);
      }
    }
  }
  /* A change here may settle or raise a finding on another row: those shown in trouble are asked for again. */
  form.querySelectorAll("[data-row]:has([data-state=bad], [data-state=warn])").forEach((row) => {
    data.append("shown", row.dataset.row);
  });
  say("saving");
  return data;
}

/* What was typed while the answer was on its way stays, the caret with it. */
function keepTyping(act) {
  const focused = document.activeElement;
  const typed = new Map();
  for (const field of form.querySelectorAll("[data-row] [name]")) {
    const was = sent.get(rowOf(field).dataset.row)?.get(field.name) ?? firstOf(field);
    if (field.type !== "hidden" && was !== valueOf(field)) {
      typed.set(field.name, valueOf(field));
    }
  }
  const at = focused?.name && rowOf(focused) ? [focused.name, focused.selectionStart, focused.selectionEnd] : null;
  act();
  for (const [name, value] of typed) {
    const field = form.elements.namedItem(name);
    if (field?.type === "checkbox") {
      field.checked = value === "true";
    } else if (field) {
      field.value = value;
    }
  }
  const field = at && form.elements.namedItem(at[0]);
  if (field && field !== document.activeElement) {
    isRestoring = true;
    field.focus({ preventScroll: true });
    if (field.type === "text") {
      field.setSelectionRange(at[1], at[2]);
    }
    isRestoring = false;
  }
}

function took(keys, html, code) {
  keepTyping(() => place(html));
  keys.forEach((key) => sent.delete(key));
  if (code >= 400) {
    say("conflict");
  } else {
    say(saver.waiting.size ? "saving" : "saved");
  }
  const focused = document.activeElement;
  if (focused && rowOf(focused) && keys.includes(rowOf(focused).dataset.row)) {
    openPanel(rowOf(focused));
  }
}

function failed(keys, why) {
  say(why, keys.length);
  keys.forEach((key) => sayInRow(form.querySelector(`[data-row="${key}"]`), "unsaved"));
}

const saver = new Saver({
  url: form.action,
  token: form.elements.csrfmiddlewaretoken.value,
  collect,
  took,
  failed,
});

function saveRow(row) {
  if (isChanged(row) || row.querySelector("td.in").dataset.state === "unsaved") {
    saver.add(row.dataset.row);
  }
}

/* ---- moving ---- */

function go(cell, down, along = 0) {
  const list = rows();
  const here = list.indexOf(rowOf(cell));
  const column = inRow(list[here]).indexOf(cell);
  let target = null;
  if (down) {
    const row = list[here + down];
    target = row && (inRow(row)[column] ?? inRow(row)[0]);
  } else {
    const all = cells();
    target = all[all.indexOf(cell) + along];
  }
  target?.focus();
  target?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function atEdge(cell, toward) {
  const { selectionStart: from, selectionEnd: to, value } = cell;
  const isAll = from === 0 && to === value.length;
  return isAll || (toward < 0 ? to === 0 : from === value.length);
}

function restore(cell) {
  cell.value = cell.defaultValue;
  cell.select();
  const row = rowOf(cell);
  row.querySelector(".say[data-live]")?.removeAttribute("data-live");
}

function onKey(event) {
  const cell = event.target;
  if (!cell.matches?.("input.cell") || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const moves = {
    ArrowUp: () => go(cell, -1),
    ArrowDown: () => go(cell, 1),
    Enter: () => go(cell, event.shiftKey ? -1 : 1),
    ArrowLeft: () => go(cell, 0, -1),
    ArrowRight: () => go(cell, 0, 1),
    Escape: () => restore(cell),
  };
  const isSideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (!moves[event.key] || (event.shiftKey && event.key !== "Enter")) {
    return;
  }
  if (isSideways && !atEdge(cell, event.key === "ArrowLeft" ? -1 : 1)) {
    return;
  }
  event.preventDefault();
  moves[event.key]();
  if (event.key === "Enter" && document.activeElement === cell) {
    saveRow(rowOf(cell));
  }
}

/* ---- pasting a block ---- */

let before = [];

function onPaste(event) {
  const cell = event.target;
  if (!cell.matches?.("input.cell")) {
    return;
  }
  const lines = block(event.clipboardData.getData("text/plain"));
  if (!lines) {
    return;
  }
  event.preventDefault();
  before = fill(cell, lines);
  const touched = [...new Set(before.map(([name]) => rowOf(form.elements.namedItem(name)).dataset.row))];
  saver.add(...touched);
  const offered = lines.flat().filter((part) => part !== "").length;
  sayPasted(before.length, offered - before.length);
}

function fill(cell, lines) {
  const list = rows();
  const top = list.indexOf(rowOf(cell));
  const left = inRow(rowOf(cell)).indexOf(cell);
  const done = [];
  lines.forEach((parts, down) => {
    const row = list[top + down];
    parts.forEach((part, along) => {
      const target = row && inRow(row)[left + along];
      if (target && !target.readOnly && part !== "") {
        done.push([target.name, target.value]);
        target.value = part;
        const none = row.querySelector("[data-none]");
        if (none) {
          none.checked = false;
        }
      }
    });
  });
  return done;
}

function sayPasted(filled, left) {
  const text = document.getElementById("say-pasted").content.cloneNode(true);
  text.querySelector("[data-count]").textContent = filled;
  const rest = text.querySelector("[data-left]");
  rest.hidden = left <= 0;
  rest.querySelector("span").textContent = left;
  document.getElementById("pasted").replaceChildren(text);
}

function undoPaste() {
  const touched = new Set();
  for (const [name, value] of before) {
    const field = form.elements.namedItem(name);
    field.value = value;
    touched.add(rowOf(field).dataset.row);
  }
  document.getElementById("pasted").replaceChildren();
  saver.add(...touched);
}

/* ---- the panel of the focused cell ---- */

let isRestoring = false;
let panelTimer = 0;
let panelAsked = "";

function openPanel(row) {
  if (!panel || isPhone.matches) {
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

function mark(row) {
  form.querySelectorAll("[data-row].is-here").forEach((other) => other.classList.remove("is-here"));
  row?.classList.add("is-here");
}

/* ---- listening ---- */

form.addEventListener("keydown", onKey);
form.addEventListener("paste", onPaste);
form.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (!row || isRestoring) {
    return;
  }
  mark(row);
  if (event.target.matches("input.cell")) {
    event.target.select();
    openPanel(row);
  }
});
form.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row && !isRestoring && event.target.matches("[name]")) {
    /* From numerator to denominator is still the same figure: half a pair is not sent while the other half is typed. */
    const isWithin = event.relatedTarget && rowOf(event.relatedTarget) === row && event.relatedTarget.matches(".cell");
    if (!isWithin) {
      saveRow(row);
    }
  }
});
form.addEventListener("input", (event) => {
  const cell = event.target;
  if (!cell.matches("input.cell")) {
    return;
  }
  const row = rowOf(cell);
  const none = row.querySelector("[data-none]");
  if (none && cell.value.trim()) {
    none.checked = false;
  }
  const two = doubt(cell.value);
  if (two) {
    sayInRow(row, "doubt", { ...two, unit: row.dataset.unit });
  } else if (row.querySelector("td.in").dataset.state === "doubt") {
    row.querySelector(".say").replaceChildren();
  }
});
form.addEventListener("change", (event) => {
  if (event.target.type === "checkbox") {
    saver.add(rowOf(event.target).dataset.row);
  }
});
form.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-write]");
  const about = event.target.closest("[data-about]");
  if (choice) {
    event.preventDefault();
    const row = rowOf(choice);
    const field = form.elements.namedItem(choice.dataset.into);
    field.value = choice.dataset.write;
    if (choice.dataset.intoToo) {
      form.elements.namedItem(choice.dataset.intoToo).value = choice.dataset.writeToo;
    }
    saver.add(row.dataset.row);
    field.focus();
  } else if (event.target.closest("[data-keep]")) {
    saver.add(rowOf(event.target).dataset.row);
  } else if (about && panel && !isPhone.matches) {
    event.preventDefault();
    mark(rowOf(about));
    openPanel(rowOf(about));
  }
});
document.getElementById("pasted").addEventListener("click", (event) => {
  if (event.target.closest("button")) {
    undoPaste();
  }
});
document.querySelectorAll("[data-without-script]").forEach((element) => (element.hidden = true));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='#o-']");
  const row = link && document.getElementById(link.hash.slice(1));
  if (row) {
    event.preventDefault();
    (inRow(row)[0] ?? row).focus();
    row.scrollIntoView({ block: "center" });
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) {
    print();
  }
});
document.documentElement.classList.add("with-script");
