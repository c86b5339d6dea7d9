// Opens the reasons of a date in its row, and closes them again. Without this script the same
// links load them as a page of their own.
(function () {
  "use strict";
  if (!window.htmx) return;

  // A link that opens and closes something is a button to those who hear the page.
  function prepare(root) {
    for (const link of root.querySelectorAll("a.why")) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-expanded", String(Boolean(shown(link))));
    }
  }

  const shown = (link) => link.parentElement.querySelector(".why-open");

  async function toggle(link) {
    const open = shown(link);
    link.setAttribute("aria-expanded", String(!open));
    if (open) {
      open.remove();
      return;
    }
    const place = document.createElement("div");
    place.className = "why-open row-more";
    link.after(place);
    const address = link.getAttribute("href");
    try {
      await window.htmx.ajax("GET", address, { target: place, swap: "innerHTML" });
    } catch {
      // The message strip says what went wrong.
    }
    if (place.childElementCount) return;
    place.remove();
    link.setAttribute("aria-expanded", "false");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.why");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    toggle(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a.why")) return;
    event.preventDefault();
    toggle(event.target);
  });
  // Before a new planner comes in: a row that has not changed keeps its reasons open.
  document.addEventListener("radcareers:fresh", ({ detail: fragment }) => {
    prepare(fragment);
    for (const place of document.querySelectorAll(".row .why-open")) {
      const row = place.closest(".row");
      const fresh = fragment.querySelector(`#${CSS.escape(row.id)}`);
      const link = fresh?.querySelector("a.why");
      if (!link) continue;
      link.after(place.cloneNode(true));
      link.setAttribute("aria-expanded", "true");
      if (row.isEqualNode(fresh)) continue;
      link.nextElementSibling.remove();
      link.setAttribute("aria-expanded", "false");
    }
  });
  prepare(document);
})();
