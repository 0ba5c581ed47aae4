// One question each: text, numbers, days, choices. A control writes into the engine and shows what it answers.
//
// Inputs belong to no form (form=""): what is sent is the instance that the engine writes, not a second copy of it.
import { id, make, mark, put } from "./dom.js";
import { ascii, day, digits } from "./text.js";

const APART = { form: "" };

/** The engine takes what is no number for no answer, and the question would lose what was typed without a word. */
const WHOLE = /^[+-]?\d{1,15}$/;
const DECIMAL = /^[+-]?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})$/;

/** What somebody typed, in the engine's digits where a number is meant. */
const typed = (node, text) => (node.valueType === "string" ? text : ascii(text).trim());

const text = (node, sheet) => {
  const long = node.appearances?.multiline || (node.nodeOptions?.rows ?? 0) > 1;
  const number = node.valueType === "int" || node.valueType === "decimal";
  const input = make(long ? "textarea" : "input", {
    ...APART, id: id("text"), type: long ? null : "text", rows: long ? 3 : null, autocomplete: "off",
    inputmode: number ? (node.valueType === "int" ? "numeric" : "decimal") : null, class: number ? "xform__number" : null,
    dir: number ? "ltr" : null,
  });
  let wrong = false;
  input.addEventListener("input", () => {
    const value = typed(node, input.value);
    wrong = number && value !== "" && !(node.valueType === "int" ? WHOLE : DECIMAL).test(value);
    sheet.set(node, () => node.setValue(wrong || value === "" ? null : value), "number_wrong", wrong);
  });
  const shown = () => digits(node.currentState.value ?? "");
  return {
    element: input, target: input, labels: input.id,
    refresh: () => {
      if (document.activeElement !== input && !wrong) {
        const value = number ? shown() : String(node.currentState.value ?? "");
        if (input.value !== value) input.value = value;
      }
      input.disabled = sheet.readOnly || node.currentState.readonly;
    },
    describe: (ids, invalid) => { mark(input, "aria-describedby", ids); mark(input, "aria-invalid", invalid && "true"); },
    require: (needed) => mark(input, "aria-required", needed && "true"),
  };
};

const PARTS = ["day", "month", "year"];

const dated = (node, sheet) => {
  const asked = node.appearances?.year ? ["year"] : node.appearances?.["month-year"] ? ["month", "year"] : PARTS;
  const inputs = {};
  const line = make("div", { class: "date-parts" });
  for (const part of asked) {
    const input = make("input", { ...APART, id: id(part), type: "text", inputmode: "numeric", autocomplete: "off", dir: "ltr" });
    inputs[part] = input;
    line.append(make("div", { class: "date-parts__one" }, make("label", { class: "date-parts__label", for: input.id }, sheet.words[part]), input));
    input.addEventListener("input", () => {
      const numbers = Object.fromEntries(PARTS.map((p) => [p, p in inputs ? ascii(inputs[p].value).trim() : "1"]));
      if (asked.every((p) => !numbers[p])) return void sheet.set(node, () => node.setValue(null));
      const whole = PARTS.every((p) => /^\d{1,4}$/.test(numbers[p])) && numbers.year.length === 4;
      const found = whole ? day(...["year", "month", "day"].map((p) => Number(numbers[p]))) : null;
      sheet.set(node, () => node.setValue(found), found ? "" : "date_wrong", !found);
    });
  }
  const fill = () => {
    const value = node.currentState.value;
    const parts = value ? String(value).slice(0, 10).split("-") : [];
    const known = { year: parts[0], month: parts[1], day: parts[2] };
    if (!value || asked.some((p) => document.activeElement === inputs[p])) return;
    for (const part of asked) inputs[part].value = digits(Number(known[part]));
  };
  return {
    element: line, target: inputs[asked[0]], labels: "", group: true,
    refresh: () => { fill(); for (const one of Object.values(inputs)) one.disabled = sheet.readOnly || node.currentState.readonly; },
    describe: (ids, invalid) => Object.values(inputs).forEach((one) => { mark(one, "aria-describedby", ids); mark(one, "aria-invalid", invalid && "true"); }),
    require: () => {},
  };
};

