// Opens an item's editor in place with an address of its own, keeps the focus where it is, asks for
// the picture that fits, and loads the hands. Without this script the same links load the page.
(function () {
  "use strict";
  if (!document.querySelector("#planner")) return;
  const hands = window.radcareers;
  const $ = (hands.$ = (selector) => document.querySelector(selector));
  const SURFACES = [".picture", ".planner-list", ".next-things"];
  const LINKS =
    "#planner [data-item], .editor-head a, .preview .actions a, .zoom a, .on-demand a";
  const address = () => location.pathname + location.search;
  let here = address();
  let last = null; // the item that somebody is at, and where
  let typed = false; // something in the page is not sent yet
  let swapped = false; // the page that was asked for has come

  hands.row = (key) => $(`#item-${CSS.escape(key)} [data-item]`);
  hands.at = (link) => {
    const on = SURFACES.find((one) => link.closest(one));
    if (on) last = { key: link.dataset.item, on };
  };
  document.addEventListener("focusin", ({ target }) => {
    const link = target.closest("#planner [data-item]");
    if (link) hands.at(link);
    else if (!target.closest("#editor, .preview, #handbar, dialog, .message")) last = null;
  });

  document.addEventListener("htmx:afterSwap", () => (swapped = true));
  async function go(to, push) {
    swapped = false;
    await window.htmx.ajax("GET", to, { source: "#planner", target: "#planner", swap: "parts" });
    if (!swapped) return;
    if (push && to !== here) history.pushState(null, "", to);
    here = to;
  }
  const show = (element) => {
    element?.focus({ preventScroll: true });
    const whole = element?.matches("#editor-title") ? $("#editor") : element;
    whole?.scrollIntoView({ block: "nearest" });
  };
  hands.open = async (link, focus = "#editor-title") => {
    hands.at(link);
    const { pathname, search } = new URL(link.getAttribute("href"), location);
    await go(pathname + search, true);
    show($(focus));
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.defaultPrevented || event.button || !window.htmx) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.dataset.item) return hands.open(link);
    const key = $("#editor, .preview")?.querySelector("[name=key]")?.value;
    last ??= key && { key, on: ".planner-list" };
    // What was moved by hand, without an editor, is cancelled without one.
    go(link.closest(".preview") && hands.alone ? here : link.getAttribute("href"), true);
  });
  // Escape leaves what is shown, or the editor, while nothing is typed there.
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || hands.held || typed || target.closest("dialog")) return;
    const back = $(".preview .actions > a") ?? (target.closest("#editor") && $(".editor-head a"));
    back?.click();
  });
  addEventListener("popstate", async () => {
    if (address() === here || !$("#planner")) return;
    await go(address());
    if ($("#editor")) show($("#editor-title"));
  });

  // After a change: an address without the editor that is gone; the focus on the same item again.
  document.addEventListener("htmx:afterSettle", () => {
    if (!$("#hands-form")) return;
    typed = false;
    if (!$(".preview")) hands.alone = false;
    if (!$("#editor") && /[?&]item=/.test(address())) {
      history.replaceState(null, "", $("#hands-form").dataset.page);
      here = address();
    }
    const focused = document.activeElement;
    const message = $("#planner [data-focus-else]");
    if (!last || ![document.body, message, hands.row(last.key)].includes(focused)) return;
    const links = document.querySelectorAll(`${last.on} [data-item="${CSS.escape(last.key)}"]`);
    show([...links].find((one) => one.checkVisibility()) ?? hands.row(last.key));
    if (message) hands.announce(message.textContent);
  });

  // The picture that fits, also when the window has changed, but never at the cost of typed text.
  const { frame, frameSize } = hands;
  const fits = () => {
    const size = frameSize();
    return frame().querySelector(size === "narrow" ? ".on-demand, .narrow.fits" : `.${size}.fits`);
  };
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (frame()) detail.headers["Picture-Size"] = frameSize();
  });
  document.addEventListener("input", ({ target }) => (typed ||= target.closest("#planner")));
  const refit = () => {
    const busy = typed || hands.held || $("#planner .preview, dialog[open]");
    if (frame() && !busy && !fits()) go(here);
  };
  let timer;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(refit, 200);
  });
  refit();

  // The hands are loaded when somebody first points at the plan or enters it; what did not come is
  // asked for again. A click or a key before they are there is given to them again.
  let loading;
  const failed = () => (loading = null);
  hands.load = () => (loading ??= import($("#hands-form").dataset.script).catch(failed));
  const early = () => $("#hands-form") && !hands.preview;
  for (const name of ["pointerover", "focusin", "touchstart", "input"]) {
    document.addEventListener(name, ({ target }) => {
      if (early() && target.closest?.("#planner")) hands.load();
    });
  }
  document.addEventListener("keydown", async (event) => {
    if (!early() || event.key === "Tab") return;
    if (!(await hands.load())) return;
    event.target.dispatchEvent(new KeyboardEvent("keydown", event));
  });
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("#hands button");
    if (!button || !early()) return;
    if (await hands.load()) button.click();
    else hands.say("That did not come. Try again when you are online.");
  });
  const offer = (root) => {
    const buttons = root.querySelector("#hands");
    if (buttons) buttons.hidden = false;
  };
  document.addEventListener("radcareers:fresh", ({ detail }) => offer(detail));
  offer(document);
})();
