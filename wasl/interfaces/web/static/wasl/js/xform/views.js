// A form as a page: sections, questions, grids and entries that can be added, each with what the engine says of it.
import { control, chosenBy } from "./controls.js";
import { id, make, mark, put, show } from "./dom.js";
import { fill } from "./text.js";

/** Rows that the converter puts beside a grid, which nobody is asked. */
const HELPER = /^(generated_table_list_label|reserved_name_for_field_list_labels)_\d+$/;

export const name = (node) => node.currentState.reference.replace(/\[\d+\]/g, "").split("/").pop();
const label = (node) => node.currentState.label?.asString ?? "";
const asked = (node) => node.nodeType === "input" || node.nodeType === "select";

/** The view of a node, or null where there is nothing to see. */
export const view = (node, sheet) => {
  if (HELPER.test(name(node))) return null;
  switch (node.nodeType) {
    case "group": return grid(node, sheet) ?? section(node, sheet);
    case "repeat-range:controlled":
    case "repeat-range:uncontrolled": return entries(node, sheet);
    case "note": return note(node);
    case "input":
    case "select": return question(node, sheet);
    default: return null;
  }
};

const note = (node) => {
  const element = make("p", { class: "xform__note" });
  return { node, element, refresh: () => { put(element, label(node)); show(element, node.currentState.relevant && Boolean(label(node))); } };
};

const question = (node, sheet) => {
  const made = control(node, sheet);
  const words = make("span");
  const star = make("span", { class: "field__optional" });
  const hint = make("div", { class: "field__hint", id: id("hint"), hidden: true });
  const error = make("p", { class: "errorlist", id: id("error"), hidden: true });
  const head = made.group ? make("legend", {}, words, star) : make("label", { class: "field__label", for: made.labels }, words, star);
  const cards = node.nodeType === "select" && made.group;
  const element = make(made.group ? "fieldset" : "div", { class: `field${cards ? " choices--cards" : ""}`, "data-name": name(node), tabindex: "-1" }, head, hint, error, made.element);
  const refresh = () => {
    const state = node.currentState;
    show(element, state.relevant);
    if (!state.relevant) return;
    put(words, label(node) || name(node));
    put(star, state.required ? ` (${sheet.words.required})` : "");
    put(hint, state.hint?.asString ?? "");
    show(hint, Boolean(hint.textContent));
    const said = sheet.fault(node);
    put(error, said);
    show(error, Boolean(said));
    element.classList.toggle("field--wrong", Boolean(said));
    const ids = [hint.textContent && hint.id, said && error.id].filter(Boolean).join(" ");
    made.describe(ids, Boolean(said));
    if (made.group) mark(element, "aria-describedby", ids);
    made.require(state.required);
    made.refresh();
    if (cards) for (const one of ["choices--row", "choices--grid"]) element.classList.toggle(one, made.layout === one);
  };
  return { node, element, refresh, leaf: true, get target() { return made.target ?? element; } };
};

const inside = (node, sheet) => node.currentState.children.map((child) => view(child, sheet)).filter(Boolean);

const section = (node, sheet) => {
  const title = make("h2");
  const views = inside(node, sheet);
  const element = make("section", { class: "panel", "aria-labelledby": (title.id = id("section")) }, title, ...views.map((one) => one.element));
  return {
    node, element, views,
    refresh: () => {
      show(element, node.currentState.relevant && views.length > 0);
      put(title, label(node));
      show(title, Boolean(label(node)));
      if (node.currentState.relevant) views.forEach((one) => one.refresh());
    },
  };
};

/** Questions under the same answers, as a table; null where a group is none. */
const grid = (node, sheet) => {
  const rows = node.currentState.children.filter((child) => child.nodeType === "select" && !HELPER.test(name(child)) && child.appearances?.["list-nolabel"]);
  if (rows.length === 0 || rows.some((row) => row.selectType !== "select1")) return null;
  const title = make("h2", { id: id("grid") });
  const head = make("tr", {}, make("th", { scope: "col" }, make("span", { class: "hidden-visually" }, sheet.words.question)));
  const heads = new Map(rows[0].currentState.valueOptions.map((option) => [option.value, make("th", { scope: "col", id: id("head") })]));
  head.append(...heads.values());
  const views = rows.map((row) => gridRow(row, heads, sheet));
  const table = make("table", { class: "xform__grid", "aria-labelledby": title.id }, make("thead", {}, head), make("tbody", {}, ...views.map((one) => one.element)));
  const others = node.currentState.children.filter((child) => !rows.includes(child)).map((child) => view(child, sheet)).filter(Boolean);
  const element = make("section", { class: "panel" }, title, ...others.filter((one) => !one.leaf).map((one) => one.element), table, ...others.filter((one) => one.leaf).map((one) => one.element));
  return {
    node, element, views: [...others, ...views],
    refresh: () => {
      show(element, node.currentState.relevant);
      put(title, label(node) || labelOfGrid(node));
      show(title, Boolean(title.textContent));
      for (const option of rows[0].currentState.valueOptions) put(heads.get(option.value), option.label?.asString ?? option.value);
      [...others, ...views].forEach((one) => one.refresh());
    },
  };
};

