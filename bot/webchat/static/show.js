// Makes the boxes of the talk. Whatever was said goes in as text; only **bold** and https links become elements.

const say = document.body.dataset;
const MARK = /\*\*([^*\n]+)\*\*|(https:\/\/[^\s<>"“”*]*[^\s<>"“”*.,;:!?)\]}'’])/g;

/** An element with its properties (attributes where there is no such property) and those children that are there. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

const icon = (name) => document.getElementById(`icon-${name}`).content.cloneNode(true);

function rich(words) {
  const out = [];
  let from = 0;
  for (const found of words.matchAll(MARK)) {
    const [all, bold, href] = found;
    out.push(words.slice(from, found.index));
    out.push(bold ? h("strong", { className: /\s/.test(bold) ? "" : "code" }, ...rich(bold))
      : h("a", { href, textContent: href, target: "_blank", rel: "noopener noreferrer" }));
    from = found.index + all.length;
  }
  return [...out, words.slice(from)];
}

function paper({ url, mime, name = say.file }) {
  if (!url) return h("span", { className: "paper" }, icon("file"), h("span", { textContent: name }));
  if ((mime || "").startsWith("audio/")) return h("audio", { controls: true, preload: "none", src: url, "aria-label": name });
  const box = h("a", { className: "paper", href: url, target: "_blank", rel: "noopener" });
  const plain = () => box.replaceChildren(icon("file"), h("span", { textContent: name }));
  if (!(mime || "").startsWith("image/")) plain();
  // The browser may not know the kind of picture (HEIC): then its name must do.
  else box.append(h("img", { src: url, alt: `${say.openFile}: ${name}`, onerror: plain }));
  return box;
}

const progress = ({ step, of }) => h("div", { className: "step" },
  h("span", { textContent: `${say.step} ${step}/${of}` }),
  h("progress", { value: step, max: of, "aria-label": say.step }));

const group = (className, label, buttons) =>
  buttons.length > 0 && h("div", { className, role: "group", "aria-label": label }, ...buttons);

/** The box of a message. `does.pick(event, choice, box)` and `does[want](box)` say what its buttons do. */
export function bubble(m, does) {
  const mine = m.from === "me";
  const box = h("div", { className: mine ? "msg me" : "msg bot" },
    m.step && m.of && progress(m),
    !mine && h("img", { className: "face", src: "/chat/static/logo.svg", alt: "", width: 36, height: 36 }),
    h("div", { className: "bubble" },
      h("span", { className: "sr", textContent: mine ? say.me : say.bot }),
      ...(m.files || []).map(paper),
      m.file && h("progress", { value: 0, "aria-label": say.progress }),
      m.text && h("p", {}, ...rich(m.text)),
      m.changed && h("p", { className: "changed", textContent: say[m.changed] })),
    mine && h("p", { className: "state" }));
  const button = (choice, badge) => h("button", { type: "button", onclick: (event) => does.pick(event, choice, box) },
    badge, h("span", { textContent: choice.label }));
  const choices = (m.choices || []).map((choice) => button(choice, choice.n && !choice.label.startsWith(`${choice.n} `) && h("b", { textContent: choice.n })));
  const wish = does[m.want] && { type: "button", className: "want", onclick: () => does[m.want](box) };
  if (wish) choices.unshift(h("button", wish, icon(m.want), h("span", { textContent: say[m.want] })));
  const parts = [group("choices", say.choices, choices),
    group("exits", say.exits, (m.exits || []).map((choice) => button(choice)))];
  box.append(...parts.filter((part) => part));
  Object.assign(box.dataset, { at: m.at, want: m.want || "" });
  return box;
}

/** The box of a message whose words were put right or taken back, in place of `old`; its files stay with words. */
export function reworded(old, m, does) {
  const box = bubble({ ...m, at: old.dataset.at }, does);
  if (m.changed === "edited") box.querySelector(".sr").after(...old.querySelectorAll(".bubble > .paper, .bubble > audio"));
  old.replaceWith(box);
  return box;
}

const language = document.documentElement.lang;
const DAY = new Intl.DateTimeFormat(language, { timeZone: "Asia/Ho_Chi_Minh", dateStyle: "full" });
const TODAY = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "day");

/** Writes the day over the first message of each day; a talk that is all of today needs none. */
export function nameDays(boxes) {
  const today = DAY.format(new Date());
  let day = today;
  for (const box of boxes) {
    const its = DAY.format(new Date(box.dataset.at));
    if (its === day) delete box.dataset.day;
    else box.dataset.day = its === today ? TODAY : its;
    day = its;
  }
}
