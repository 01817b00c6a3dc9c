/* The probe: notices how a prototype is used, and sends it to the lab's own server. Silent until the page carries
   `data-probe`, which the server writes only for citizens who agreed to it.
   It never reads what a field holds, which option was chosen or which key was pressed: it counts and times.
   What it notices, `channel.js` sends. */

import {Channel} from "./channel.js";

const SEND_EVERY_MS = 5000;
const DEAD_MS = 2500, RAGE_MS = 1000, RAGE_PX = 30, IDLE_MS = 60000, BURST_MS = 1000, SAME_CLICK_MS = 20;
const DAY_MS = 86400000, MOST_T_MS = 2 ** 31 - 1;
const INTERACTIVE = 'a, button, input, textarea, label, summary, select, [role="button"], [role="radio"], ' +
  '[role="checkbox"], [role="tab"], [role="switch"], [role="option"]';
const CONTROL = 'input, textarea, select, label, [role="radio"], [role="checkbox"], [role="switch"], [role="option"]';
const CHOICE = 'input[type="radio"], input[type="checkbox"]';
const TYPED = 'textarea, input:not([type="radio"]):not([type="checkbox"]):not([type="file"])';
const TOOLTIP = '[data-testid="stTooltipContent"]', TOOLTIP_PLACE = '[data-testid^="stTooltip"]';
const ASIDE = '[data-testid="InputInstructions"], #pl-offline';  // comes and goes without telling the citizen anything
const CHANGES = ["open", "hidden", "disabled", "checked", "aria-expanded", "aria-checked", "aria-selected", "data-turn",
  "data-selected", "data-probe", "data-test-script-state"];

const channels = new Map();
let here = null;     // what the page says: channel, clock, turn, page, task, fields
let fields = new Map();
let shownAt = 0, lastInput = 0, lastActive = 0, lastEffect = 0, lastClick = -SAME_CLICK_MS;
let recent = [], rage = null, hovered = null, started = false;

const clock = () => performance.now();
const whole = (ms) => Math.min(DAY_MS, Math.max(0, Math.round(ms)));

function tell(type, more = {}, at = clock(), place = here) {
  if (!place) return;
  const t_ms = Math.min(MOST_T_MS, Math.max(0, Math.round(place.t_ms + at - place.seen)));
  place.channel.add({type, t_ms, task: place.task, page: place.page, ...more});
}

/* -- the page ----------------------------------------------------------------------------------------------------- */

function look() {
  const page = document.querySelector("#pl-page");
  if (!page || (here && page.dataset.probe === here.told)) return;
  if (here) endPage();
  const told = page.dataset.probe;
  here = null;
  if (!told) return;
  const [lane, t_ms, token] = told.split(" ");
  if (!channels.has(lane)) channels.set(lane, new Channel());
  const channel = channels.get(lane), seen = clock();
  channel.renew(token);
  const {page: id, task, fields: names} = page.dataset;
  here = {told, channel, t_ms: Number(t_ms), seen, page: id, task, fields: new Set(names.split(" "))};
  shownAt = lastInput = seen;
  if (!started) start();
}

function endPage() {
  endRage();
  const sums = new Map();
  for (const field of fields.values()) {
    rest(field);
    const sum = sums.get(field.name) || {hesitation: null, dwell: 0, edits: 0};
    if (sum.hesitation === null) sum.hesitation = field.hesitation;
    sum.dwell += field.dwell;
    sum.edits += field.edits;
    sums.set(field.name, sum);
  }
  fields = new Map();
  for (const [target, {hesitation, dwell, edits}] of sums) {
    tell("field_timed", {target, hesitation_ms: hesitation === null ? null : whole(hesitation), dwell_ms: whole(dwell),
      edits: Math.min(999, edits)});
  }
}

/* Which field a node belongs to: the widget's key holds turn, field, number of the entry and part of the field. */
function placeOf(node) {
  if (!here || !(node instanceof Element)) return null;
  let box = node.closest('[class*="st-key-q"], .pl-question[data-for]');
  for (; box; box = box.parentElement && box.parentElement.closest('[class*="st-key-q"]')) {
    const key = box.dataset.for || (/(?:^|\s)st-key-(q\d+-\S+)/.exec(box.getAttribute("class")) || [])[1] || "";
    for (let parts = key.split("-").slice(1); parts.length; parts = parts.slice(0, -1)) {
      const name = parts.filter((part) => !/^\d+$/.test(part)).join(".");
      if (here.fields.has(name)) return {name, key: parts.join("-"), box};
    }
  }
  return null;
}

function fieldAt(node) {
  const place = placeOf(node);
  if (!place) return null;
  if (!fields.has(place.key)) {
    fields.set(place.key, {name: place.name, hesitation: null, dwell: 0, edits: 0, since: null, last: null, left: false,
      deleting: false, ticked: new Set()});
  }
  return fields.get(place.key);
}

function rest(field) {
  if (field.since !== null) field.dwell += clock() - field.since;
  field.since = null;
}

function focused(event) {
  active();
  if (event.target.matches && event.target.matches(CONTROL)) lastEffect = clock();
  hovered = event.target;
  const field = fieldAt(event.target);
  if (field && field.since === null && !document.hidden) field.since = clock();
}

function blurred(event) {
  const place = placeOf(event.target), next = placeOf(event.relatedTarget);
  const field = place && (!next || next.key !== place.key) && fields.get(place.key);
  if (field) { rest(field); field.left = true; }
}

function entered(event) {
  active();
  if (event.target.matches(CHOICE)) return;  // told by `chosen`: mouse and finger bring no event of input there
  const field = fieldAt(event.target);
  if (!field) return;
  const deleting = /^(delete|historyUndo)/.test(event.inputType || "");
  input(field, field.left || (deleting && !field.deleting));
  field.deleting = deleting;
}

