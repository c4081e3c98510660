"use strict";

// The page around the diagram. Everything that comes from the data is shown as text, never as markup.

const DATA = JSON.parse(document.getElementById("data").textContent);

const TEXT = {
  zh: {
    search: "搜索：中文、英文、别名或拼音", results: "搜索结果", noResult: "没有找到", filters: "筛选",
    groups: "类别", only: "只看", class: "具体类别", allClasses: "全部具体类别", function: "服务功能", allFunctions: "全部服务功能",
    onlyHint: "显示所选的节点及其直接关联",
    about: "图中是原文直接陈述或可由此推知的联系，说明谁在本章的叙述中居于中心，不说明谁更有资金、权力或成效；本章未写的不在图中。",
    facts: "事实", direct: "直接陈述", inferred: "推理得出", reset: "恢复全部", diagram: "网络图",
    canvas: "网络图。方向键平移，加减键缩放；用搜索框可以到达任何节点。", zoom: "缩放", zoomIn: "放大", zoomOut: "缩小",
    zoomFit: "显示全部", panel: "所选内容", close: "关闭", empty: "没有可以绘制的内容：网络中没有节点。",
    alsoNamed: "又名：", outgoing: "由此指向", incoming: "指向此处", noFacts: "没有事实。", pair: "两者之间的事实",
    evidence: "证据：", reading: "（据上下文）", more: (count) => `另有 ${count} 处证据`,
    note: (n, m) => `${n} 个节点，${m} 条连线。实线：至少有一条直接陈述；虚线：全部由推理得出；越粗证据越多。`,
    separator: "、",
    modality: { planned: "计划", inpreparation: "筹备中", trial: "试点", aim: "目标", permittedorencouraged: "允许或鼓励" },
  },
  en: {
    search: "Search: Chinese, English, other names or pinyin", results: "Search results", noResult: "Nothing found",
    filters: "Filters", groups: "Kinds", only: "Show only", class: "Class", allClasses: "All classes",
    function: "Service function", allFunctions: "All service functions",
    onlyHint: "Shows these nodes and their direct partners",
    about: "Links are those that the chapter states or that follow from it. They show who is central in its account, not who has money, power or success; what the chapter leaves out is not here.",
    facts: "Facts", direct: "Stated", inferred: "Inferred", reset: "Show everything", diagram: "Network diagram",
    canvas: "Network diagram. Arrow keys move it, plus and minus zoom; the search box reaches every node.",
    zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomFit: "Show all", panel: "Selection", close: "Close",
    empty: "There is nothing to draw: the network has no nodes.", alsoNamed: "Also: ", outgoing: "from here",
    incoming: "to here", noFacts: "No facts.", pair: "Facts between the two", evidence: "Evidence: ",
    reading: " (from context)", more: (count) => `${count} more`,
    note: (n, m) => `${n} nodes, ${m} lines. Solid: at least one stated fact; dashed: inferred only; thicker: more evidence.`,
    separator: ", ",
    modality: { planned: "planned", inpreparation: "in preparation", trial: "trial", aim: "aim",
      permittedorencouraged: "permitted or encouraged" },
  },
};

// What can be chosen one at a time: the key in the state, the values, and the words for no choice.
const CHOICES = [["class", DATA.classes, "allClasses"], ["function", DATA.functions, "allFunctions"]];

