// The web chat in the browser: hears the server, shows the talk, hands what is said to the outbox.

import { bubble, h, nameDays, reworded } from "./show.js";
import { line } from "./line.js";
import { outbox } from "./send.js";
import { slim } from "./photo.js";

const $ = (id) => document.getElementById(id);
const [scroller, log, text, newest] = ["scroller", "log", "text", "newest"].map($);
const say = document.body.dataset;
const seen = new Map(); // id of a message, or the ref it was given here → its box in the log
const fine = matchMedia("(hover: hover) and (pointer: fine)").matches;
const UNTAKEN = "[data-state=sending], [data-state=failed], [data-state=refused]";
const does = { pick, location: locate, photo: () => $("files").click() };
let loaded = false, preparing = Promise.resolve();
let answers = 0, typingEnds = 0, lastTap = 0;

// --- what is shown

/** What depends on being last: the big buttons, the kind of keyboard, the camera. */
function settle() {
  const last = [...log.querySelectorAll(".bot")].pop();
  for (const box of log.querySelectorAll(".bot:not(.old)")) {
    if (box === last) continue;
    box.classList.add("old");
    enable(box);
  }
  // A notice may come after a question; the ways out above it hold until the question is answered.
  let open = true;
  for (const box of [...log.children].reverse()) {
    const exits = box.querySelector(".exits");
    if (exits) exits.hidden = !open && box !== last;
    if (exits || box.matches(".me")) open = false;
  }
  const want = last ? last.dataset.want : "";
  text.inputMode = want === "phone" ? "tel" : "text";
  text.autocomplete = want === "phone" ? "tel" : "off";
  text.placeholder = want === "phone" ? say.placeholderPhone : say.placeholder;
  $("attach").classList.toggle("wanted", want === "photo");
  $("loading").hidden = loaded;
  $("welcome").hidden = !loaded || log.childElementCount > 0;
  nameDays(log.children);
}

const enable = (box) => box.querySelectorAll(":disabled").forEach((button) => { button.disabled = false; });
const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 90;
const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; };

/** Changes something in sight, and stays at the end of the talk if the reader was there. */
function following(change) {
  const follow = nearEnd();
  change();
  if (follow) toEnd();
}

function typing(on) {
  following(() => { $("typing").hidden = !on; });
  clearTimeout(typingEnds);
  // No answer for so long: perhaps the line broke silently, so ask for what was missed.
  if (on) typingEnds = setTimeout(() => { typing(false); server.catchUp(); }, 8000);
}

// --- hearing

/** Where the first of `messages` belongs: history begins at the top, or after what it shares nothing with. */
function anchor(messages, whole) {
  if (!whole) return log.lastElementChild;
  if (messages.some((m) => seen.has(m.id) || seen.has(m.ref))) return null;
  const owed = sender.queue.map((m) => seen.get(m.id));
  return [...log.children].filter((box) => !owed.includes(box)).pop() || null;
}

/** Puts a message after `after` unless it is shown already; returns its box and whether it is new. */
function place(m, after) {
  // What the server has not taken stands in no history; it stays above what comes later.
  while (after?.nextElementSibling?.matches(UNTAKEN)) after = after.nextElementSibling;
  const ref = m.from === "me" && m.ref;
  const known = seen.get(m.id) || (ref && seen.get(ref));
  const box = known || bubble(m, does);
  if (!known && loaded) box.classList.add("new");
  seen.set(m.id, box);
  if (ref) seen.set(ref, box);
  if (ref) sender.arrived(ref);
  if (!known) after ? after.after(box) : log.prepend(box);
  return [box, !known];
}

/** Puts other words into a message that stands here, once. */
function change(m) {
  const old = seen.get(m.replaces);
  if (!old || seen.has(m.id)) return;
  const box = reworded(old, m, does);
  seen.set(m.replaces, box);
  seen.set(m.id, box);
}

function hear(all, whole) {
  const messages = all.filter((m) => !m.replaces);
  const first = !loaded && whole;
  const follow = nearEnd() || first;
  let box = anchor(messages, whole), newcomer = null;
  for (const m of messages) {
    const [placed, isNew] = place(m, box);
    box = placed;
    if (isNew) newcomer = box;
    if (isNew && m.from === "bot") answers += 1;
    if (isNew && m.from === "bot") typing(false);
  }
  following(() => all.filter((m) => m.replaces).forEach(change));
  loaded = loaded || whole;
  settle();
  // A text taller than the screen begins at its first line; anything shorter ends at the last one.
  if (newcomer && follow) newcomer.scrollIntoView({ block: "start" });
  else if (newcomer) newest.hidden = false;
  if (first) begin();
}

// --- saying

