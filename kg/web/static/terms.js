// What fits as a query is typed: shared by the editor that npm builds and by the plain text box.
"use strict";

const MOST_TERMS = 9;

/** Terms that fit a word: whose name begins with it, then whose label or name holds it. */
function fittingTerms(terms, word) {
  const wanted = word.toLowerCase();
  const [, prefix, bare] = /^([\w-]*:)?(.*)$/u.exec(wanted);
  const rank = ({ name, kind, zh, en }) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    if (kind === "prefix") return 3;
    const [short, label] = [lower.slice(lower.indexOf(":") + 1), en.toLowerCase()];
    if (prefix && !lower.startsWith(prefix)) return 3;
    if (short.startsWith(bare)) return 0;
    if (zh.startsWith(word) || label.startsWith(bare)) return 1;
    return short.includes(bare) || zh.includes(bare) || label.includes(bare) ? 2 : 3;
  };
  return terms.map((term) => [rank(term), term]).filter(([rank_]) => rank_ < 3)
    .sort(([one, a], [other, b]) => one - other || a.name.length - b.name.length).slice(0, MOST_TERMS).map(([, term]) => term);
}

/** Whether so little says enough to offer anything unasked. */
function worthCompleting(word) {
  return word.includes(":") || /\p{Script=Han}/u.test(word) || word.length > 3;
}

/** Whether what stands before the cursor on its line leaves it in a string, a comment or an IRI, where no term is wanted. */
function inString(before) {
  return /^[^"<]*#/u.test(before) || (before.match(/"/gu)?.length ?? 0) % 2 === 1 || /<[^>\s]*$/u.test(before);
}

/** The line that declares the prefix of a name; empty if the query has it, or it is none of ours. */
function missingPrefix(query, name, terms) {
  const prefix = name.slice(0, name.indexOf(":") + 1);
  const iri = terms.find((term) => term.kind === "prefix" && term.name === prefix)?.iri;
  return iri && !new RegExp(`prefix\\s+${prefix}`, "iu").test(query) ? `PREFIX ${prefix} <${iri}>\n` : "";
}
