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
    form.querySelector("button:not([type=button])")?.setAttribute("aria-disabled", "true");
  });
}
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});

// What is being written survives a lost network; it goes when something was sent.
if (document.querySelector(".done")) remember(`draft:${recall("draft:sent")}`, null);
for (const area of all("[data-draft] textarea")) {
  const key = `draft:${location.pathname}`;
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
