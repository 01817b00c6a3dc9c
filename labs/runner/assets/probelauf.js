/* What Streamlit leaves to us: language, page title, focus, descriptions and marks of mistakes at the fields, German words.
   One file for both ways in: a script of the served page, or the script of a Components v2 element (plain `streamlit run`).
   It reads only what the page itself says in its own elements (class `pl-...`), and sends nothing anywhere. */

const WORDS = {
  de: {"Skip to main content": "Zum Inhalt springen", "Upload": "Datei auswählen", "Browse files": "Datei auswählen",
       "file upload": "Datei auswählen", "Drag and drop file here": "", "Connecting": "Verbindung wird hergestellt"},
  en: {},
};
const OFFLINE = {
  de: "Die Verbindung ist unterbrochen. Wir verbinden Sie wieder. Ihre Angaben sind noch da.",
  en: "The connection is interrupted. We are reconnecting you. Your answers are still there.",
};
const PATIENCE_MS = 1500;  // so long a lost connection may last before we speak of it
let shown = null;
let lost = null;
let queued = false;

function translate(root, lang) {
  const words = WORDS[lang] || {};
  for (const place of root.querySelectorAll('a[href="#stMain"], [data-testid="stFileUploader"]')) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.nodeValue.trim();
      if (text in words) walker.currentNode.nodeValue = words[text];
      else if (lang === "de" && /per file/.test(text)) {
        walker.currentNode.nodeValue = text.replace(/^(\d+)\s?MB per file/, "Höchstens $1 MB je Datei");
      }
    }
    for (const named of place.querySelectorAll("[aria-label]")) {
      const label = named.getAttribute("aria-label");
      if (label in words && words[label]) named.setAttribute("aria-label", words[label]);
    }
    for (const zone of place.querySelectorAll('section[role="presentation"]')) zone.removeAttribute("role");
  }
}

function set(element, name, value) {
  if (value === null || value === "") { if (element.hasAttribute(name)) element.removeAttribute(name); }
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function controls(key) {
  const box = document.querySelector(`.st-key-${CSS.escape(key)}`);
  if (!box) return [];
  const group = box.querySelector('[role="radiogroup"], [role="group"]');
  if (group) return [group];
  return [...box.querySelectorAll("input, textarea, button")].slice(0, 1);
}

function focusField(key) {
  const box = document.querySelector(`.st-key-${CSS.escape(key)}`);
  const target = box && box.querySelector("input:not([type=file]), textarea, button");
  if (target) { target.focus(); box.scrollIntoView({block: "center"}); }
}

function describe() {
  for (const label of document.querySelectorAll(".pl-question[data-for]")) {
    const key = label.dataset.for;
    const box = document.querySelector(`.st-key-${CSS.escape(key)}`);
    if (box && label.dataset.group === "yes" && box.getAttribute("role") !== "group") {
      box.setAttribute("role", "group");
      if (label.querySelector(".pl-label")) set(box, "aria-labelledby", `l-${key}`);
    }
    const parts = [...label.querySelectorAll(".pl-hint, .pl-error")].map((part) => part.id).join(" ");
    const wrong = label.querySelector(".pl-error") !== null;
    for (const control of label.dataset.group === "yes" && box ? [box] : controls(key)) {
      set(control, "aria-describedby", parts);
      if (control.matches("input, textarea, [role=radiogroup]")) set(control, "aria-invalid", wrong ? "true" : null);
      if (control.matches("[role=radiogroup]")) set(control, "aria-required", label.dataset.required === "yes" ? "true" : null);
    }
    if (box) {
      for (const input of box.querySelectorAll("input, textarea")) {
        if (label.dataset.inputmode) set(input, "inputmode", label.dataset.inputmode);
        if (input.matches("[type=text], textarea")) set(input, "aria-required", label.dataset.required === "yes" ? "true" : null);
        if (wrong && input.matches("[type=text]")) set(input, "aria-invalid", "true");
      }
    }
  }
}

function watchConnection() {
  const app = document.querySelector('[data-testid="stApp"]');
  const connected = !app || !shown || app.dataset.testConnectionState === "CONNECTED";
  if (connected) {
    clearTimeout(lost);
    lost = null;
    document.querySelector("#pl-offline")?.remove();
  } else if (lost === null) {
    lost = setTimeout(() => {
      const notice = document.createElement("div");
      notice.id = "pl-offline";
      notice.setAttribute("role", "alert");
      notice.textContent = OFFLINE[document.documentElement.lang] || OFFLINE.de;
      document.body.append(notice);
    }, PATIENCE_MS);
  }
}

function apply() {
  queued = false;
  watchConnection();
  const page = document.querySelector("#pl-page");
  if (!page) return;
  const {title, turn, lang, focus} = page.dataset;
  if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
  if (document.title !== title) document.title = title;
  describe();
  translate(document, lang);
  if (shown === turn) return;
  const first = shown === null;
  shown = turn;
  const target = document.querySelector(focus === "summary" ? "#pl-summary" : "#pl-heading");
  if (!target) return;
  if (!first || focus === "summary") {
    target.setAttribute("tabindex", "-1");
    requestAnimationFrame(() => { window.scrollTo(0, 0); target.focus({preventScroll: true}); target.scrollIntoView({block: "nearest"}); });
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTop = 0;
  }
}

function queue() {
  if (!queued) { queued = true; requestAnimationFrame(apply); }
}

function follow(event) {
  const link = event.target.closest && event.target.closest(".pl-to[data-to]");
  if (link) { event.preventDefault(); focusField(link.dataset.to); return; }
  const label = event.target.closest && event.target.closest(".pl-label[data-to]");
  if (label) focusField(label.dataset.to);
}

if (!window.probelauf) {
  window.probelauf = true;
  new MutationObserver(queue).observe(document.documentElement, {childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ["data-turn", "data-title", "data-test-connection-state"]});
  document.addEventListener("click", follow);
  queue();
}

export default function () { queue(); }
