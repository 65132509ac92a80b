/* Small help on top of pages that work without it. */
const listen = document.addEventListener.bind(document);
const byId = document.getElementById.bind(document);

const narrow = window.matchMedia("(max-width: 56rem)");

/* Once each: a later change elsewhere must not pull the person back up. */
function focusErrors() {
  const summary = document.querySelector("[data-error-summary='']");
  if (!summary) return;
  summary.dataset.errorSummary = "shown";
  summary.focus();
}

/* Counting speaks when typing has paused, not over the person. */
let announceTimer;
function announce(text, delay = 0) {
  const announcer = byId("announcer");
  clearTimeout(announceTimer);
  announceTimer = setTimeout(() => {
    announcer.textContent = "";
    requestAnimationFrame(() => (announcer.textContent = text));
  }, delay);
}

/* As the server counts: a line break is two characters, blanks round the text are none. */
function lengthOf(value) {
  return Array.from(value.trim().replace(/\r?\n/g, "\r\n")).length;
}

function count(input) {
  const counter = document.querySelector(`[data-count-of="${CSS.escape(input.id)}"]`);
  if (!counter) return;
  const left = Number(counter.dataset.countLimit) - lengthOf(input.value);
  const text = left < 0 ? counter.dataset.countOver : counter.dataset.countLeft;
  counter.textContent = text.replace("{n}", Math.abs(left));
  counter.classList.toggle("field__count--over", left < 0);
  return counter.textContent;
}

function countAll(root) {
  root.querySelectorAll("[data-count-of]").forEach((counter) => {
    const input = byId(counter.dataset.countOf);
    if (input) count(input);
  });
}

/* Where CSS cannot show closed details, they are opened on wide screens. */
function unfold() {
  if (CSS.supports("selector(::details-content)")) return;
  document.querySelectorAll("details.fold").forEach((fold) => (fold.open = !narrow.matches));
}

listen("input", (event) => {
  const text = count(event.target);
  if (text) announce(text, 1000);
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-autosave-failed]")) event.preventDefault();
});

/* What the reader had opened stays open when a part of the page is replaced. */
let opened = [];
listen("htmx:beforeSwap", (event) => {
  const details = event.detail.target.querySelectorAll("details[id]");
  opened = Array.from(details, (element) => [element.id, element.open]);
});

listen("htmx:afterSwap", (event) => {
  opened.forEach(([id, open]) => {
    const element = byId(id);
    if (element && open) element.open = true;
  });
  opened = [];
  countAll(document);
  focusErrors();
  const fresh = markAnnounced();
  if (fresh.length) announce(fresh.map((element) => element.textContent.trim()).join(". "));
});

/* What stood on the page at loading was read with the page. */
function markAnnounced() {
  const fresh = [...document.querySelectorAll("[data-announce]:not([data-announced])")];
  fresh.forEach((element) => (element.dataset.announced = "true"));
  return fresh;
}

/* A form that saves itself also does so when its page is left. */
const saving = "form[data-saves-itself]";
const unsaved = new Set();
listen("input", ({ target }) => target.form?.matches(saving) && unsaved.add(target.form));
for (const name of ["submit", "htmx:beforeRequest", "htmx:responseError"])
  listen(name, (event) => unsaved.delete(event.target));
window.addEventListener("pagehide", () => {
  unsaved.forEach((form) => {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((input) => data.delete(input.name));
    navigator.sendBeacon(form.getAttribute("hx-post"), data);
  });
  unsaved.clear();
});

/* What cannot be sent waits in the browser until the connection is back. */
const here = location.pathname;
listen("htmx:sendError", ({ target }) => {
  if (!target.matches(saving)) return;
  const mark = byId("autosave");
  localStorage[here] = new URLSearchParams(new FormData(target));
  announce((mark.textContent = mark.dataset.offline));
  setTimeout(sendKept, 5e3);
});
const forget = ({ target }) => target.matches?.(saving) && localStorage.removeItem(here);
listen("submit", forget);
listen("htmx:afterRequest", (event) => event.detail.successful && forget(event));
function sendKept() {
  const form = document.querySelector(saving);
  const kept = new URLSearchParams(localStorage[here]);
  if (!form || !localStorage[here]) return;
  for (const input of form) {
    const { name, type } = input;
    if (/radio|checkbox/.test(type)) input.checked = kept.getAll(name).includes(input.value);
    else if (type !== "file" && kept.has(name)) input.value = kept.get(name);
  }
  htmx.trigger(form, "change");
}
for (const name of ["load", "online"]) window.addEventListener(name, sendKept);