/** The converter moves the words of a grid to a row of its own. */
const labelOfGrid = (node) => {
  const helper = node.currentState.children.find((child) => /^generated_table_list_label/.test(name(child)));
  return helper ? label(helper) : "";
};

const gridRow = (node, heads, sheet) => {
  const words = make("span");
  const star = make("span", { class: "field__optional" });
  const error = make("p", { class: "errorlist", id: id("error"), hidden: true });
  const first = make("th", { scope: "row", id: id("row") }, words, star, error);
  const group = id("grid");
  const boxes = new Map();
  const row = make("tr", { role: "radiogroup", "aria-labelledby": first.id, "data-name": name(node), tabindex: "-1" }, first);
  for (const option of node.currentState.valueOptions) {
    const input = make("input", { form: "", type: "radio", name: group, value: option.value, id: id("cell"), "aria-labelledby": `${first.id} ${heads.get(option.value)?.id ?? ""}` });
    input.addEventListener("change", () => sheet.set(node, () => node.selectValue(option.value)));
    const words_ = make("span", { class: "xform__cell-word", "aria-hidden": "true" });
    boxes.set(option.value, { input, words: words_ });
    row.append(make("td", {}, make("label", { for: input.id }, input, words_)));
  }
  row.addEventListener("keydown", (event) => {
    const found = !event.ctrlKey && !event.altKey && !event.metaKey && !sheet.readOnly && chosenBy(event.key, node.currentState.valueOptions);
    if (!found) return;
    event.preventDefault();
    sheet.set(node, () => node.selectValue(found.value));
    row.dispatchEvent(new Event("change", { bubbles: true }));
    sheet.onward(row);
  });
  return {
    node, element: row, leaf: true,
    get target() { return boxes.values().next().value.input; },
    refresh: () => {
      const state = node.currentState;
      show(row, state.relevant);
      put(words, label(node));
      put(star, state.required ? ` (${sheet.words.required})` : "");
      const said = sheet.fault(node);
      put(error, said);
      show(error, Boolean(said));
      mark(row, "aria-describedby", said && error.id);
      for (const option of state.valueOptions) {
        const box = boxes.get(option.value);
        if (!box) continue;
        put(box.words, option.label?.asString ?? option.value);
        box.input.checked = node.isSelected(option.value);
        box.input.disabled = sheet.readOnly || state.readonly;
      }
    },
  };
};

const entries = (node, sheet) => {
  const free = node.nodeType === "repeat-range:uncontrolled";
  const title = make("h2", { id: id("entries") });
  const list = make("div", { class: "stack" });
  const add = make("button", { type: "button", class: "button xform__add" }, sheet.words.add);
  const element = make("section", { class: "panel", "aria-labelledby": title.id }, title, list, free && !sheet.readOnly ? add : null);
  const made = new Map();
  add.addEventListener("click", () => {
    sheet.set(node, () => node.addInstances());
    sheet.changed(list);
    const last = node.currentState.children.at(-1);
    made.get(last?.nodeId)?.element.querySelector("input, select, textarea")?.focus();
  });
  const remove = (child) => {
    const at = node.currentState.children.indexOf(child);
    if (at < 0) return;
    sheet.set(node, () => node.removeInstances(at, 1));
    sheet.changed(list);
    add.focus();
  };
  return {
    node, element, get views() { return [...made.values()].flatMap((one) => one.views); },
    refresh: () => {
      show(element, node.currentState.relevant);
      put(title, label(node));
      const children = node.currentState.children;
      const there = new Set(children.map((child) => child.nodeId));
      for (const [key, one] of made) if (!there.has(key)) { one.element.remove(); made.delete(key); }
      children.forEach((child, at) => {
        if (!made.has(child.nodeId)) made.set(child.nodeId, entry(child, sheet, free ? () => remove(child) : null));
        const one = made.get(child.nodeId);
        if (list.children[at] !== one.element) list.insertBefore(one.element, list.children[at] ?? null);
        one.refresh(at + 1);
      });
    },
  };
};

const entry = (node, sheet, remove) => {
  const title = make("h3");
  const views = inside(node, sheet);
  const sure = make("span", { class: "cluster", hidden: true });
  const ask = make("button", { type: "button", class: "button button--bare" }, sheet.words.remove);
  if (remove) {
    const no = make("button", { type: "button", class: "button" }, sheet.words.keep);
    const yes = make("button", { type: "button", class: "button" }, sheet.words.remove_really);
    sure.append(yes, no);
    ask.addEventListener("click", () => { show(ask, false); show(sure, true); no.focus(); });
    no.addEventListener("click", () => { show(sure, false); show(ask, true); ask.focus(); });
    yes.addEventListener("click", remove);
  }
  const element = make("div", { class: "xform__entry" }, title, ...views.map((one) => one.element), remove && !sheet.readOnly ? ask : null, remove ? sure : null);
  return {
    node, element, views,
    refresh: (number) => {
      put(title, fill(sheet.words.entry, { n: number }));
      views.forEach((one) => one.refresh());
    },
  };
};

/** Every question below, in order, with its view. */
export const leaves = (views) => views.flatMap((one) => (one.leaf ? [one] : leaves(one.views ?? [])));
export const isAsked = asked;