const byId = (id) => document.getElementById(id);
const stage = byId("stage");
const panel = byId("panel");
const searchBox = byId("search");
const resultList = byId("results");
const narrow = matchMedia("(max-width: 760px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// What the user has chosen; everything on the page follows from it.
const state = {
  lang: DATA.lang,
  hiddenGroups: new Set(),
  class: "",
  function: "",
  direct: true,
  inferred: true,
  selected: null, // {kind: "node" | "edge", id}
};

const text = (key) => TEXT[state.lang][key];
const pick = (label) => label[state.lang] || label.zh || label.en;
const other = (label) => (state.lang === "zh" ? label.en : label.zh);
const nameOf = (id) => oneLine(pick(DATA.details[id].label) || DATA.details[id].iri);
const oneLine = (value) => value.replace(/\s+/gu, " ").trim();
const groupOf = new Map(DATA.groups.map((group, index) => [group.id, index]));
const edgesOf = DATA.nodes.map(() => []);
for (const edge of DATA.edges) for (const end of new Set([edge.from, edge.to])) edgesOf[end].push(edge);
const byStrength = DATA.nodes.map((node) => node.id).sort((a, b) => DATA.nodes[b].strength - DATA.nodes[a].strength || a - b);

/** An element with attributes, listeners (on…) and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// ── what is visible ───────────────────────────────────────────────────────────────────────

/** The visible nodes and edges, as sets of their numbers. */
function visible() {
  const chosen = (id) => CHOICES.every(([key]) => !state[key] || DATA.details[id][key] === state[key]);
  const all = CHOICES.every(([key]) => !state[key]);
  const groupShown = (id) => !state.hiddenGroups.has(DATA.details[id].group);
  const edges = DATA.edges.filter((edge) =>
    (edge.inferred ? state.inferred : state.direct)
    && groupShown(edge.from) && groupShown(edge.to)
    && (all || chosen(edge.from) || chosen(edge.to)));
  const partners = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const nodes = DATA.nodes.map((node) => node.id)
    .filter((id) => groupShown(id) && (all || chosen(id) || partners.has(id)));
  return { nodes: new Set(nodes), edges: new Set(edges.map((edge) => edge.id)) };
}

/** The nodes in focus: the selected one with its visible partners, or both ends of the selected edge. */
function focused(shown) {
  if (!state.selected) return null;
  const { kind, id } = state.selected;
  const edges = kind === "edge" ? [DATA.edges[id]] : edgesOf[id].filter((edge) => shown.edges.has(edge.id));
  const nodes = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  if (kind === "node") nodes.add(id);
  return { nodes, edges: new Set(edges.map((edge) => edge.id)) };
}

// ── the diagram ───────────────────────────────────────────────────────────────────────────

const EDGE_COLOURS = { stated: "#7b8794", inferred: "#a9b4bf", marked: "#0b5cad" };
const FAINT = 0.12;
// Pixels around the diagram: labels stay in them, and the note below stays clear.
const MARGIN = narrow.matches ? { x: 36, top: 30, bottom: 92 } : { x: 84, top: 36, bottom: 74 };
const NOTE = narrow.matches ? 58 : 34;
const MOST_STRETCH = 1.4;
const MIN_SCALE = 0.08;
const MAX_SCALE = 4;

const diagram = DATA.nodes.length ? makeDiagram() : null;

function makeDiagram() {
  // On a portrait screen the diagram, which is wider than high, stands upright.
  if (stage.clientHeight > stage.clientWidth) for (const node of DATA.nodes) [node.x, node.y] = [-node.y, node.x];
  stretch(DATA.nodes);
  // If all fits only when small, nodes and lines grow so that they stay visible.
  const growth = Math.min(Math.max(0.9 / fitting(DATA.nodes).scale, 1) ** 0.6, 2);
  for (const node of DATA.nodes) node.size *= growth;
  for (const edge of DATA.edges) {
    edge.width *= growth;
    if (edge.dashes) edge.dashes = edge.dashes.map((length) => length * growth);
  }
  const nodes = new vis.DataSet(DATA.nodes);
  const edges = new vis.DataSet(DATA.edges);
  const network = new vis.Network(byId("network"), { nodes, edges }, DATA.options);
  return { nodes, edges, network, growth, shown: visible(), focus: null, hovered: null, labels: [], labelKey: "", version: 0 };
}

/** The smallest rectangle around points. */
function frameOf(points) {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** Draw nodes apart along the side of the stage that they leave empty, but not out of recognition. */
function stretch(nodes) {
  const { left, right, top, bottom } = frameOf(nodes);
  const wide = (stage.clientWidth - 2 * MARGIN.x) / (right - left || 1);
  const high = (stage.clientHeight - MARGIN.top - MARGIN.bottom) / (bottom - top || 1);
  const [x, y] = [Math.min(Math.max(wide / high, 1), MOST_STRETCH), Math.min(Math.max(high / wide, 1), MOST_STRETCH)];
  for (const node of nodes) Object.assign(node, { x: node.x * x, y: node.y * y });
}

/** Where the view has to be so that these nodes fill it. */
function fitting(nodes) {
  const { left, right, top, bottom } = frameOf(nodes);
  const scale = Math.max(MIN_SCALE, Math.min(
    (stage.clientWidth - 2 * MARGIN.x) / (right - left || 1),
    (stage.clientHeight - MARGIN.top - MARGIN.bottom) / (bottom - top || 1),
    1.5));
  const lower = (MARGIN.bottom - MARGIN.top) / 2 / scale;
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 + lower }, scale };
}

