// Reviewing papers: a look at every page up close, and decisions without leaving the place. The page works without it.
const viewer = document.getElementById("viewer");
const stage = viewer.querySelector(".stage");
const sheet = viewer.querySelector(".sheet");
const picture = viewer.querySelector("img");
const view = { links: [], at: 0, zoom: 1, turn: 0 };
const MOST = 8;

/** Lays the picture out: as large as the zoom says, standing as it was turned. */
function lay() {
  if (!picture.naturalWidth) return;
  const lying = view.turn % 180 !== 0;
  const [wide, high] = lying ? [picture.naturalHeight, picture.naturalWidth] : [picture.naturalWidth, picture.naturalHeight];
  const fit = Math.min(stage.clientWidth / wide, stage.clientHeight / high, 1.5);
  const scale = fit * view.zoom;
  const before = { x: (stage.scrollLeft + stage.clientWidth / 2) / (sheet.offsetWidth || 1), y: (stage.scrollTop + stage.clientHeight / 2) / (sheet.offsetHeight || 1) };
  sheet.style.width = `${wide * scale}px`;
  sheet.style.height = `${high * scale}px`;
  picture.style.width = `${picture.naturalWidth * scale}px`;
  picture.style.height = `${picture.naturalHeight * scale}px`;
  picture.style.transform = `translate(-50%, -50%) rotate(${view.turn}deg)`;
  stage.scrollLeft = before.x * sheet.offsetWidth - stage.clientWidth / 2;
  stage.scrollTop = before.y * sheet.offsetHeight - stage.clientHeight / 2;
}

function show(at) {
  view.at = (at + view.links.length) % view.links.length;
  Object.assign(view, { zoom: 1, turn: 0 });
  const link = view.links[view.at];
  picture.src = link.href;
  picture.alt = link.dataset.zoom;
  viewer.querySelector(".caption").textContent = `${link.dataset.zoom} (${view.at + 1}/${view.links.length})`;
}

function zoom(times) {
  view.zoom = Math.min(MOST, Math.max(1, view.zoom * times));
  lay();
}

const DO = {
  back: () => show(view.at - 1),
  next: () => show(view.at + 1),
  in: () => zoom(1.5),
  out: () => zoom(1 / 1.5),
  turn: () => { view.turn = (view.turn + 90) % 360; lay(); },
  close: () => viewer.close(),
};
const KEYS = { ArrowLeft: "back", ArrowRight: "next", PageUp: "back", PageDown: "next", "+": "in", "=": "in", "-": "out", r: "turn", R: "turn" };

picture.addEventListener("load", lay);
addEventListener("resize", () => viewer.open && lay());
viewer.addEventListener("click", (event) => {
  const name = event.target.closest("[data-do]")?.dataset.do;
  if (name) DO[name]();
});
viewer.addEventListener("keydown", (event) => {
  // A large picture is moved by the arrows; one that fits is left by them.
  if (view.zoom > 1 && event.key.startsWith("Arrow")) return;
  const name = KEYS[event.key];
  if (!name) return;
  event.preventDefault();
  DO[name]();
});
viewer.addEventListener("close", () => {
  picture.removeAttribute("src");
  view.links[view.at]?.focus();
});
stage.addEventListener("dblclick", () => { view.zoom = view.zoom > 1 ? 1 : 2.5; lay(); });
stage.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
}, { passive: false });

// The mouse drags; a finger scrolls by itself, and two fingers zoom.
let held = null;
stage.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse") return;
  held = { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
  stage.setPointerCapture(event.pointerId);
});
stage.addEventListener("pointermove", (event) => {
  if (!held) return;
  stage.scrollLeft = held.x - event.clientX;
  stage.scrollTop = held.y - event.clientY;
});
for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => { held = null; });
let pinch = 0;
const apart = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
stage.addEventListener("touchstart", (event) => { pinch = event.touches.length === 2 ? apart(event.touches) : 0; }, { passive: true });
stage.addEventListener("touchmove", (event) => {
  if (event.touches.length !== 2 || !pinch) return;
  event.preventDefault();
  const now = apart(event.touches);
  zoom(now / pinch);
  pinch = now;
}, { passive: false });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !viewer.showModal) return;
  event.preventDefault();
  view.links = [...link.closest(".photos").querySelectorAll("a[data-zoom]")];
  viewer.showModal();
  show(view.links.indexOf(link));
  stage.focus();
});

// Reasons to tap are laid out where one is about to write; the tapped one goes into the box.
document.addEventListener("toggle", (event) => {
  const place = event.target.open && event.target.querySelector("[data-reasons]:empty");
  if (place) place.append(document.getElementById("reasons").content.cloneNode(true));
}, true);
for (const open of document.querySelectorAll("details[open]")) open.dispatchEvent(new Event("toggle"));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reason]");
  if (!button) return;
  const area = button.form.elements.words;
  area.value = [area.value.trim(), button.textContent].filter(Boolean).join(" ");
  area.focus();
});

// A decision about a paper changes only what depends on it; the officer stays where they are.
const PARTS = ["#next", "#progress", ".then", ".head"];
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-card]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const card = form.closest(".paper");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(card.id);
    if (!fresh) return form.submit();
    card.replaceWith(document.adoptNode(fresh));
    for (const part of PARTS) {
      const now = page.querySelector(part);
      if (now) document.querySelector(part)?.replaceWith(document.adoptNode(now));
    }
    (fresh.querySelector("[aria-invalid]") || fresh).focus({ preventScroll: true });
  } catch {
    form.submit();
  }
});