const sender = outbox({
  owed(m) {
    const box = seen.get(m.id) || bubble(m, does);
    box.classList.add("new");
    seen.set(m.id, box);
    log.append(box);
    settle();
    toEnd();
  },
  state(id, state, error, again) {
    const { dataset } = seen.get(id);
    // What came with the history has no state; what has arrived does not arrive again.
    if (state === "sent" && (!dataset.state || dataset.state === "sent")) return;
    dataset.state = state;
    const words = { failed: error || (again ? "" : say.waiting), refused: error || (again ? "" : say.refused) }[state];
    const button = again && h("button", { type: "button", textContent: say.failed, onclick: () => again() });
    following(() => seen.get(id).querySelector(".state").replaceChildren(words ?? say[state], button || ""));
    if (state === "refused") enable(log);
  },
  // A film of sixty megabytes would be an hour on its way before the server could say no.
  unfit(m) { return m.file && m.file.size > Number(say.mostBytes) ? say.tooLarge : ""; },
  part(m, share) { seen.get(m.id).querySelector("progress").value = share; },
  late(queue) {
    const boxes = queue.map((m) => seen.get(m.id));
    // What is said late stands where it is said: below what the bot has said meanwhile.
    if (log.lastElementChild !== boxes[boxes.length - 1]) log.append(...boxes);
  },
  said() {
    const before = answers;
    return () => { if (answers === before) typing(true); }; // the answer may be faster than the receipt
  },
});

function start(payload) {
  if (fine) text.focus();
  sender.add({ kind: "start", text: say.start, data: payload });
}

function submit(event) {
  event.preventDefault();
  const words = text.value.trim();
  text.value = "";
  grow();
  text.focus();
  if (words) sender.add({ kind: "text", text: words });
}

function pick(event, choice, box) {
  // The second tap of slow fingers must not fall on the question that has just slid under them.
  if (event.timeStamp - lastTap < 600) return;
  lastTap = event.timeStamp;
  for (const button of box.querySelectorAll(".choices button, .exits button")) button.disabled = true;
  event.currentTarget.classList.add("picked");
  if (fine || event.detail === 0) text.focus();
  sender.add({ kind: "button", text: choice.label, data: choice.data });
}

function locate(box) {
  const wish = box.querySelector(".want");
  const note = box.querySelector(".note") || h("p", { className: "note" });
  const tell = (words) => { box.append(note); note.textContent = words; toEnd(); };
  const sorry = () => { wish.disabled = false; tell(say.locationRefused); };
  if (!navigator.geolocation) return sorry();
  wish.disabled = true;
  tell(say.locationWait);
  return navigator.geolocation.getCurrentPosition(({ coords: { latitude: lat, longitude: lon } }) => {
    note.remove();
    sender.add({ kind: "location", text: say.locationSent, lat, lon });
  }, sorry, { timeout: 15000, maximumAge: 60000 });
}

function attach(files) {
  for (const file of files) {
    const m = { kind: "file", file, name: file.name, files: [{ name: file.name }] };
    // One picture at a time: ten of twelve megapixels at once are too much for a cheap phone.
    m.ready = preparing = preparing.then(() => prepare(m)).catch(() => null);
    sender.add(m);
  }
}

async function prepare(m) {
  const { thumb, file } = await slim(m.file);
  m.file = file;
  if (!thumb) return;
  const picture = h("img", { src: URL.createObjectURL(thumb), alt: m.name });
  following(() => seen.get(m.id).querySelector(".paper").replaceChildren(picture));
}

// --- the page

function begin() {
  sender.restore((id) => seen.has(id));
  log.setAttribute("aria-busy", "false");
  if (!say.payload) return;
  history.replaceState(null, "", location.pathname); // a reload must not start again
  start(say.payload);
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
}

/** Keeps the page above the on-screen keyboard; a page that is only zoomed in is left alone. */
function fit() {
  const { scale, height, offsetTop } = window.visualViewport;
  if (scale > 1.05) return;
  following(() => {
    document.documentElement.style.setProperty("--height", `${height}px`);
    document.documentElement.style.setProperty("--top", `${offsetTop}px`);
    document.body.classList.toggle("short", height < 420);
  });
}

function wire() {
  $("composer").onsubmit = submit;
  text.oninput = grow;
  text.onkeydown = (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event); };
  text.onpaste = ({ clipboardData }) => attach(clipboardData.files);
  $("send").onmousedown = (event) => event.preventDefault(); // the keyboard stays open
  $("attach").onclick = does.photo;
  $("files").onchange = ({ target }) => { attach(target.files); target.value = ""; };
  $("start").onclick = () => start("");
  newest.onclick = toEnd;
  scroller.onscroll = () => { if (nearEnd()) newest.hidden = true; };
  window.onbeforeunload = (event) => { if (sender.queue.some((m) => m.file)) event.preventDefault(); };
  if (!window.visualViewport) return;
  ["resize", "scroll"].forEach((kind) => window.visualViewport.addEventListener(kind, fit));
  fit();
}

const banner = (shown) => { $("offline").firstElementChild.hidden = !shown; };
wire();
settle();
const server = line({ hear, up: () => { banner(false); sender.flush(); }, down: () => banner(true) });
if (fine) text.focus();