/* An option was taken or left. Its field has the focus then; without, it is the server that drew the page anew. */
function chosen(label) {
  const field = fieldAt(label);
  if (!field || field !== fieldAt(document.activeElement)) return;
  const box = label.querySelector(CHOICE), many = box && box.type === "checkbox";
  input(field, many ? field.ticked.has(label) : clock() - field.last > BURST_MS);
  field.ticked.add(label);
}

function input(field, again) {
  const now = clock();
  if (field.last === null) field.hesitation = now - Math.max(shownAt, lastInput);
  else if (again) field.edits += 1;
  Object.assign(field, {left: false, last: now});
  lastInput = now;
}

/* -- clicks ------------------------------------------------------------------------------------------------------- */

function zoneOf(x, y) {
  const column = Math.min(7, Math.max(0, Math.floor((x / innerWidth) * 8)));
  return 8 * Math.min(5, Math.max(0, Math.floor((y / innerHeight) * 6))) + column;
}

function clicked(event) {
  const now = clock(), spot = event.target;
  if (!here || !event.isTrusted || !event.detail || now - lastClick < SAME_CLICK_MS) return;
  lastClick = now;
  const field = placeOf(spot), box = field && field.box.getBoundingClientRect();
  // In a field, the middle of the field: the very spot would tell which option was chosen.
  const zone = box ? zoneOf(box.x + box.width / 2, box.y + box.height / 2) : zoneOf(event.clientX, event.clientY);
  const place = here, where = {target: field && field.name, zone};
  tell("clicked", {...where, interactive: spot.closest(INTERACTIVE) !== null}, now);
  if (!spot.closest(TYPED)) countRage(event, now, where);
  if (spot.closest(CONTROL) || !getSelection().isCollapsed) return;
  setTimeout(() => { if (lastEffect < now) tell("dead_clicked", where, now, place); }, DEAD_MS);
}

function countRage(event, now, where) {
  const {clientX: x, clientY: y} = event;
  const near = (one) => now - one.now <= RAGE_MS && Math.hypot(one.x - x, one.y - y) <= RAGE_PX;
  recent = [...recent.filter(near), {x, y, now}];
  if (recent.length < 3) { if (recent.length === 1) endRage(); return; }
  if (rage) rage.count += 1;
  else rage = {where, at: now, place: here, count: 3};
  clearTimeout(rage.timer);
  rage.timer = setTimeout(endRage, RAGE_MS);
}

function endRage() {
  if (!rage) return;
  const {where, at, place, count, timer} = rage;
  clearTimeout(timer);
  rage = null;
  tell("rage_clicked", {...where, count: Math.min(999, count)}, at, place);
}

/* -- help, changes, coming and going ------------------------------------------------------------------------------ */

function helped(node) {
  const place = placeOf(node);
  tell("help_opened", {target: place && place.name});
}

function toggled(event) {
  if (event.target.open && !event.target.matches(".pl-task") && clock() - lastActive < 1000) helped(event.target);
}

function aside(node) {
  return node instanceof Element ? node.closest(ASIDE) !== null : node.parentElement?.closest(ASIDE) != null;
}

function changed(records) {
  for (const record of here ? records : []) {
    const nodes = [...record.addedNodes, ...record.removedNodes];
    if (aside(record.target) || (nodes.length && nodes.every(aside))) continue;
    lastEffect = clock();
    if (record.attributeName === "data-selected" && record.target.matches("label")) chosen(record.target);
    for (const node of record.addedNodes) {
      if (hovered && node instanceof Element && (node.matches(TOOLTIP) || node.querySelector(TOOLTIP))) helped(hovered);
    }
  }
  look();
}

function active() {
  const now = clock();
  if (!document.hidden && now - lastActive >= IDLE_MS) tell("idled", {duration_ms: whole(now - lastActive)});
  lastActive = now;
}

function seen() {
  lastEffect = clock();
  if (document.hidden) {
    if (clock() - lastActive >= IDLE_MS) tell("idled", {duration_ms: whole(clock() - lastActive)});
    for (const field of fields.values()) rest(field);
  } else {
    const field = fieldAt(document.activeElement);
    if (field) field.since = clock();
  }
  lastActive = clock();
  tell("visibility_changed", {visible: !document.hidden});
  for (const channel of channels.values()) document.hidden ? channel.leave() : channel.send();
}

function left() {
  endPage();
  tell("tab_closed");
  for (const channel of channels.values()) channel.leave();
}

function wentBack() {
  lastEffect = clock();
  tell("went_back");
}

function send() {
  for (const channel of channels.values()) channel.send();
}

function start() {
  started = true;
  lastActive = clock();
  const on = (name, act) => addEventListener(name, act, {capture: true, passive: true});
  on("focusin", focused);
  on("focusout", blurred);
  on("input", entered);
  on("click", clicked);
  on("toggle", toggled);
  on("pointerover", (event) => { const icon = event.target.closest?.(TOOLTIP_PLACE); if (icon) hovered = icon; });
  for (const name of ["pointerdown", "pointermove", "keydown", "wheel", "scroll"]) on(name, active);
  on("visibilitychange", seen);
  on("pagehide", left);
  on("popstate", wentBack);
  on("hashchange", () => { lastEffect = clock(); });
  on("pageshow", (event) => { if (event.persisted) wentBack(); });
  on("online", () => { for (const channel of channels.values()) { channel.notBefore = 0; channel.send(); } });
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") wentBack();
  setInterval(send, SEND_EVERY_MS);
}

new MutationObserver(changed).observe(document.documentElement,
  {childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: CHANGES});
look();
