// What moves items: the mouse, fingers (on touch screens only with Edit on, which also has a bar
// with buttons), and keys, which work on the item that has the focus.
const hands = window.radcareers;
const { $ } = hands;
const REACH = 22; // half of the 44 px that a finger needs
let drag = null;
let dragged = false; // the click that ends a drag is none
let editing = false;
const listen = (names, heard, ...how) =>
  names.split(" ").forEach((name) => document.addEventListener(name, heard, ...how));
const finger = (event) => event.pointerType !== "mouse";

// The item under the mouse; for a finger the nearest within reach.
function meant(event) {
  const svg = event.target.closest("#planner .picture[data-scale]");
  const direct = event.target.closest("[data-item]");
  if (direct || !svg || !finger(event)) return direct;
  let [found, least] = [null, REACH];
  for (const link of svg.querySelectorAll("[data-item]")) {
    const { left, right, top, bottom } = link.querySelector(".body").getBoundingClientRect();
    const across = Math.max(left - event.clientX, event.clientX - right, 0);
    const away = Math.hypot(across, Math.max(top - event.clientY, event.clientY - bottom, 0));
    if (away < least) [found, least] = [link, away];
  }
  return found;
}
listen("pointerdown", (event) => {
  dragged = false;
  const link = meant(event);
  if (!link?.dataset.at || event.button || !event.isPrimary || (finger(event) && !editing)) return;
  const svg = link.closest(".picture");
  if (!svg) return;
  const { right, width } = link.querySelector(".body").getBoundingClientRect();
  const edge = event.clientX > right - Math.min(finger(event) ? REACH : 8, width / 3);
  const { item: key, sized, moves } = link.dataset;
  drag = { svg, link, key, size: sized === "" && (edge || !moves), x: event.clientX, y: event.clientY };
});
listen("pointermove", (event) => {
  if (!drag || !event.isPrimary) return;
  const by = event.clientX - drag.x;
  if (!drag.held) {
    if (Math.hypot(by, event.clientY - drag.y) < 4) return;
    dragged = true;
    hands.at(drag.link);
    drag.held = hands.take(drag.key);
    if (!drag.held) return void (drag = null);
    drag.svg.setPointerCapture(event.pointerId);
  }
  const { held } = drag;
  if (hands.held !== held) return;
  const days = by / held.px;
  if (drag.size) return hands.stretch(Math.round(days / 30.4375));
  held.day = hands.snap(held, held.at + days);
  hands.show();
});
listen("pointerup pointercancel", ({ type }) => {
  const held = drag?.held;
  drag = null;
  if (!held || hands.held !== held) return;
  if (type === "pointerup") hands.drop();
  else hands.putDown();
});
listen("dragstart", (event) => event.target.closest?.(".picture") && event.preventDefault());
let rest;
listen("pointerover focusin", ({ target }) => {
  clearTimeout(rest);
  const link = target.closest?.("#planner [data-moves=sitting]");
  if (link) rest = setTimeout(hands.sittings, 300, link.dataset.item);
});

// The bar of the item that a finger has chosen.
function fill() {
  const { held } = hands;
  const bar = $("#handbar");
  bar.hidden = false;
  $("#handbar-date").textContent = held ? hands.words(held) : "It stays where it is.";
  $("#handbar-starts").hidden = !held?.moves;
  $("#handbar-lasts").hidden = !held?.sized;
  $("#handbar-show").hidden = !held;
}
function choose(link) {
  const details = $("#handbar-details");
  details.dataset.item = link.dataset.item;
  details.setAttribute("href", link.getAttribute("href"));
  $("#handbar-name").textContent = hands.row(link.dataset.item).textContent;
  hands.at(link);
  hands.take(link.dataset.item);
  fill();
}
const dress = () => {
  if (!$("#hands-form")) return;
  $("#planner").classList.toggle("editing", editing);
  $("#hands-edit").setAttribute("aria-pressed", editing);
  $("#hands").hidden = false;
  for (const body of document.querySelectorAll("#planner [data-sized] > g > .body")) {
    const grip = body.cloneNode();
    const right = +body.getAttribute("x") + +body.getAttribute("width");
    for (const [name, value] of [["class", "grip"], ["x", right - 5], ["width", 2.5], ["rx", 1]]) {
      grip.setAttribute(name, value);
    }
    body.closest("a").append(grip);
  }
};
listen("htmx:afterSettle", ({ target }) => target.id === "planner" && dress());
dress();
listen("click", (event) => {
  const { target } = event;
  const button = target.closest("#hands button, #handbar button");
  if (dragged) event.preventDefault();
  else if (button?.id === "hands-edit") (editing = !editing), dress();
  else if (button?.id === "hands-keys") $("#keys").showModal();
  else if (button) {
    const { step, stretch } = button.dataset;
    if (step) hands.step(+step);
    if (stretch) hands.stretch(hands.held.grow + +stretch);
    if (step || stretch) fill();
    else if (button.id === "handbar-show") hands.drop();
    else hands.putDown(), ($("#handbar").hidden = true);
  } else if (editing && event.detail && finger(event) && !target.closest("#handbar")) {
    const link = meant(event);
    if (link?.closest("#planner")) event.preventDefault(), choose(link);
  }
  dragged = false;
}, true);

