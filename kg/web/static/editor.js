// The query editor: terms of the ontology complete as they are typed, by name or by label in either language.
"use strict";

const text = document.getElementById("query");
const MOST = 9;

/** The word before the cursor: a prefixed name, or a label in Chinese or English. */
function wordBefore() {
  const before = text.value.slice(0, text.selectionStart);
  return /[\p{L}\p{N}_:-]+$/u.exec(before)?.[0] ?? "";
}

/** Terms that fit a word: whose name begins with it, then whose label or name holds it. */
function fitting(terms, word) {
  const wanted = word.toLowerCase();
  const bare = wanted.replace(/^tis:/u, "");
  const rank = ({ name, zh, en }) => {
    const short = name.slice(4).toLowerCase();
    if (short.startsWith(bare)) return 0;
    if (zh.startsWith(word) || en.toLowerCase().startsWith(bare)) return 1;
    return short.includes(bare) || zh.includes(word) || en.toLowerCase().includes(bare) ? 2 : 3;
  };
  return terms.map((term) => [rank(term), term]).filter(([rank_]) => rank_ < 3)
    .sort(([one, a], [other, b]) => one - other || a.name.length - b.name.length).slice(0, MOST).map(([, term]) => term);
}

async function completeTerms() {
  const response = await fetch(text.dataset.terms);
  if (!response.ok) return;
  const terms = await response.json();
  const options = new Options(text, (term) => {
    const word = wordBefore();
    text.setRangeText(term.name, text.selectionStart - word.length, text.selectionStart, "end");
    declare("tis", "https://w3id.org/tis/ontology#");
    text.focus();
  });
  text.addEventListener("input", (event) => {
    const word = wordBefore();
    const worth = word.startsWith("tis:") || /\p{Script=Han}/u.test(word) || word.length > 3;
    if (event.inputType === "insertLineBreak" || !worth || inString()) options.close();
    else options.show(fitting(terms, word), (term) => [term.name, lang === "zh" ? `${term.zh} ${term.en}` : `${term.en} ${term.zh}`]);
  });
}

/** Whether the cursor stands in a string, a comment or an IRI on its line, where no term is wanted. */
function inString() {
  const line = text.value.slice(0, text.selectionStart).split("\n").at(-1);
  return /^[^"<]*#/u.test(line) || (line.match(/"/gu)?.length ?? 0) % 2 === 1 || /<[^>\s]*$/u.test(line);
}

/** Declare a prefix that the query uses and does not have. */
function declare(prefix, namespace) {
  if (new RegExp(`prefix\\s+${prefix}:`, "iu").test(text.value)) return;
  const at = text.selectionStart;
  const line = `PREFIX ${prefix}: <${namespace}>\n`;
  text.setRangeText(line, 0, 0);
  text.setSelectionRange(at + line.length, at + line.length);
}

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    text.form.requestSubmit();
  }
});
completeTerms();