function fit(animated) {
  const shown = diagram.nodes.get({ filter: (node) => diagram.shown.nodes.has(node.id) });
  if (shown.length) diagram.network.moveTo({ ...fitting(shown), animation: animated && motion() });
}

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

function zoom(factor) {
  const scale = Math.min(Math.max(diagram.network.getScale() * factor, MIN_SCALE), MAX_SCALE);
  diagram.network.moveTo({ scale, animation: motion() });
}

/** Bring the diagram in line with the state. */
function paint() {
  if (!diagram) return;
  const shown = visible();
  const focus = focused(shown);
  diagram.nodes.update(DATA.nodes.map(({ id }) => ({
    id, hidden: !shown.nodes.has(id), opacity: !focus || focus.nodes.has(id) ? 1 : FAINT,
  })));
  diagram.edges.update(DATA.edges.map(({ id, inferred }) => {
    const marked = focus?.edges.has(id);
    const colour = marked ? EDGE_COLOURS.marked : EDGE_COLOURS[inferred ? "inferred" : "stated"];
    const opacity = focus && !marked ? FAINT : inferred ? 0.75 : 0.8;
    return { id, hidden: !shown.edges.has(id),
      color: { color: colour, highlight: EDGE_COLOURS.marked, hover: EDGE_COLOURS.marked, opacity, inherit: false } };
  }));
  Object.assign(diagram, { shown, focus, version: diagram.version + 1 });
  const { kind, id } = state.selected ?? {};
  diagram.network.setSelection({ nodes: kind === "node" ? [id] : [], edges: kind === "edge" ? [id] : [] },
    { highlightEdges: false });
  diagram.network.redraw();
}

// ── the labels: in pixels of the screen, the most connected first, never on top of each other ──

const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';
const LABEL = narrow.matches
  ? { size: 11, line: 13, gap: 2, zh: { width: 100, lines: 2 }, en: { width: 104, lines: 2 } }
  : { size: 12, line: 15, gap: 3, zh: { width: 118, lines: 2 }, en: { width: 128, lines: 3 } };
const STRONG = new Set(byStrength.slice(0, Math.min(narrow.matches ? 8 : 16, Math.ceil(DATA.nodes.length / 8))));
// What stays on one line: a word, or a Han character with the punctuation that belongs to it.
const WORD = /[\p{Ps}\p{Pi}]*\p{Script=Han}[\p{Pe}\p{Pf}\p{Po}]*|[^\s\p{Script=Han}]+\s?|\s/gu;
const wrapped = new Map();

const fontOf = (id) => (STRONG.has(id) ? `600 ${LABEL.size + 1}px ${FONT}` : `${LABEL.size}px ${FONT}`);

/** A name broken into balanced lines; what is too long ends in an ellipsis, unless it is wanted in full. */
function wrap(context, id, full) {
  const key = `${state.lang} ${id} ${full}`;
  if (!wrapped.has(key)) {
    context.font = fontOf(id);
    const most = LABEL[state.lang];
    const words = nameOf(id).match(WORD) ?? [];
    const total = context.measureText(words.join("")).width;
    const count = Math.ceil(total / most.width);
    let lines = fill(context, words, Math.min(total / count + 14, most.width));
    if (lines.length > count) lines = fill(context, words, most.width);
    if (!full && lines.length > most.lines) {
      lines = lines.slice(0, most.lines);
      lines[most.lines - 1] += "…";
    }
    wrapped.set(key, { lines, width: Math.max(0, ...lines.map((line) => context.measureText(line).width)) });
  }
  return wrapped.get(key);
}

