"use strict";
// Each phone asks once a second for its lines and draws them anew when there are more.

const post = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function drawn(line, last, tap) {
  const item = document.createElement("li");
  item.className = line.side + (last ? "" : " old");
  if (line.text || line.file) {
    const bubble = document.createElement("div");
    bubble.className = line.side === "note" ? "" : "bubble";
    bubble.textContent = line.side === "note" ? `Đã bấm: ${line.text}` : line.text || "🖼 Ảnh";
    item.append(bubble);
  }
  if (line.keys.length) {
    const keys = document.createElement("div");
    keys.className = "keys";
    for (const key of line.keys) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = key.label;
      button.addEventListener("click", () => tap(key));
      keys.append(button);
    }
    item.append(keys);
  }
  return item;
}

function open(phone, product) {
  const view = document.getElementById("phone").content.firstElementChild.cloneNode(true);
  const list = view.querySelector(".lines");
  const kept = `me:${phone.name}`;
  let me = localStorage.getItem(kept) || phone.me;
  let count = -1;
  view.dataset.name = phone.name;
  view.querySelector("b").textContent = product;
  view.querySelector("small").textContent = phone.title;
  const send = (act, value, label = "") => post(`/api/${phone.name}`, { me, act, value, label }).then(look);
  async function look() {
    const answer = await fetch(`/api/${phone.name}?me=${me}`);
    const lines = await answer.json();
    if (!lines.length) lines.push({ side: "start", text: "", file: "", keys: [{ label: "Bắt đầu trò chuyện", act: "begin", value: "" }] });
    if (lines.length === count && (count !== 1 || list.firstChild?.className.startsWith(lines[0].side))) return;
    count = lines.length;
    const lastBot = lines.map((line) => line.side).lastIndexOf("bot");
    list.replaceChildren(...lines.map((line, n) => drawn(line, n >= lastBot, (key) => send(key.act, key.value, key.label))));
    list.scrollTop = list.scrollHeight;
  }
  view.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.text;
    if (field.value.trim()) send("say", field.value.trim());
    field.value = "";
  });
  view.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await fetch(`/api/${phone.name}/photo?me=${me}`, { method: "POST", body: file });
    event.target.value = "";
    look();
  });
  view.querySelector(".fresh").addEventListener("click", () => {
    const rest = String(Date.now()).slice(-9);
    me = phone.me.slice(0, phone.me.length - rest.length) + rest;
    if (phone.name === "telegram") me = rest;
    localStorage.setItem(kept, me);
    count = -1;
    list.replaceChildren();
    look();
  });
  setInterval(() => look().catch(() => {}), 1000);
  look().catch(() => {});
  return view;
}

fetch("/api").then((answer) => answer.json()).then(({ product, phones }) => {
  document.getElementById("phones").replaceChildren(...phones.map((phone) => open(phone, product)));
});