// Keys
const LETTERS = "letter-keys";
const lettersOff = () => localStorage.getItem(LETTERS) === "off";
listen("toggle", ({ target }) => target.id === "keys" && ($("#keys-on").checked = !lettersOff()), true);
listen("change", ({ target }) => {
  if (target.id === "keys-on") localStorage.setItem(LETTERS, target.checked ? "on" : "off");
});
const TURNS = { ArrowLeft: -1, ArrowRight: 1 };
const WALKS = { ArrowUp: -1, ArrowDown: 1, Home: -999, End: 999 };
function carry(key, shift) {
  const { held } = hands;
  if (key === "Enter") return hands.drop();
  if (TURNS[key] && held.moves) hands.step(TURNS[key] * (shift ? 12 : 1));
  else if (WALKS[key] && held.sized) hands.stretch(held.grow - WALKS[key]);
  else return;
  hands.say(`${hands.words(held, "long")}.`);
}
function lift(key, name) {
  const held = hands.take(key, "keys");
  if (!held) return;
  hands.show();
  const how = held.moves ? " Left and Right move it by a month." : "";
  const long = held.sized ? " Up and Down change its length." : "";
  hands.say(`${name} picked up, ${hands.words(held, "long")}.${how}${long}`);
}
function walk(link, by) {
  const links = [...link.closest(".picture, .planner-list, ol").querySelectorAll("[data-item]")];
  links.sort((one, other) => (one.dataset.at < other.dataset.at ? -1 : 1));
  const last = links.length - 1;
  links[Math.min(Math.max(links.indexOf(link) + by, 0), last)].focus();
}
listen("keydown", (event) => {
  const { key, target, shiftKey } = event;
  if (key === "Escape" && hands.held) {
    hands.putDown();
    return hands.say("Put back.");
  }
  if (!$("#hands-form") || target.closest("dialog, textarea, select, input:not([type=radio])")) return;
  const letter = key.toLowerCase();
  const undo = letter === "z" && !shiftKey ? $("#undo") : /[zy]/.test(letter) && $("#redo");
  const link = target.closest("#planner [data-item]");
  let done = true;
  if (event.altKey) return;
  if (event.ctrlKey || event.metaKey) undo ? undo.click() : (done = false);
  else if (hands.held?.by === "keys" && (TURNS[key] || WALKS[key] || key === "Enter")) carry(key, shiftKey);
  else if (link && WALKS[key]) walk(link, WALKS[key]);
  else if (lettersOff()) return;
  else if (key === "?") $("#keys").showModal();
  else if (!link) return;
  else {
    const item = link.dataset.item;
    const row = hands.row(item);
    if (letter === "m") lift(item, row.textContent);
    else if (letter === "p") hands.post("pinned" in row.dataset ? "unpin" : "pin", item);
    else if (letter === "d") hands.post("done", item);
    else if (letter === "n") hands.open(link, "#edit-note");
    else done = false;
  }
  if (done) event.preventDefault();
});
listen("focusout", () => {
  if (hands.held?.by === "keys") hands.putDown();
});
