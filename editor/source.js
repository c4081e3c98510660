// The query editor: CodeMirror with SPARQL's colours, completion of this graph's terms and things, and the place of an
// error. It stands in a shadow tree, where CodeMirror's own style sheets are adopted rather than written into the page:
// the page's policy allows no style in it. Nothing is asked of any other server. Without this file, a text box does it.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* global fittingTerms, inString, missingPrefix, worthCompleting -- terms.js, which the text box uses too */

const KEYWORDS = (
  "ASK BASE BIND CONSTRUCT DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER "
  + "PREFIX REDUCED SELECT UNION VALUES WHERE ASC DESC AVG BOUND COALESCE CONCAT CONTAINS COUNT DATATYPE GROUP_CONCAT IF LANG "
  + "LANGMATCHES LCASE MAX MIN REGEX REPLACE ROUND SAMPLE STR STRAFTER STRBEFORE STRENDS STRLEN STRSTARTS SUBSTR SUM UCASE YEAR"
).split(" ");

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: ".92rem", color: "var(--ink)", backgroundColor: "var(--card)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: ".6rem 0", caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--tint)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--link-tint)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", border: "1px solid var(--line)", borderRadius: "8px", color: "var(--ink)" },
  ".cm-tooltip-autocomplete": { overflow: "hidden", boxShadow: "0 8px 28px rgb(28 39 50 / 16%)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18rem", maxWidth: "min(44rem, 88vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".25rem .6rem", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "#fff" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", marginLeft: ".8rem", opacity: ".85" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "#8a1c7c", fontWeight: "600" },
  { tag: [tags.standard(tags.variableName), tags.standard(tags.name)], color: "#8a4b00" },
  { tag: [tags.local(tags.variableName), tags.variableName], color: "#0b4f79" },
  { tag: tags.atom, color: "#0b6349" },
  { tag: tags.string, color: "#9c1c1c" },
  { tag: tags.meta, color: "#55616d" },
  { tag: tags.comment, color: "#55616d", fontStyle: "italic" },
]);

/** The terms of the ontology, the prefixes and the words of SPARQL that fit what stands before the cursor. */
function completeTerms(terms, lang) {
  return (context) => {
    const word = context.matchBefore(/[\p{L}\p{N}_:-]+/u);
    const before = context.state.doc.lineAt(context.pos).text.slice(0, context.pos - context.state.doc.lineAt(context.pos).from);
    if (!word || /[?$@]$/u.test(before.slice(0, before.length - word.text.length)) || inString(before)) return null;
    const declaring = /\bprefix\s+[\w-]*:?$/iu.test(before);
    const known = declaring ? terms.filter(({ kind }) => kind === "prefix") : terms;
    const found = context.explicit || declaring || worthCompleting(word.text) ? fittingTerms(known, word.text) : [];
    const typed = word.text.toUpperCase();
    const keywords = typed.length > 1 && !declaring ? KEYWORDS.filter((each) => each.startsWith(typed) && each !== typed) : [];
    const options = [
      ...found.map((term) => ({
        label: term.name,
        detail: lang === "zh" ? `${term.zh} ${term.en}` : `${term.en} ${term.zh}`,
        apply: (view, _, from, to) => put(view, from, to, declaring ? `${term.name} <${term.iri}>` : term.name, terms, declaring),
      })),
      ...keywords.map((each) => ({ label: each, type: "keyword" })),
    ];
    return options.length ? { from: word.from, options, filter: false } : null;
  };
}

/** Write a name in place of what was typed, and declare its prefix at the top if the query does not. */
function put(view, from, to, name, terms, declaring) {
  const line = declaring ? "" : missingPrefix(view.state.doc.toString(), name, terms);
  view.dispatch({
    changes: [{ from: 0, insert: line }, { from, to, insert: name }],
    selection: { anchor: from + line.length + name.length },
    userEvent: "input.complete",
  });
}

/** The variables that the query has already. */
function completeVariables(context) {
  const word = context.matchBefore(/[?$]\p{L}?[\p{L}\p{N}_]*/u);
  if (!word || word.text.length < 2) return null;
  const seen = new Set(context.state.doc.toString().match(/[?$]\p{L}[\p{L}\p{N}_]*/gu));
  seen.delete(word.text);
  return seen.size ? { from: word.from, options: [...seen].sort().map((label) => ({ label })), validFor: /^[?$][\p{L}\p{N}_]*$/u } : null;
}

/** Things by any of their names, behind `entity:`; what is written is their IRI. */
async function completeThings(context) {
  const word = context.matchBefore(/entity:[\p{L}\p{N}_-]+/u);
  if (!word) return null;
  const response = await fetch(`/complete?${new URLSearchParams({ q: word.text.slice(7) })}`);
  const rows = response.ok ? await response.json() : [];
  const options = rows.map((row) => ({ label: row.name, detail: [row.class, row.also].filter(Boolean).join(" · "), apply: `<${row.iri}>` }));
  return options.length ? { from: word.from, options, filter: false } : null;
}

/** Mark the place that the server's message names, as line and column. */
function showProblem(view, message) {
  const place = /\berror at (\d+):(\d+)/u.exec(message);
  if (!place) return;
  const line = view.state.doc.line(Math.min(Number(place[1]), view.state.doc.lines));
  const from = Math.min(line.from + Number(place[2]) - 1, line.to);
  const to = Math.min(from + 1, view.state.doc.length);
  view.dispatch(setDiagnostics(view.state, [{ from: Math.max(Math.min(from, to - 1), 0), to, severity: "error", message }]));
}

/**
 * Type over a selection ourselves. Left to itself Chromium carries the look of what was selected over, as an inline
 * style, which the page's policy refuses, aloud.
 */
function typeOver(event, view) {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== "insertText" || !text || empty || view.composing) return false;
  const insert = () => view.state.update({
    changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.type", scrollIntoView: true,
  });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
  event.preventDefault();
  return true;
}

async function mount(field) {
  const host = document.createElement("div");
  host.className = "sparql-editor";
  const root = host.attachShadow({ mode: "open" });
  const terms = [];
  const lang = document.documentElement.lang === "en" ? "en" : "zh";
  const run = () => { field.form.requestSubmit(); return true; };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run }, { key: "Tab", run: acceptCompletion }]),
        lineNumbers(), lintGutter(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
        closeBrackets(), highlightActiveLine(), EditorView.lineWrapping,
        autocompletion({ override: [completeThings, completeVariables, completeTerms(terms, lang)], icons: false, maxRenderedOptions: 40 }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        StreamLanguage.define(sparql), syntaxHighlighting(colours), theme,
        EditorView.contentAttributes.of({ "aria-label": field.labels[0]?.firstChild.textContent.trim() ?? "SPARQL", lang: "en" }),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        EditorView.updateListener.of((update) => { if (update.docChanged) field.value = update.state.doc.toString(); }),
      ],
    }),
  });
  field.before(host);
  field.hidden = true;
  field.labels[0]?.addEventListener("click", (event) => { event.preventDefault(); view.focus(); });
  field.addEventListener("insert", ({ detail }) => { view.dispatch(view.state.replaceSelection(detail)); view.focus(); });
  showProblem(view, field.dataset.problem ?? "");
  const response = await fetch(field.dataset.terms);
  if (response.ok) terms.push(...await response.json());
}

mount(document.getElementById("query"));