function fill(context, words, width) {
  const lines = [""];
  for (const word of words) {
    const longer = lines.at(-1) + word;
    if (lines.at(-1) && context.measureText(longer.trimEnd()).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => line.trim());
}

/** Rectangles, found again by the cells of a grid that they touch. */
class Boxes {
  constructor(cell = 80) {
    this.cell = cell;
    this.cells = new Map();
  }

  * keys(box) {
    for (let x = Math.floor(box.left / this.cell); x <= Math.floor(box.right / this.cell); x += 1) {
      for (let y = Math.floor(box.top / this.cell); y <= Math.floor(box.bottom / this.cell); y += 1) yield `${x} ${y}`;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  /** The area of a box that is covered by others. */
  covered(box) {
    const others = new Set();
    for (const key of this.keys(box)) for (const old of this.cells.get(key) ?? []) others.add(old);
    let area = 0;
    for (const old of others) {
      const width = Math.min(old.right, box.right) - Math.max(old.left, box.left);
      const height = Math.min(old.bottom, box.bottom) - Math.max(old.top, box.top);
      if (width > 0 && height > 0) area += width * height;
    }
    return area;
  }
}

const boxAround = (x, y, width, height) =>
  ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });

/** Boxes for the labels that have room, relative to the origin of the diagram at this scale. */
function placeLabels(context, scale) {
  const { shown, focus, network } = diagram;
  const selected = state.selected?.kind === "node" ? state.selected.id : null;
  const at = network.getPositions([...shown.nodes]);
  for (const place of Object.values(at)) Object.assign(place, { x: place.x * scale, y: place.y * scale });
  const radius = (id) => DATA.nodes[id].size * scale;
  const candidates = byStrength.filter((id) => shown.nodes.has(id) && (!focus || focus.nodes.has(id)));
  if (selected !== null) candidates.sort((a, b) => (b === selected) - (a === selected));
  const marks = new Boxes();
  for (const id of candidates) marks.add(boxAround(at[id].x, at[id].y, 1.6 * radius(id), 1.6 * radius(id)));
  const frame = frameOf(Object.values(at));
  const inFrame = (box) => frame.left - MARGIN.x < box.left && box.right < frame.right + MARGIN.x
    && frame.top - MARGIN.top < box.top && box.bottom < frame.bottom + MARGIN.bottom - NOTE;

  const labels = [];
  const taken = new Boxes();
  for (const id of candidates) {
    const { lines, width } = wrap(context, id, id === selected);
    const height = lines.length * LABEL.line;
    const spots = around(at[id], radius(id), width, height)
      .filter((box) => inFrame(box) && !taken.covered(box));
    const costs = spots.map((spot) => marks.covered(spot));
    const cost = Math.min(...costs);
    // Only the most important may cover a part of another node.
    if (cost === 0 || (spots.length && (STRONG.has(id) || id === selected))) {
      const box = spots[costs.indexOf(cost)];
      taken.add(box);
      labels.push({ id, lines, ...box });
    }
  }
  return labels;
}

/** Where the label of a node may stand, the best place first. */
function around({ x, y }, radius, width, height) {
  const away = radius + LABEL.gap + height / 2;
  const aside = radius + LABEL.gap + 2 + width / 2;
  return [[0, away], [0, -away], [aside, 0], [-aside, 0], [aside, away / 2], [-aside, away / 2], [aside, -away / 2], [-aside, -away / 2]]
    .map(([dx, dy]) => boxAround(x + dx, y + dy, width, height));
}

function drawLabels(context) {
  const scale = diagram.network.getScale();
  const key = `${scale} ${state.lang} ${diagram.version}`;
  if (key !== diagram.labelKey) Object.assign(diagram, { labels: placeLabels(context, scale), labelKey: key });
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const origin = diagram.network.canvasToDOM({ x: 0, y: 0 });
  context.save();
  context.setTransform(ratio, 0, 0, ratio, origin.x * ratio, origin.y * ratio);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of diagram.labels) if (label.id !== diagram.hovered) drawLabel(context, label);
  if (diagram.hovered !== null) drawHovered(context, diagram.hovered, scale);
  context.restore();
}

