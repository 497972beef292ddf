/* The narrative saves itself while it is written; the forms work without it. The text on screen is never replaced. */

import { Saver, place } from "./saver.js";

const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-section]")) {
  const area = form.querySelector("textarea");
  const state = () => document.getElementById(`st-${form.dataset.section}`);
  let sent = area.value;
  let saved = area.value;
  let timer = 0;

  const say = (name, reason) => {
    const text = document.getElementById(`say-${name}`).content.cloneNode(true);
    text.querySelectorAll("[data-count]").forEach((spot) => spot.remove());
    if (reason) {
      text.querySelectorAll('[data-word="reason"]').forEach((spot) => (spot.textContent = reason));
    }
    state().className = name === "saving" ? "st" : "st bad";
    state().replaceChildren(text);
  };

  const saver = new Saver({
    url: form.action,
    token: form.elements.csrfmiddlewaretoken.value,
    collect: () => {
      sent = area.value;
      say("saving");
      return new FormData(form);
    },
    took: (_, html, code) => {
      place(html);
      if (code < 400) {
        saved = sent;
      }
    },
    failed: (_, why, reason) => say(why === "offline" ? "text-unsaved" : why, reason),
  });

  const save = () => {
    clearTimeout(timer);
    if (area.value !== saved && !form.querySelector(".clash")) {
      saver.add("text");
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  area.addEventListener("change", save);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-take]")) {
      event.preventDefault();
      const before = form.querySelector("[data-before]").content.textContent;
      area.value = area.value.trim() ? `${area.value.trimEnd()}\n${before}` : before;
      area.focus();
      save();
    } else if (button?.value === "mine") {
      event.preventDefault();
      saver.add("text");
    }
  });
}
