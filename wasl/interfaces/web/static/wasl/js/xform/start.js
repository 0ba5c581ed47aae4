// Draws the form of this page: the engine decides what is asked and what is wrong, the views show it.
//
// The page's own form carries everything: the instance in a hidden field, which drafts.js keeps like any other field.
import { make, mark, put, show } from "./dom.js";
import { code, direction, fill } from "./text.js";
import { leaves, name, view } from "./views.js";

const place = document.querySelector("[data-xform]");
const config = JSON.parse(document.getElementById("xform-config").textContent);
const form = place.closest("form");
const hidden = form?.querySelector("input[name='instance']");
const words = config.words;

/** What the views share: how to write an answer, what is wrong with one, where to go next. */
class Sheet {
  constructor(root) {
    this.root = root;
    this.words = words;
    this.readOnly = Boolean(config.read_only);
    this.touched = new Set();
    this.typing = new Map();
    this.given = new Map((config.faults ?? []).map((one) => [one.name, one.message]));
    this.sent = false;
    this.views = root.currentState.children.map((child) => view(child, this)).filter(Boolean);
    this.waiting = 0;
  }

  /** Let the engine take an answer; false where it is no answer of that kind. `keep`: a code to say all the same. */
  set(node, change, said = "", keep = false) {
    let taken = true;
    try {
      change();
    } catch {
      taken = false;
    }
    this.touched.add(node.nodeId);
    this.given.delete(name(node));
    if ((!taken || keep) && said) this.typing.set(node.nodeId, said);
    else this.typing.delete(node.nodeId);
    this.later();
    return taken;
  }

  /** What to say of a question now: nothing before somebody has been there. */
  fault(node) {
    const typing = this.typing.get(node.nodeId);
    if (typing) return words[typing];
    const given = this.given.get(name(node));
    if (given) return given;
    if (!this.sent && !this.touched.has(node.nodeId)) return "";
    const violation = node.validationState.violation;
    if (!violation || (!this.sent && violation.condition === "required")) return "";
    return violation.message?.asString || words[violation.condition === "required" ? "required_message" : "constraint"];
  }

  /** Draw once for however many changes there were. */
  later() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.refresh();
    });
  }

  refresh() {
    this.views.forEach((one) => one.refresh());
    if (hidden) hidden.value = this.root.instanceState.instanceXML;
    progress(this);
  }

  /** Something changed that no input told of. */
  changed(element) {
    this.refresh();
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** After an answer by a key: the next question that has none. */
  onward(element) {
    this.refresh();
    const all = leaves(this.views).filter((one) => one.node.currentState.relevant);
    const here = all.findIndex((one) => one.element === element || one.element.contains(element));
    const next = all.slice(here + 1).find((one) => !answered(one.node));
    if (!next) return;
    next.target.focus({ preventScroll: true });
    next.element.scrollIntoView({ block: "center" });
  }

  wrong() {
    return leaves(this.views).filter((one) => one.node.currentState.relevant && (this.typing.has(one.node.nodeId) || this.given.has(name(one.node)) || one.node.validationState.violation));
  }
}

const answered = (node) => {
  const value = node.currentState.value;
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== "";
};

const counter = make("p", { class: "soft", role: "status" });
const progress = (sheet) => {
  const all = leaves(sheet.views).filter((one) => one.node.currentState.relevant);
  put(counter, fill(words.progress, { done: all.filter((one) => answered(one.node)).length, total: all.length }));
};

const summary = make("div", { class: "error-summary", role: "alert", tabindex: "-1", hidden: true });
const summarise = (sheet) => {
  const wrong = sheet.wrong();
  show(summary, wrong.length > 0);
  if (wrong.length === 0) return false;
  const list = make("ul", {}, ...wrong.map((one) => {
    const link = make("a", { href: "#" }, `${one.node.currentState.label?.asString ?? name(one.node)}: ${sheet.fault(one.node)}`);
    link.addEventListener("click", (event) => { event.preventDefault(); one.target.focus(); one.element.scrollIntoView({ block: "center" }); });
    return make("li", {}, link);
  }));
  summary.replaceChildren(make("h2", {}, words.look_again), list);
  summary.focus();
  return true;
};