function drawLabel(context, { id, lines, left, right, top }) {
  context.font = fontOf(id);
  context.lineWidth = 3.5;
  context.strokeStyle = "rgb(247 248 250 / 90%)";
  context.fillStyle = "#1f2933";
  lines.forEach((line, index) => {
    const y = top + (index + 0.5) * LABEL.line;
    context.strokeText(line, (left + right) / 2, y);
    context.fillText(line, (left + right) / 2, y);
  });
}

/** The whole name of the node under the pointer, on a card above everything else. */
function drawHovered(context, id, scale) {
  const { lines, width } = wrap(context, id, true);
  const { x, y } = diagram.network.getPosition(id);
  const height = lines.length * LABEL.line;
  const middle = y * scale + DATA.nodes[id].size * scale + LABEL.gap + 4 + height / 2;
  const box = boxAround(x * scale, middle, width, height);
  context.beginPath();
  context.roundRect(box.left - 7, box.top - 4, width + 14, height + 8, 6);
  context.fillStyle = "#ffffff";
  context.strokeStyle = "#c3ccd5";
  context.lineWidth = 1;
  context.fill();
  context.stroke();
  drawLabel(context, { id, lines, ...box });
}

/** The node whose label is at this point of the stage. */
function labelled(point) {
  const origin = diagram.network.canvasToDOM({ x: 0, y: 0 });
  const [x, y] = [point.x - origin.x, point.y - origin.y];
  return diagram.labels.find((label) => label.left <= x && x <= label.right && label.top <= y && y <= label.bottom)?.id;
}

// ── selecting ─────────────────────────────────────────────────────────────────────────────

/** Select a node or an edge, or nothing. From the keyboard or a list, the view and the focus go along. */
function select(selected, { follow = false } = {}) {
  state.selected = selected;
  if (selected?.kind === "node") reveal(selected.id);
  renderPanel();
  paint();
  if (!selected) return;
  if (follow) panel.focus({ preventScroll: true });
  if (diagram && selected.kind === "node") bringIntoView(selected.id, follow);
}

/** Select nothing; the keyboard is back at the diagram. */
function dismiss() {
  const inside = panel.contains(document.activeElement);
  select(null);
  if (inside) document.querySelector(".vis-network").focus({ preventScroll: true });
}

const selectNode = (id) => select({ kind: "node", id }, { follow: true });

/** Drop the filters that hide a node. */
function reveal(id) {
  if (visible().nodes.has(id)) return;
  state.hiddenGroups.delete(DATA.details[id].group);
  if (!visible().nodes.has(id)) for (const [key] of CHOICES) state[key] = "";
  renderFilters();
}

/** Move the view so that the panel does not cover a node; if it is followed, to the middle of what is free. */
function bringIntoView(id, follow) {
  const { network } = diagram;
  const point = network.canvasToDOM(network.getPosition(id));
  const free = narrow.matches
    ? { right: stage.clientWidth, bottom: stage.clientHeight - panel.offsetHeight }
    : { right: stage.clientWidth - panel.offsetWidth - 14, bottom: stage.clientHeight };
  if (!follow && point.x < free.right - 20 && point.y < free.bottom - 20) return;
  network.moveTo({
    position: network.getPosition(id),
    offset: { x: (free.right - stage.clientWidth) / 2, y: (free.bottom - stage.clientHeight) / 2 },
    scale: follow ? Math.max(network.getScale(), 1 / diagram.growth) : network.getScale(),
    animation: motion(),
  });
}

function clicked({ nodes, edges, pointer }) {
  const node = nodes[0] ?? labelled(pointer.DOM);
  if (node !== undefined) select({ kind: "node", id: node });
  else select(edges.length ? { kind: "edge", id: edges[0] } : null);
}

function hover(id) {
  diagram.hovered = id;
  byId("network").style.cursor = id === null ? "" : "pointer";
  diagram.network.redraw();
}

// ── the panel ─────────────────────────────────────────────────────────────────────────────

