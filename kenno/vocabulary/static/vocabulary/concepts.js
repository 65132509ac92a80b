/* Choosing concepts: arrow keys, Enter and Escape in the suggestions, a checked box for a choice. */
(() => {
  const find = (box, role) => box.querySelector(`[role=${role}]`);
  const mark = (box, at) => {
    const options = [...find(box, "listbox").children];
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
    let check = box.querySelector(`input[value="${dataset.code}"]`);
    if (!check) {
      const row = box.querySelector("template").content.cloneNode(true);
      check = row.querySelector("input");
      check.value = dataset.code;
      row.querySelector("span").textContent = dataset.label;
      box.querySelector("ul").append(row);
    }
    check.checked = true;
    document.getElementById("announcer").textContent = dataset.label;
    find(box, "combobox").value = "";
    find(box, "listbox").replaceChildren();
    show(box, false);
    check.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const on = (event, part, react) =>
    document.addEventListener(event, (happened) => {
      const target = happened.target.closest?.(`[data-concepts] [role=${part}]`);
      if (target) react(target.closest("[data-concepts]"), happened, target);
    });
  on("htmx:afterSwap", "listbox", (box, happened, list) => show(box, list.children.length > 0));
  on("focusout", "combobox", (box) => show(box, false));
  on("mousedown", "option", (box, happened, option) => {
    happened.preventDefault();
    choose(box, option);
  });
  on("keydown", "combobox", (box, happened) => {
    const list = find(box, "listbox");
    const options = [...list.children];
    const at = options.findIndex((option) => option.ariaSelected === "true");
    const step = { ArrowDown: at + 1, ArrowUp: (at < 0 ? 0 : at) - 1 }[happened.key];
    if (step !== undefined && options.length) {
      if (list.hidden) show(box, true);
      mark(box, (step + options.length) % options.length);
    } else if (happened.key === "Enter") {
      if (!list.hidden) choose(box, options[Math.max(at, 0)]);
    } else if (happened.key === "Escape") show(box, false);
    else return;
    happened.preventDefault();
  });
})();
