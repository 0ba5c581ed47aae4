// Digits and dates as people type and read them here.

const EASTERN = "٠١٢٣٤٥٦٧٨٩";
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";

/** Typed digits of any writing as those that the engine reads. */
export const ascii = (text) =>
  text.replace(/[٠-٩]/g, (d) => EASTERN.indexOf(d)).replace(/[۰-۹]/g, (d) => PERSIAN.indexOf(d)).replace("٫", ".");

/** Digits as this page writes them. */
export const digits = (text) =>
  document.documentElement.dataset.digits === "arab" ? String(text).replace(/\d/g, (d) => EASTERN[d]) : String(text);

/** "The words {n}" with its facts. */
export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => digits(facts[name] ?? ""));

/** A day that exists, as the engine keeps it; null where it is none. */
export const day = (year, month, date) => {
  const made = new Date(Date.UTC(year, month - 1, date));
  const real = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date;
  if (!real || year < 1900 || year > 2200) return null;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
};

/** The code in the name of a form's language: "العربية (ar)" is ar. */
export const code = (language) => /\(([a-z-]+)\)\s*$/i.exec(language)?.[1] ?? language;

/** Languages that are written from right to left. */
export const direction = (language) => (["ar", "ckb", "fa", "ur"].includes(language) ? "rtl" : "ltr");
