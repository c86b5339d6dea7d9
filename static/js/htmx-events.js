// Everything that listens to htmx: the busy line and button, failures, what is read out, focus.
(function () {
  "use strict";
  const site = window.radcareers;
  const STILL = "What you typed is still here.";
  const SENTENCES = {
    0: `No answer came: you seem to be offline. ${STILL} When the connection is back, try again.`,
    404: `This is not there any more. ${STILL} Copy what you need, then look at your plans.`,
    413: `That was too much at once, so nothing was changed. ${STILL} Shorten it, then try again.`,
  };
  const SERVER = `Something went wrong on our side. ${STILL} Try again in a moment.`;
  const BACK = `You are online again. ${STILL} Try again now.`;
  const SWAPPED = [409, 410, 422];
  let waiting = 0;
  let timer;
  let sending; // the form on its way
  let pressed; // the button that sent it

  function busy(change) {
    waiting = Math.max(0, waiting + change);
    const line = document.getElementById("busy");
    clearTimeout(timer);
    if (!line) return;
    if (waiting) timer = setTimeout(() => line.classList.add("on"), 150);
    else line.classList.remove("on");
  }

  // One form at a time: a second click sends nothing.
  document.addEventListener(
    "submit",
    (event) => {
      if (!sending || !event.target.closest("#planner")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.target !== sending) site.announce("One moment: the last change is on its way.");
    },
    true,
  );
  document.addEventListener("htmx:beforeRequest", (event) => {
    busy(1);
    const { elt, requestConfig } = event.detail;
    if (!elt.matches("form[method=post]")) return;
    sending = elt;
    pressed = requestConfig.triggeringEvent?.submitter || elt.querySelector("button");
    pressed?.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    busy(-1);
    if (event.detail.requestConfig.elt !== sending) return;
    pressed?.removeAttribute("aria-busy");
    sending = pressed = undefined;
  });

  let status;
  let focused;
  document.addEventListener("htmx:beforeSwap", (event) => {
    status = event.detail.xhr.status;
    if (SWAPPED.includes(status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    if (event.detail.shouldSwap) site.unsay();
    focused = document.activeElement?.id;
  });

  function tooOften(xhr) {
    const seconds = Number(xhr.getResponseHeader("Retry-After")) || 60;
    return `That was too often. ${STILL} Wait ${seconds} seconds, then try again.`;
  }
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    const link = xhr.status === 404 && { says: "My plans", address: "/plans/" };
    if (xhr.status === 403) site.renew();
    else if (xhr.status === 429) site.say(tooOften(xhr));
    else site.say(SENTENCES[xhr.status] || SERVER, { link });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"])
    document.addEventListener(name, () => site.say(SENTENCES[0], { why: "offline" }));

  function online() {
    const sign = document.getElementById("offline");
    if (sign) sign.hidden = navigator.onLine;
    if (navigator.onLine && site.why() === "offline") site.say(BACK, { quietly: true });
  }
  window.addEventListener("online", online);
  window.addEventListener("offline", () => {
    online();
    site.announce("You are offline.");
  });
  online();

  // Focus goes to what needs attention; else it stays on the same field or button, by id; where
  // that is gone it goes to the message that says what was done (or, by planner.js, to the item one
  // was at). What happened is read out, unless the focus reads it.
  document.addEventListener("htmx:afterSettle", (event) => {
    const find = (selector) => event.detail.elt.querySelector?.(selector);
    const wrong = find("[aria-invalid='true'], [data-focus]") || (status >= 400 && find(".message"));
    const same = focused && document.getElementById(focused);
    const lost = document.activeElement === document.body;
    const target = wrong || (lost && (same || find("[data-focus-else]") || find("#editor-title")));
    // A preview stands at the foot of the window, wherever the page is.
    if (target) target.focus({ preventScroll: !wrong || wrong.matches(".preview") });
    const saying = find("[data-say]") || find(".message");
    if (!saying) return;
    const text = saying.textContent.trim();
    site.announce(text, { silently: saying === target });
    const { top, bottom } = saying.getBoundingClientRect();
    if (text && (bottom < 0 || top > innerHeight)) site.tell(text);
  });
})();
