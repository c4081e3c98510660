// The query editor as a plain text box, where sparql-editor.js (which npm builds) is not there: terms of the ontology
// complete as they are typed, by name or by label in either language.
"use strict";

const text = document.getElementById("query");

/** The line up to the cursor, and the word at its end: a prefixed name, or a label in Chinese or English. */
function lineBefore() {
  return text.value.slice(0, text.selectionStart).split("\n").at(-1);
}
function wordBefore() {
  return /[\p{L}\p{N}_:-]+$/u.exec(lineBefore())?.[0] ?? "";
}

async function completeTerms() {
  const response = await fetch(text.dataset.terms);
  if (!response.ok) return;
  const terms = await response.json();
  const options = new Options(text, (term) => {
    const word = wordBefore();
    text.setRangeText(term.name, text.selectionStart - word.length, text.selectionStart, "end");
    declare(missingPrefix(text.value, term.name, terms));
    text.focus();
  });
  text.addEventListener("input", (event) => {
    const word = wordBefore();
    if (event.inputType === "insertLineBreak" || !worthCompleting(word) || inString(lineBefore())) options.close();
    else options.show(fittingTerms(terms, word), (term) => [term.name, lang === "zh" ? `${term.zh} ${term.en}` : `${term.en} ${term.zh}`]);
  });
}

/** Put a declaration before everything else, and leave the cursor where it was in the query. */
function declare(line) {
  const at = text.selectionStart + line.length;
  text.setRangeText(line, 0, 0);
  text.setSelectionRange(at, at);
}

function work() {
  text.addEventListener("insert", (event) => {
    text.focus();
    text.setRangeText(event.detail, text.selectionStart, text.selectionEnd, "end");
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      text.form.requestSubmit();
    }
  });
  completeTerms();
}

if (!text.hidden) work();
