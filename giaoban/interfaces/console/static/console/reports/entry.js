/* The entry grid: moves like a spreadsheet, takes a pasted block, saves on leaving a cell. The form works without it. */

import { block } from "./numbers.js";
import { hasPanel, mark, openPanel } from "./panel.js";
import { Saver, place } from "./saver.js";
import {
  form,
  cells,
  rowOf,
  inRow,
  rowFor,
  rows,
  fields,
  valueOf,
  firstOf,
  isChanged,
  wordsOf,
  say,
  sayInRow,
  doubtsIn,
  sayDoubts,
} from "./sheet.js";


/* ---- saving ---- */

const sent = new Map();
let isRestoring = false;

/* Rows pasted with a number that can be read two ways: shown as understood, and sent when the clerk goes on from them. */
const held = new Set();

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
  held.forEach((key) => sayDoubts(rowFor(key)));
  saver.refused.forEach((reason, key) => sayInRow(rowFor(key), "refused", reason ? { reason } : {}));
  if (code >= 400) {
    say("conflict");
  } else if (held.size) {
    say("held", held.size);
  } else {
    say(saver.waiting.size ? "saving" : "saved");
  }
  const focused = document.activeElement;
  if (focused && rowOf(focused) && keys.includes(rowOf(focused).dataset.row)) {
    openPanel(rowOf(focused));
  }
}

function failed(keys, why, reason) {
  const words = reason ? { reason } : {};
  keys.forEach((key) => sent.delete(key));
  say(why, keys.length, words);
  keys.forEach((key) => sayInRow(rowFor(key), why === "refused" ? "refused" : "unsaved", words));
}

const saver = new Saver({
  url: form.action,
  token: form.elements.csrfmiddlewaretoken.value,
  collect,
  took,
  failed,
});

function release(row) {
  held.delete(row.dataset.row);
  if (!held.size) {
    document.querySelector("#pasted [data-doubts]")?.remove();
  }
}

function saveRow(row) {
  release(row);
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
  if (!isChanged(row)) {
    release(row);
  }
}

function onKey(event) {
  const cell = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && held.size) {
    event.preventDefault();
    agree();
    return;
  }
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
  const offered = lines.flat().filter((part) => part !== "").length;
  for (const key of touched) {
    if (doubtsIn(rowFor(key)).length) {
      held.add(key);
      sayDoubts(rowFor(key));
    } else {
      held.delete(key);
    }
  }
  sayPasted(before.length, offered - before.length);
  const clear = touched.filter((key) => !held.has(key));
  if (clear.length) {
    saver.add(...clear);
  } else {
    say("held", held.size);
  }
}

/* "Đúng cả": every held number is written the way that has one reading, and sent. */
function agree() {
  const keys = [...held];
  held.clear();
  for (const [cell, two] of keys.flatMap((key) => doubtsIn(rowFor(key)))) {
    cell.value = two.plain;
  }
  document.getElementById("pasted").querySelector("[data-doubts]")?.remove();
  saver.add(...keys);
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
  const doubts = text.querySelector("[data-doubts]");
  const list = doubts.querySelector("ul");
  for (const key of held) {
    const row = rowFor(key);
    for (const [cell, two] of doubtsIn(row)) {
      const words = { ...two, typed: cell.value, unit: row.dataset.unit, name: row.querySelector("th a").textContent };
      list.append(wordsOf("pasted-doubt", words));
    }
  }
  doubts.hidden = !held.size;
  doubts.querySelector("[data-count]").textContent = list.children.length;
  document.getElementById("pasted").replaceChildren(text);
}

function undoPaste() {
  const touched = new Set();
  for (const [name, value] of before) {
    const field = form.elements.namedItem(name);
    field.value = value;
    touched.add(rowOf(field).dataset.row);
  }
  touched.forEach((key) => held.delete(key));
  document.getElementById("pasted").replaceChildren();
  saver.add(...touched);
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
  if (doubtsIn(row).length) {
    sayDoubts(row);
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
  } else if (about && hasPanel()) {
    event.preventDefault();
    mark(rowOf(about));
    openPanel(rowOf(about));
  }
});
document.getElementById("pasted").addEventListener("click", (event) => {
  if (event.target.closest("[data-agree]")) {
    agree();
  } else if (event.target.closest("button")) {
    undoPaste();
  }
});
addEventListener("beforeunload", (event) => {
  if (held.size) {
    event.preventDefault();
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
