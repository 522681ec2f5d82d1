// Small comforts; every page works without them.
const all = (selector) => document.querySelectorAll(selector);
const remember = (key, value) => { try { value === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, value); } catch { /* private mode */ } };
const recall = (key) => { try { return sessionStorage.getItem(key); } catch { return null; } };

document.querySelector(".errors")?.focus();

// One tap, one act. Coming back by the browser's button makes it usable again.
for (const form of all("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter || form.querySelector("button:not([type=button])");
    button?.setAttribute("aria-disabled", "true");
    if (button?.dataset.busy) [button.dataset.idle, button.textContent] = [button.textContent, button.dataset.busy];
  });
}
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    const button = form.querySelector("[aria-disabled]");
    button?.removeAttribute("aria-disabled");
    if (button?.dataset.idle) button.textContent = button.dataset.idle;
  }
});

// What is being written survives a lost network; it goes when something was sent.
const draft = (path, field) => `draft:${path}:${field}`;
if (document.querySelector(".done")) {
  const sent = draft(recall("draft:sent"), "");
  try { for (const key of Object.keys(sessionStorage)) if (key.startsWith(sent)) remember(key, null); } catch { /* private mode */ }
}
for (const area of all("[data-draft] textarea, [data-draft] input:not([type])")) {
  const key = draft(location.pathname, area.name);
  if (!area.value) area.value = recall(key) || "";
  area.addEventListener("input", () => remember(key, area.value));
  area.form.addEventListener("submit", () => remember("draft:sent", location.pathname));
}

document.querySelector("form[action='/admin/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());

for (const area of all("textarea[data-left]")) {
  const note = document.createElement("p");
  note.className = "hint";
  area.after(note);
  const preview = area.dataset.preview && document.getElementById(area.dataset.preview);
  const show = () => {
    const left = area.maxLength - area.value.length;
    note.textContent = left < 300 ? area.dataset.left.replace("#", left) : "";
    if (!preview) return;
    const words = area.value.trim();
    preview.textContent = words || preview.dataset.empty;
    const bare = document.querySelector("[data-bare]");
    if (bare) [bare.hidden, preview.parentElement.hidden] = [words !== "", words === ""];
  };
  area.addEventListener("input", show);
  show();
}

// The name of the file that was chosen or dropped.
for (const input of all(".drop input")) {
  const shown = input.parentElement.querySelector("[data-chosen-file]");
  const picture = document.getElementById(input.dataset.picture);
  input.addEventListener("change", () => {
    const file = input.files[0];
    if (file) shown.textContent = file.name;
    if (!picture) return;
    URL.revokeObjectURL(picture.src);
    picture.hidden = !file?.type.startsWith("image/");
    if (!picture.hidden) picture.src = URL.createObjectURL(file);
    for (const kept of all("img[data-kept]")) kept.hidden = Boolean(file);
  });
}

// A canned answer goes to where one is writing.
for (const link of all("[data-insert]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const area = document.getElementById("words");
    const before = area.value.slice(0, area.selectionStart);
    const gap = before && !/\s$/.test(before) ? "\n" : "";
    area.setRangeText(gap + link.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
    link.closest("details").open = false;
    area.focus();
  });
}

// Further questions are looked for without leaving the form; a ticked one moves up to the chosen ones.
for (const input of all("[data-find]")) {
  const found = document.getElementById("found");
  const chosen = document.querySelector("[data-chosen]");
  let asked = "";
  const look = async () => {
    const words = asked = input.value.trim();
    const text = words ? await news(input.dataset.find + encodeURIComponent(words)) : "";
    if (text === null || text === ENDED || words !== asked) return;
    found.innerHTML = text;
    for (const box of chosen.querySelectorAll("input")) found.querySelector(`[value="${box.value}"]`)?.closest("li").remove();
  };
  let soon;
  input.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(look, 250); });
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); look(); } });
  input.form.querySelector("[name=do]").addEventListener("click", (event) => { event.preventDefault(); look(); });
  found.addEventListener("change", (event) => {
    chosen.append(event.target.closest("li"));
    event.target.focus();
  });
}

// What is new comes by itself; a page that nobody looks at asks nothing.
const ENDED = Symbol("the session is over");
async function news(url) {
  try {
    const answer = await fetch(url, { cache: "no-store" });
    return answer.redirected || !answer.ok ? ENDED : await answer.text();
  } catch { return null; } // the line is down: later
}

/** Looks every so many seconds while the page is seen; `look` says false when there is no more sense in it. */
function regularly(seconds, look) {
  let busy = false;
  const once = async () => {
    if (busy || document.hidden) return;
    busy = true;
    if (await look() === false) clearInterval(timer);
    busy = false;
  };
  const timer = setInterval(once, 1000 * seconds);
  document.addEventListener("visibilitychange", once);
}

for (const list of all("[data-live]")) {
  const room = list.parentElement;
  const toEnd = () => { room.scrollTop = room.scrollHeight; };
  const nearEnd = () => room.scrollHeight - room.scrollTop - room.clientHeight < 60;
  const number = (line) => Number(line?.id.slice(1) || 0);
  toEnd();
  regularly(3, async () => {
    // A file that was still on its way may have come, so its line is asked for once more.
    const coming = list.querySelector("[data-coming]");
    const after = coming ? number(coming) - 1 : number(list.lastElementChild);
    const text = await news(`${list.dataset.live}?live=1&after=${after}`);
    if (text === ENDED) document.querySelector("[data-lost]").hidden = false;
    if (!text || text === ENDED) return text !== ENDED;
    const box = document.createElement("ol");
    box.innerHTML = text;
    const follow = nearEnd();
    for (const line of [...box.children]) {
      const shown = document.getElementById(line.id);
      if (!shown) list.append(line);
      else if (!shown.isEqualNode(line)) shown.replaceWith(line);
    }
    if (follow) toEnd();
    return true;
  });
}

for (const box of all("[data-fresh]")) {
  let last = null;
  regularly(Number(box.dataset.every || 10), async () => {
    const text = await news(box.dataset.fresh);
    if (text === ENDED) return false;
    if (text === null || text === last || box.contains(document.activeElement)) return true;
    box.innerHTML = last = text;
    return true;
  });
}

// Whoever chooses sees at once how many people that is.
for (const form of all("[data-count]")) {
  const box = document.getElementById("count");
  let soon;
  form.addEventListener("change", () => {
    clearTimeout(soon);
    soon = setTimeout(async () => {
      const chosen = new FormData(form);
      for (const name of ["token", "seen", "phones", "list_name", "list_file", "keep"]) chosen.delete(name);
      const text = await news(`${form.dataset.count}?${new URLSearchParams(chosen)}`);
      if (text && text !== ENDED) box.innerHTML = text;
    }, 150);
  });
}

for (const input of all("input[data-show]")) {
  const label = document.createElement("label");
  label.className = "choice show";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => { input.type = box.checked ? "text" : "password"; });
  input.form.addEventListener("submit", () => { input.type = "password"; });
  label.append(box, input.dataset.show);
  input.after(label);
}

for (const button of all("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const input = document.getElementById(button.dataset.copy);
    input.select();
    try { await navigator.clipboard.writeText(input.value); } catch { document.execCommand("copy"); }
    button.textContent = button.dataset.copied;
  });
}

for (const open of all("details.menu")) {
  const close = (event) => { if (event.key === "Escape" || (event.type === "click" && !open.contains(event.target))) open.open = false; };
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
}