narrow.addEventListener("change", unfold);
unfold();
countAll(document);
focusErrors();
markAnnounced();

/* Suggestions while typing: arrow keys, Enter and Escape. A choice leads to its address, or is
   added to the chosen concepts as a checked box; Enter without a mark sends a search as typed. */
const find = (box, role) => box.querySelector(`[role=${role}]`);
const optionsOf = (box) => [...box.querySelectorAll("[role=option]")];
const say = (text) => (byId("announcer").textContent = text ?? "");
const mark = (box, at) => {
  const options = optionsOf(box);
  options.forEach((option, index) => option.setAttribute("aria-selected", index === at));
  find(box, "combobox").setAttribute("aria-activedescendant", options[at]?.id ?? "");
  options[at]?.scrollIntoView({ block: "nearest" });
};
const show = (box, shown) => {
  find(box, "listbox").hidden = !shown;
  find(box, "combobox").setAttribute("aria-expanded", shown);
  mark(box, -1);
};
const choose = (box, { dataset }) => {
  if (dataset.url) return location.assign(dataset.url);
  let check = box.querySelector(`input[value="${dataset.code}"]`);
  if (!check) {
    const row = box.querySelector("template").content.cloneNode(true);
    check = row.querySelector("input");
    check.value = dataset.code;
    row.querySelector("span").textContent = dataset.label;
    box.querySelector("ul").append(row);
  }
  check.checked = true;
  say(dataset.label);
  find(box, "combobox").value = "";
  find(box, "listbox").replaceChildren();
  show(box, false);
  check.dispatchEvent(new Event("change", { bubbles: true }));
};
const on = (event, part, react) =>
  listen(event, (happened) => {
    const target = happened.target.closest?.(`[data-combobox] [role=${part}]`);
    if (target) react(target.closest("[data-combobox]"), happened, target);
  });
on("htmx:afterSwap", "listbox", (box, happened, list) => {
  const typing = document.activeElement === find(box, "combobox");
  show(box, typing && list.children.length > 0);
  if (typing) say(list.firstElementChild?.dataset.said);
});
on("focusout", "combobox", (box) => show(box, false));
on("mousedown", "option", (box, happened, option) => {
  happened.preventDefault();
  choose(box, option);
});
on("keydown", "combobox", (box, happened) => {
  const list = find(box, "listbox");
  const options = optionsOf(box);
  const at = options.findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: at + 1, ArrowUp: (at < 0 ? 0 : at) - 1 }[happened.key];
  if (step !== undefined && options.length) {
    if (list.hidden) show(box, true);
    mark(box, (step + options.length) % options.length);
  } else if (happened.key === "Enter") {
    if (at < 0 && options[0]?.dataset.url) return;
    if (!list.hidden) choose(box, options[Math.max(at, 0)]);
    else if (box.matches("form")) return;
  } else if (happened.key === "Escape" && !list.hidden) show(box, false);
  else return;
  happened.preventDefault();
});

/* The honeycomb: the pointed-at cell's name in words, and arrow keys from cell to cell. */
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const cellOf = (event) => event.target.closest?.("[data-honeycomb] svg a");
const middle = (cell) => {
  const { x, y, width, height } = cell.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
};
const tell = (event) => {
  const cell = cellOf(event);
  const name = cell?.closest("[data-honeycomb]").querySelector("[data-cell-name]");
  if (name) name.textContent = cell.querySelector("title").textContent;
};
listen("focusin", tell);
listen("pointerover", tell);
document.querySelectorAll("[data-honeycomb] svg").forEach(({ parentElement: map }) => {
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
});
listen("keydown", (event) => {
  const cell = cellOf(event);
  const way = ways[event.key];
  if (!cell || !way || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const [x, y] = middle(cell);
  const far = (other) => {
    const [dx, dy] = [middle(other)[0] - x, middle(other)[1] - y];
    const along = dx * way[0] + dy * way[1];
    const across = Math.abs(dx * way[1] + dy * way[0]);
    return along > 1 && across <= along ? Math.hypot(dx, dy) : Infinity;
  };
  const cells = [...cell.ownerSVGElement.querySelectorAll("a")].map((a) => [far(a), a]);
  const [least, next] = cells.reduce((best, one) => (one[0] < best[0] ? one : best));
  if (least < Infinity) next.focus();
});