function renderPanel() {
  panel.hidden = !state.selected;
  panel.replaceChildren();
  if (!state.selected) return;
  const { kind, id } = state.selected;
  panel.append(
    el("button", { type: "button", class: "close", "aria-label": text("close"), onclick: dismiss }, "×"),
    ...(kind === "node" ? nodePanel(id) : edgePanel(id)));
  panel.scrollTop = 0;
}

function nodePanel(id) {
  const { href, label, names, group, function: fn, class: class_ } = DATA.details[id];
  const functionLabel = DATA.functions.find((choice) => choice.id === fn)?.label;
  const heading = href ? el("a", { href, target: "_top" }, nameOf(id)) : nameOf(id);
  const classLabel = DATA.classes.find((choice) => choice.id === class_).label;
  const tags = [el("li", {}, swatch(groupOf.get(group)), pick(classLabel))];
  if (functionLabel) tags.push(el("li", {}, pick(functionLabel)));
  return [
    el("h2", {}, heading),
    el("p", { class: "other", lang: state.lang === "zh" ? "en" : "zh-Hans" }, other(label)),
    el("ul", { class: "tags" }, ...tags),
    ...(names.length ? [el("p", { class: "names" }, text("alsoNamed") + names.join(text("separator")))] : []),
    ...factsOfNode(id),
  ];
}

/** The facts of a node, under a heading for each property and direction. */
function factsOfNode(id) {
  const sections = new Map();
  for (const fact of edgesOf[id].flatMap((edge) => DATA.facts[edge.id])) {
    const outgoing = fact.subject === id;
    const key = `${outgoing ? 0 : 1} ${fact.property}`;
    if (!sections.has(key)) sections.set(key, { outgoing, label: fact.label, facts: [] });
    sections.get(key).facts.push(fact);
  }
  if (!sections.size) return [el("p", { class: "other" }, text("noFacts"))];
  return [...sections.keys()].sort().flatMap((key) => {
    const { outgoing, label, facts } = sections.get(key);
    return [
      el("h3", {}, `${outgoing ? "→" : "←"} ${pick(label)}`, el("small", {}, text(outgoing ? "outgoing" : "incoming"))),
      el("ul", { class: "facts" },
        ...facts.map((fact) => factItem(fact, [endOf(outgoing ? fact.object : fact.subject)]))),
    ];
  });
}

function edgePanel(id) {
  const { from, to } = DATA.edges[id];
  return [
    el("h2", {}, `${nameOf(from)} — ${nameOf(to)}`),
    el("p", { class: "other" }, text("pair")),
    el("ul", { class: "facts" }, ...DATA.facts[id].map((fact) => factItem(fact, [
      endOf(fact.subject), el("span", { class: "predicate" }, ` → ${pick(fact.label)} → `), endOf(fact.object)]))),
  ];
}

