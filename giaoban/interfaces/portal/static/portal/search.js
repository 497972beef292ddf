// Titles offered while one types: the combobox of the ARIA guide. Without script the box is a plain search form.
const WAIT = 150, SHORTEST = 2;

function combobox(form, number) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `goi-y-${number}`;
  list.className = "suggest__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  let waiting, asking, at = -1, typed = "";

  const options = () => [...list.children];
  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function go(to) {
    const all = options();
    if (!all.length) return;
    at = (to + all.length + 1) % (all.length + 1);
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    input.value = all[at]?.textContent ?? typed;
    if (all[at]) input.setAttribute("aria-activedescendant", all[at].id);
    else input.removeAttribute("aria-activedescendant");
  }
  function show(titles) {
    list.replaceChildren(...titles.map((title, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = title;
      return option;
    }));
    at = -1;
    list.hidden = !titles.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }
  async function ask() {
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).titles);
    } catch { /* typed on, or away from the network: nothing is offered */ }
  }

  input.addEventListener("input", () => {
    close();
    typed = input.value;
    if (typed.trim().length >= SHORTEST) waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") go(at < 0 ? 0 : at + 1);
    else if (event.key === "ArrowUp") go(at < 0 ? -2 : at - 1);
    else if (event.key === "Escape") { input.value = typed; close(); }
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (!option) return;
    input.value = option.textContent;
    form.requestSubmit();
  });
}

document.querySelectorAll("[data-suggest]").forEach(combobox);