/** The choice that a key means: the answer of that name, else the one at that place. */
export const chosenBy = (key, options) => {
  const plain = ascii(key);
  if (!/^\d$/.test(plain)) return null;
  return options.find((one) => one.value === plain) ?? (options.every((one) => !/^\d+$/.test(one.value)) ? options[Number(plain) - 1] : null) ?? null;
};

/** Short answers stand in a row, many of them in columns, sentences below each other. */
const laid = (labels) => {
  const longest = Math.max(0, ...labels.map((one) => one.length));
  if (longest <= 12 && labels.length <= 8) return "choices--row";
  return labels.length > 5 && longest <= 30 ? "choices--grid" : "";
};

const choices = (node, sheet) => {
  const many = node.selectType === "select";
  const name = id("choice");
  const list = make("div");
  let boxes = new Map();
  let drawn = "";
  let layout = "";
  const choose = (value, on) => {
    if (!many) return sheet.set(node, () => node.selectValue(on ? value : null));
    const values = node.currentState.value.filter((one) => one !== value);
    return sheet.set(node, () => node.selectValues(on ? [...values, value] : values));
  };
  const draw = (options) => {
    boxes = new Map();
    list.replaceChildren(...options.map((option) => {
      const input = make("input", { ...APART, id: id("one"), type: many ? "checkbox" : "radio", name, value: option.value });
      const words = make("span");
      input.addEventListener("change", () => choose(option.value, input.checked));
      input.addEventListener("click", () => { if (!many && input.dataset.was === "yes") choose(option.value, false); });
      boxes.set(option.value, { input, words });
      return make("div", {}, make("label", { for: input.id }, input, words));
    }));
  };
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || sheet.readOnly) return;
    const found = chosenBy(event.key, node.currentState.valueOptions);
    if (!found) return;
    event.preventDefault();
    choose(found.value, many ? !node.isSelected(found.value) : true);
    list.dispatchEvent(new Event("change", { bubbles: true }));
    if (!many) sheet.onward(list);
  });
  return {
    element: list, group: true, labels: "",
    get target() { return boxes.values().next().value?.input; },
    refresh: () => {
      const options = node.currentState.valueOptions;
      const key = options.map((one) => one.value).join("\u0000");
      if (key !== drawn) { draw(options); drawn = key; }
      for (const option of options) {
        const { input, words } = boxes.get(option.value);
        put(words, option.label?.asString ?? option.value);
        const on = node.isSelected(option.value);
        if (input.checked !== on) input.checked = on;
        input.dataset.was = on ? "yes" : "";
        input.disabled = sheet.readOnly || node.currentState.readonly;
      }
      layout = laid(options.map((one) => one.label?.asString ?? one.value));
    },
    get layout() { return layout; },
    describe: () => {}, require: () => {},
  };
};

const listed = (node, sheet) => {
  const select = make("select", { ...APART, id: id("list") });
  let drawn = "";
  select.addEventListener("change", () => sheet.set(node, () => node.selectValue(select.value || null)));
  return {
    element: select, target: select, labels: select.id,
    refresh: () => {
      const options = node.currentState.valueOptions;
      const key = options.map((one) => `${one.value}\u0000${one.label?.asString}`).join("\u0001");
      if (key !== drawn) {
        select.replaceChildren(make("option", { value: "" }, "—"), ...options.map((one) => make("option", { value: one.value }, one.label?.asString ?? one.value)));
        drawn = key;
      }
      const value = node.currentState.value[0] ?? "";
      if (select.value !== value) select.value = value;
      select.disabled = sheet.readOnly || node.currentState.readonly;
    },
    describe: (ids, invalid) => { mark(select, "aria-describedby", ids); mark(select, "aria-invalid", invalid && "true"); },
    require: (needed) => mark(select, "aria-required", needed && "true"),
  };
};

/** The control for a question. */
export const control = (node, sheet) => {
  if (node.nodeType === "select") {
    return node.selectType === "select1" && node.appearances?.minimal ? listed(node, sheet) : choices(node, sheet);
  }
  return node.valueType === "date" ? dated(node, sheet) : text(node, sheet);
};