/** Whether the server answers: a form that is sent into nothing takes the page along with all that was typed. */
const reached = async () => {
  const answer = await fetch(config.xform_url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000) });
  if (answer.status >= 500) throw new Error(String(answer.status));
};

const cut = () => {
  summary.replaceChildren(make("p", {}, words.no_connection));
  show(summary, true);
  summary.focus();
};

const speak = (sheet, wanted) => {
  const found = sheet.root.languages.find((one) => code(one.language) === wanted);
  if (found) sheet.root.setLanguage(found);
  mark(place, "lang", wanted);
  mark(place, "dir", direction(wanted));
  place.querySelectorAll("[data-language]").forEach((one) => mark(one, "aria-pressed", one.dataset.language === wanted ? "true" : "false"));
  sheet.refresh();
};

const tongues = (sheet) => {
  const there = sheet.root.languages.map((one) => code(one.language)).filter(Boolean);
  if (there.length < 2) return null;
  const field = form?.elements.language;
  const line = make("div", { class: "cluster", role: "group", "aria-label": words.language });
  for (const one of there) {
    const named = [...(field?.options ?? [])].find((option) => option.value === one)?.textContent ?? one;
    const button = make("button", { type: "button", class: "button button--bare", "data-language": one, lang: one }, named);
    button.addEventListener("click", () => { if (field) field.value = one; speak(sheet, one); });
    line.append(button);
  }
  field?.addEventListener("change", () => there.includes(field.value) && speak(sheet, field.value));
  return line;
};

/** What is for the interviewer alone: the engine would read it out as the end of the hint. */
const withoutGuidance = (xml) => xml.replace(/<value form="guidance">[^]*?<\/value>/g, "");

const open = async () => {
  const [{ loadForm }, answer] = await Promise.all([import(config.engine_url), fetch(config.xform_url)]);
  if (!answer.ok) throw new Error(String(answer.status));
  const loaded = await loadForm(withoutGuidance(await answer.text()));
  if (loaded.status === "failure") throw loaded.error;
  if (!config.draft) return loaded.createInstance().root;
  const data = new FormData();
  data.append("xml_submission_file", new File([config.draft], "xml_submission_file", { type: "text/xml" }));
  try {
    return (await loaded.restoreInstance({ data: [data] })).root;
  } catch (error) {
    console.error(error); // a draft that cannot be read must not keep anybody from the form
    return loaded.createInstance().root;
  }
};

const begin = async () => {
  place.setAttribute("aria-busy", "true");
  put(place, words.loading);
  const root = await open();
  const sheet = new Sheet(root);
  place.replaceChildren();
  place.append(...[tongues(sheet), counter, summary, ...sheet.views.map((one) => one.element)].filter(Boolean));
  speak(sheet, config.language);
  place.removeAttribute("aria-busy");
  if (sheet.given.size) summarise(sheet);
  const declined = form?.elements.declined;
  const whole = () => { place.hidden = Boolean(declined?.checked); };
  declined?.addEventListener("change", whole);
  whole();
  let there = false;
  form?.addEventListener("submit", (event) => {
    if (there) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!declined?.checked) {
      sheet.sent = true;
      sheet.given.clear();
      sheet.refresh();
      if (summarise(sheet)) return;
    }
    reached().then(() => { there = true; form.requestSubmit(event.submitter); }, () => cut());
  }, { capture: true });
  place.dataset.ready = "yes";
  performance.mark("wasl-ready");
  globalThis.waslSheet = sheet;
};

begin().catch((error) => {
  console.error(error);
  place.removeAttribute("aria-busy");
  place.replaceChildren(make("p", { class: "banner banner--amber", role: "alert" }, words.failed));
});