/** The end of a fact: a button to its node, or the tail of an IRI that is not in the network. */
function endOf(end) {
  if (typeof end === "string") return el("span", { title: end }, end.split(/[/#]/u).at(-1) || end);
  return el("button", { type: "button", class: "link", onclick: () => selectNode(end) }, nameOf(end));
}

function factItem(fact, content) {
  const modality = fact.modality.replace(/[^a-z]/giu, "").toLowerCase();
  const badges = [];
  if (fact.inferred) badges.push(text("inferred"));
  if (modality !== "" && modality !== "asserted") {
    badges.push(Object.hasOwn(text("modality"), modality) ? text("modality")[modality] : fact.modality);
  }
  return el("li", { class: fact.inferred ? "inferred" : "stated" },
    ...content, ...badges.map((badge) => el("span", { class: "badge" }, badge)), ...evidenceOf(fact.evidence));
}

function evidenceOf(references) {
  if (!references.length) return [];
  const say = (item) => item.replace(/ \(reading\)$/u, text("reading"));
  const list = (items) => el("ul", { class: "evidence" }, ...items.map((item) => el("li", {}, say(item))));
  const shown = references.length > 3 ? 2 : 3;
  const first = list(references.slice(0, shown));
  first.firstChild.prepend(text("evidence"));
  const rest = references.slice(shown);
  if (!rest.length) return [first];
  return [first, el("details", { class: "evidence-more" }, el("summary", {}, text("more")(rest.length)), list(rest))];
}

// ── the search ────────────────────────────────────────────────────────────────────────────

const MAX_RESULTS = 30;
const plain = (value) => value.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
const searchable = DATA.details.map(({ label, names, pinyin }) =>
  [label.zh, label.en, ...names, ...pinyin].map(plain).filter(Boolean));
const search = { results: [], active: -1 };

/** Nodes that a query finds: those that bear it, then those that begin with it, then those that contain it. */
function find(query) {
  const wanted = plain(query);
  const tight = wanted.replaceAll(" ", "");
  const quality = (value) => {
    if (value === wanted) return 0;
    if (value.startsWith(wanted)) return 1;
    return value.includes(wanted) || value.replaceAll(" ", "").includes(tight) ? 2 : 3;
  };
  const best = new Map(byStrength.map((id) => [id, Math.min(3, ...searchable[id].map(quality))]));
  return byStrength.filter((id) => best.get(id) < 3).sort((a, b) => best.get(a) - best.get(b)).slice(0, MAX_RESULTS);
}

function openResults() {
  Object.assign(search, { results: find(searchBox.value), active: -1 });
  resultList.replaceChildren(...search.results.map((id, index) => el("li",
    { id: `result-${index}`, role: "option", "aria-selected": "false",
      // Before the box loses the focus, which closes the list.
      onmousedown: (event) => { event.preventDefault(); choose(id); } },
    swatch(groupOf.get(DATA.details[id].group)),
    el("span", {}, nameOf(id), el("small", {}, other(DATA.details[id].label))))));
  if (!search.results.length) resultList.append(el("li", { class: "nothing" }, text("noResult")));
  showResults(true);
}

function showResults(open) {
  resultList.hidden = !open;
  searchBox.setAttribute("aria-expanded", String(open));
  if (!open) searchBox.removeAttribute("aria-activedescendant");
}

function choose(id) {
  showResults(false);
  selectNode(id);
}

function step(by) {
  if (resultList.hidden) openResults();
  const count = search.results.length;
  if (!count) return;
  search.active = (search.active + by + (search.active < 0 && by < 0 ? 1 : 0) + count) % count;
  [...resultList.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === search.active)));
  searchBox.setAttribute("aria-activedescendant", `result-${search.active}`);
  resultList.children[search.active].scrollIntoView({ block: "nearest" });
}

function searchKey(event) {
  if (event.isComposing) return; // an input method is at work
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter") {
    if (resultList.hidden && searchBox.value) openResults();
    const id = search.results[Math.max(search.active, 0)];
    if (!resultList.hidden && id !== undefined) choose(id);
  } else if (event.key === "Escape" && !resultList.hidden) {
    showResults(false);
    event.stopPropagation();
  } else return;
  event.preventDefault();
}

// ── legend and filters ────────────────────────────────────────────────────────────────────

const SHAPES = {
  square: "3,3 15,3 15,15 3,15", triangle: "9,2 16.5,15 1.5,15", triangleDown: "9,16 16.5,3 1.5,3",
  diamond: "9,1 17,9 9,17 1,9", hexagon: "5,2.2 13,2.2 17,9 13,15.8 5,15.8 1,9",
  star: "9,0.5 11.4,6 17.4,6.4 12.8,10.2 14.3,16.2 9,13 3.7,16.2 5.2,10.2 0.6,6.4 6.6,6",
};

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The shape and colour of a group, as in the diagram. */
function swatch(group) {
  const { shape, color: { background: fill, border: stroke } } = DATA.options.groups[group];
  const mark = shape === "dot"
    ? svg("circle", { cx: 9, cy: 9, r: 7, fill, stroke })
    : svg("polygon", { points: SHAPES[shape], fill, stroke });
  return svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, mark);
}

function lineSample(inferred) {
  return svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, svg("line", {
    x1: 0, y1: 9, x2: 18, y2: 9, "stroke-width": 2, stroke: EDGE_COLOURS[inferred ? "inferred" : "stated"],
    "stroke-dasharray": inferred ? "4 3" : "none" }));
}

function choice(sample, label, count, checked, changed) {
  return el("label", { class: "choice" },
    el("input", { type: "checkbox", ...(checked && { checked: "" }), onchange: (event) => { changed(event.target.checked); refilter(); } }),
    sample, el("span", {}, label), el("b", { class: "count" }, String(count)));
}

