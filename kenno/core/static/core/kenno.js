/* Small help on top of pages that work without it. */
(() => {
  "use strict";

  const narrow = window.matchMedia("(max-width: 56rem)");

  function focusErrors(root) {
    root.querySelector("[data-error-summary]")?.focus();
  }

  /* Counting speaks only when typing has paused, so that it does not talk over the person. */
  let announceTimer;
  function announce(text, delay = 0) {
    const announcer = document.getElementById("announcer");
    clearTimeout(announceTimer);
    announceTimer = setTimeout(() => {
      announcer.textContent = "";
      requestAnimationFrame(() => (announcer.textContent = text));
    }, delay);
  }

  /* The server counts a line break as two characters, as it arrives. */
  function lengthOf(value) {
    return Array.from(value.replace(/\r?\n/g, "\r\n")).length;
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
      const input = document.getElementById(counter.dataset.countOf);
      if (input) count(input);
    });
  }

  /* Browsers that cannot show closed details by CSS get them opened on wide screens. */
  function unfold() {
    if (CSS.supports("selector(::details-content)")) return;
    document.querySelectorAll("details.fold").forEach((fold) => (fold.open = !narrow.matches));
  }

  document.addEventListener("input", (event) => {
    const text = count(event.target);
    if (text) announce(text, 1000);
  });

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-autosave-failed]")) event.preventDefault();
  });

  /* What the reader had opened stays open when a part of the page is replaced. */
  let opened = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const details = event.detail.target.querySelectorAll("details[id]");
    opened = Array.from(details, (element) => [element.id, element.open]);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    opened.forEach(([id, open]) => {
      const element = document.getElementById(id);
      if (element && open) element.open = true;
    });
    opened = [];
    countAll(document);
    focusErrors(document);
    const spoken = document.querySelectorAll("[data-announce]");
    const fresh = Array.from(spoken).filter((element) => !element.dataset.announced);
    if (fresh.length) announce(fresh.map((element) => element.textContent.trim()).join(". "));
    markAnnounced();
  });

  /* What stood on the page at loading was read with the page. */
  function markAnnounced() {
    document
      .querySelectorAll("[data-announce]")
      .forEach((element) => (element.dataset.announced = "true"));
  }

  narrow.addEventListener("change", unfold);
  unfold();
  countAll(document);
  focusErrors(document);
  markAnnounced();
})();
