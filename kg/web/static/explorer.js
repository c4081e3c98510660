// What typing makes better; every page works without it. Names are completed, findings follow the search box.
"use strict";

const lang = document.documentElement.lang === "en" ? "en" : "zh";
const words = {
  zh: { found: (count) => (count ? `${count} 项，用上下键选择` : "没有找到"), options: "候选名称" },
  en: { found: (count) => (count ? `${count} found, use the arrow keys` : "nothing found"), options: "Names" },
}[lang];

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Ask for the last thing asked for only: an answer that is late is dropped. */
function latest(ask) {
  let turn = 0;
  return async (...given) => {
    const mine = (turn += 1);
    const answer = await ask(...given);
    return mine === turn ? answer : null;
  };
}

/** A list of options under a field, driven by the keyboard as the ARIA combobox pattern says. */
class Options {
  constructor(input, choose) {
    this.input = input;
    this.choose = choose;
    this.rows = [];
    this.active = -1;
    const id = `${input.id}-options`;
    this.list = el("ul", { id, class: "options", role: "listbox", "aria-label": words.options, hidden: "" });
    this.status = el("span", { class: "hidden", role: "status" });
    const field = el("span", { class: "field" });
    const typing = document.activeElement === input; // what is moved loses the focus, and what is typed next is lost
    input.replaceWith(field);
    field.append(input, this.list, this.status);
    if (typing) input.focus();
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id }))
      input.setAttribute(name, value);
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
  }

  /** Show rows; what was chosen stays chosen if it is among them, for an answer may come after the arrow key. */
  show(rows, describe) {
    const chosen = this.rows[this.active]?.iri;
    this.rows = rows;
    this.active = -1;
    this.list.replaceChildren(...rows.map((row, place) => {
      const [name, detail] = describe(row);
      const item = el("li", { id: `${this.list.id}-${place}`, role: "option", "aria-selected": "false" }, name, el("small", {}, detail));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); this.pick(place); });
      return item;
    }));
    this.status.textContent = words.found(rows.length);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    const again = chosen === undefined ? -1 : rows.findIndex((row) => row.iri === chosen);
    if (again >= 0) this.activate(again);
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  pick(place) {
    const row = this.rows[place];
    this.close();
    this.choose(row);
  }

  move(by) {
    this.activate((this.active + by + this.rows.length + (this.active < 0 && by < 0 ? 1 : 0)) % this.rows.length);
  }

  activate(place) {
    this.active = place;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    this.input.setAttribute("aria-activedescendant", this.list.children[this.active].id);
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return; // an input method is at work, or there is nothing to choose
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && this.active >= 0) this.pick(this.active);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }
}

const CHOOSE = {
  /** Go to the page of the thing. */
  go: () => (row) => { window.location.href = row.href; },
  /** Put its name into the field. */
  fill: (input) => (row) => {
    input.value = row.name;
    input.form.requestSubmit();
  },
  /** Put its IRI into the text where the cursor is. */
  insert: (input) => (row) => {
    input.value = "";
    document.getElementById(input.dataset.into).dispatchEvent(new CustomEvent("insert", { detail: `<${row.iri}>` }));
  },
};

function completeNames(input) {
  const options = new Options(input, CHOOSE[input.dataset.complete](input));
  const ask = latest(async (q) => {
    const parameters = new URLSearchParams({ q, kind: input.dataset.kind ?? "" });
    if (new URLSearchParams(window.location.search).has("lang")) parameters.set("lang", lang);
    const response = await fetch(`/complete?${parameters}`);
    return response.ok ? response.json() : [];
  });
  input.addEventListener("input", async () => {
    const rows = input.value.trim() ? await ask(input.value) : [];
    if (rows) options.show(rows, (row) => [row.name, [row.class, row.also].filter(Boolean).join(" · ")]);
  });
}

/** Findings that follow the search box, with an address that can be shared. */
function followTyping(form) {
  const target = document.getElementById(form.dataset.instant);
  const refresh = latest(async (parameters) => {
    const response = await fetch(`${form.action.split("?")[0]}?${parameters}&part=findings`);
    return response.ok ? response.text() : null;
  });
  const update = async () => {
    const parameters = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const findings = await refresh(parameters);
    if (findings === null) return;
    target.innerHTML = findings; // our own page, escaped on the server
    window.history.replaceState(null, "", `?${parameters}`);
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
}

document.querySelectorAll("[data-complete]").forEach(completeNames);
document.querySelectorAll("[data-instant]").forEach(followTyping);
document.querySelectorAll("[data-submit=change]").forEach((form) => {
  form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") form.requestSubmit(); });
});
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/u.test(document.activeElement.tagName);
  if (event.key === "/" && !typing) { event.preventDefault(); document.querySelector("#q, #find")?.focus(); }
  if (event.key === "Escape") {
    const open = document.activeElement.closest?.("details.evidence[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  }
});
window.addEventListener("beforeprint", () => document.querySelectorAll("details.chart").forEach((each) => { each.open = true; }));