function renderFilters() {
  byId("groups").replaceChildren(...DATA.groups.map((group, index) =>
    choice(swatch(index), pick(group.label), group.count, !state.hiddenGroups.has(group.id), (on) =>
      (on ? state.hiddenGroups.delete(group.id) : state.hiddenGroups.add(group.id)))));
  for (const [key, choices, none] of CHOICES) {
    const named = choices.map(({ id, label, count }) => ({ id, name: `${pick(label)} (${count})` }));
    named.sort((a, b) => a.name.localeCompare(b.name, state.lang));
    byId(key).replaceChildren(el("option", { value: "" }, text(none)), ...named.map(({ id, name }) => el("option", { value: id }, name)));
    byId(key).value = state[key];
  }
  byId("kinds").replaceChildren(...["direct", "inferred"].map((kind) => choice(
    lineSample(kind === "inferred"), text(kind), DATA.edges.filter((edge) => edge.inferred === (kind === "inferred")).length,
    state[kind], (on) => { state[kind] = on; })));
}

/** After a filter has changed: what is hidden cannot stay selected. */
function refilter() {
  const { kind, id } = state.selected ?? {};
  const shown = visible();
  if (kind && !(kind === "node" ? shown.nodes : shown.edges).has(id)) select(null);
  else paint();
  renderNote();
}

function resetFilters() {
  state.hiddenGroups.clear();
  Object.assign(state, { class: "", function: "", direct: true, inferred: true });
  renderFilters();
  refilter();
  if (diagram) fit(true);
}

function renderNote() {
  const shown = visible();
  const part = (count, all) => (count === all ? String(all) : `${count} / ${all}`);
  byId("note").textContent = text("note")(part(shown.nodes.size, DATA.nodes.length), part(shown.edges.size, DATA.edges.length));
}

// ── the language ──────────────────────────────────────────────────────────────────────────

function speak(lang) {
  state.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : lang;
  document.title = DATA.titles[lang];
  byId("title").textContent = DATA.titles[lang];
  byId("source").textContent = DATA.source;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
  searchBox.placeholder = text("search");
  searchBox.setAttribute("aria-label", text("search"));
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  }
  document.querySelector(".vis-network")?.setAttribute("aria-label", text("canvas"));
  showResults(false);
  renderFilters();
  renderPanel();
  renderNote();
  diagram?.network.redraw();
}

// ── the beginning ─────────────────────────────────────────────────────────────────────────

function toggleFilters() {
  const open = byId("filters").classList.toggle("open");
  byId("filters-toggle").setAttribute("aria-expanded", String(open));
}

function listen() {
  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
  searchBox.addEventListener("input", () => (searchBox.value ? openResults() : showResults(false)));
  searchBox.addEventListener("keydown", searchKey);
  searchBox.addEventListener("blur", () => showResults(false));
  for (const [key] of CHOICES) {
    byId(key).addEventListener("change", (event) => {
      state[key] = event.target.value;
      refilter();
      if (diagram) fit(true);
    });
  }
  byId("reset").addEventListener("click", resetFilters);
  byId("filters-toggle").addEventListener("click", toggleFilters);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (byId("filters").classList.contains("open")) toggleFilters();
    else if (state.selected) dismiss();
  });
}

function listenToDiagram() {
  const { network } = diagram;
  document.querySelector(".vis-network").setAttribute("role", "application");
  network.on("afterDrawing", drawLabels);
  network.on("click", clicked);
  network.on("hoverNode", ({ node }) => hover(node));
  network.on("blurNode", () => hover(null));
  network.on("dragging", ({ nodes }) => { if (nodes.length) diagram.version += 1; });
  byId("zoom-in").addEventListener("click", () => zoom(1.35));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.35));
  byId("zoom-fit").addEventListener("click", () => fit(true));
}

listen();
if (diagram) listenToDiagram();
else {
  byId("empty").hidden = false;
  document.querySelector(".zoom").hidden = true;
}
speak(state.lang);
paint();
if (diagram) fit(false);
