// Moves items by mouse, finger or key: the picture at once, by preview() and putBack(); letting go
// posts the form, and the server says what really moves. See "Editing under the hand" in docs/pages.md.
const hands = window.radcareers;
const { $, row, announce: say } = hands;
const MONTH = 30.4375;
const on = (names, heard, early) =>
  names.split(" ").forEach((name) => document.addEventListener(name, heard, early));

// Days are counted from 1970.
const dayOf = (iso) => Date.parse(iso) / 864e5;
const first = (day, months = 0) => {
  const date = new Date(day * 864e5);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months) / 864e5;
};
const nearest = (days, to) => days.sort((one, two) => Math.abs(one - to) - Math.abs(two - to))[0];

// What the list says of an item.
const listed = (link) => row(link.dataset.item)?.dataset ?? {};

// The picture, measured once when an item is taken.
let measured = null;
function measure(key) {
  const svg = [...document.querySelectorAll("#planner [data-scale]")].find((one) => one.checkVisibility());
  const items = [...(svg?.querySelectorAll("a.item") ?? [])].map((link) => ({
    link,
    at: dayOf(listed(link).at),
    until: dayOf(listed(link).until),
    bar: link.matches(".bar"),
    free: link.matches(".bar[data-moves]"),
    hangs: link.matches(":not(.bar, .done, .confirmed, .current, .assumed)"),
    shift: 0,
    grow: 0,
    boxes: [...link.querySelectorAll("rect:not(.grip)")].map((box) => [box, +box.getAttribute("width")]),
    grip: link.querySelector(".grip"),
  }));
  const own = items.find(({ link }) => link.dataset.item === key);
  items.sort((one, two) => one.at - two.at);
  measured = own && { key, svg, items, own, scale: svg.dataset.scale };
}
// What began after a moved bar is pushed by it; milestones that may hang on it are dimmed.
function move(startDays, lengthDays) {
  const { own, items, scale } = measured;
  const since = startDays ? own.at : own.until + Math.min(lengthDays, 0);
  const moved = [];
  for (const item of items) {
    const { link, at, until } = item;
    let [shift, grow] = item === own ? [startDays, lengthDays] : [0, 0];
    if (item.free && item !== own) {
      for (const [was, is] of moved) if (at >= was) shift = Math.max(shift, is - at);
    }
    if (item.bar && (shift || grow)) moved.push([until, until + shift + grow]);
    if (shift !== item.shift) link.setAttribute("transform", `translate(${shift * scale})`);
    if (grow !== item.grow) {
      for (const [box, width] of item.boxes) box.setAttribute("width", Math.max(width + grow * scale, 3));
      item.grip?.setAttribute("transform", `translate(${grow * scale})`);
      link.classList.toggle("stretched", grow);
    }
    const unsure = item.hangs && moved.length > 0 && at >= since;
    if (unsure !== item.unsure) link.classList.toggle("unsure", unsure);
    Object.assign(item, { shift, grow, unsure });
  }
}
hands.preview = (key, { startDays = 0, lengthDays = 0 }) => {
  if (measured?.key !== key || !measured.svg.isConnected) {
    hands.putBack();
    measure(key);
  }
  if (measured) move(startDays, lengthDays);
};
hands.putBack = () => {
  if (measured) move(0, 0);
  measured = null;
};

// A start or length that is typed in the editor shows the same, until it is left unsent.
const FIELDS = "#edit-start, #edit-months";
on("input", ({ target }) => {
  if (!target.matches(FIELDS)) return;
  requestAnimationFrame(() => {
    const [start, months] = [$("#edit-start"), $("#edit-months")];
    hands.preview(target.form.elements.key.value, {
      startDays: dayOf(start.value) - dayOf(start.defaultValue) || 0,
      lengthDays: months?.value && Math.round((months.value - months.defaultValue) * MONTH),
    });
  });
});
on("focusout", ({ target }) => {
  if (target.matches(FIELDS) || held?.by === "keys") putDown();
});

// The real sittings and intakes, asked for once; until they have come, months are the steps.
let known = {};
const form = () => $("#hands-form");
const address = () => form().getAttribute("action");
async function sittings(key) {
  known[key] ??= fetch(address().replace(/edit\/.*/, `sittings/${encodeURIComponent(key)}/`))
    .then((answer) => answer.json())
    .catch(() => ({ dates: [] }));
  const { dates } = await known[key];
  if (held?.key === key && dates[1]) held.dates = dates.map(dayOf);
}
let rest;
on("pointerover focusin", ({ target }) => {
  clearTimeout(rest);
  const link = target.closest?.("#planner [data-moves]");
  if (link) rest = setTimeout(sittings, 300, link.dataset.item);
});

// The item in the hand.
let held = null;
let label = null;
function take(link, by) {
  const key = link.dataset.item;
  hands.at(link);
  putDown();
  const { at, until, moves, sized } = row(key).dataset;
  const shown = $(".preview form")?.elements;
  if (shown && (shown.key?.value !== key || !/start|length|move|sitting/.test(shown.action.value))) {
    return say("Apply or cancel the change that is shown first.");
  }
  if (!moves && sized === undefined) return say("It stays where it is.");
  held = hands.held = { key, by, moves, sized: sized === "", at: dayOf(at), until: dayOf(until), grow: 0 };
  held.day = held.at;
  hands.preview(key, {});
  if (measured) {
    const { own, svg, scale } = measured;
    const frame = svg.closest(".picture-frame");
    const [{ x, y }, body] = [frame, own.link.querySelector(".body")].map((one) => one.getBoundingClientRect());
    const px = (scale * svg.clientWidth) / svg.viewBox.baseVal.width;
    Object.assign(held, { px, x: body.x - x, y: body.y - y, width: body.width });
    own.link.classList.add("held");
    frame.append((label = document.createElement("span")));
    label.className = "held-date";
  }
  if (moves) sittings(key);
  return held;
}
function putDown() {
  measured?.own.link.classList.remove("held");
  label?.remove();
  held = hands.held = label = null;
  hands.putBack();
}
const monthsOf = ({ at, until, grow }) => Math.max(Math.round((until - at) / MONTH) + grow, 1);
const added = () => Math.round(held.grow * MONTH);
function dateOf(day, month) {
  const date = new Date(day * 864e5);
  const how = { month, year: "numeric", timeZone: "UTC" };
  if (date.getUTCDate() > 1) how.day = "numeric";
  const locale = $("#planner").dataset.dates === "us" ? "en-US" : "en-GB";
  return date.toLocaleDateString(locale, how).replace("Sept ", "Sep ");
}
// Where it is now: short at the item, with whole months for the ear.
function words(month = "short") {
  const { key, day, at, until, grow, moves } = held;
  const exam = row(key).closest("[aria-labelledby=lane-exams]");
  const kind = month === "long" ? "" : moves === "start" ? "starts " : exam ? "sitting " : "";
  const says = day !== at || !grow ? [kind + dateOf(day, month)] : [];
  if (grow) {
    const months = monthsOf(held);
    const parts = [[Math.floor(months / 12), "year"], [months % 12, "month"]].filter(([count]) => count);
    says.push(parts.map(([count, noun]) => `${count} ${noun}${count > 1 ? "s" : ""}`).join(" "));
    // Four days off the end, so that the days that stand for months never reach the next one.
    says.push(`to ${dateOf(first(until + day - at + added() - 4), month)}`);
  }
  return says.join(", ");
}
function show() {
  const moved = held.day - held.at;
  hands.preview(held.key, { startDays: moved, lengthDays: added() });
  if (!label) return;
  label.textContent = words();
  const x = held.x + moved * held.px + (held.grow && held.width + added() * held.px);
  const across = `max(0px, min(${x}px, ${label.parentElement.clientWidth}px - 100%))`;
  label.style.transform = `translate(${across}, calc(${held.y}px - 120%))`;
}
function step(months) {
  const { day, dates } = held;
  const beyond = dates?.filter((date) => (date - day) * months > 0) ?? [];
  if (beyond[0]) held.day = nearest(beyond, months % 12 ? day : day + months * MONTH);
  else if (!dates || months > 0) held.day = first(day, months);
  show();
}
function stretch(months) {
  if (held.sized) held.grow = Math.max(months, held.grow + 1 - monthsOf(held));
  show();
}
function post(action, key, more) {
  const values = { ...Object.fromEntries(new FormData(form())), action, key, ...more };
  held = hands.held = null;
  hands.alone = !$("#editor");
  window.htmx.ajax("POST", address(), { source: "#planner", target: "#planner", swap: "parts", values });
}
function drop() {
  const { key, day, at, grow, moves } = held;
  if (day === at && !grow) return putDown();
  // What a preview shows of the same item goes on.
  const { start, months } = $(".preview form")?.elements ?? {};
  const values = {};
  if (start) values.start = start.value;
  if (months) values.months = months.value;
  if (day !== at) values[moves] = new Date(day * 864e5).toISOString().slice(0, 10);
  if (grow) values.months = monthsOf(held);
  const both = values.start && values.months;
  post(both ? "move" : values.months ? "length" : moves, key, values);
}

// Mouse and finger
let drag = null;
let dragged = false; // the click that ends a drag is none
let editing = false;
const finger = (event) => event.pointerType !== "mouse";
// The item under the mouse; for a finger the nearest of 44 pixels.
function meant(event) {
  const direct = event.target.closest("[data-item]");
  if (direct || !finger(event) || !event.target.closest("#planner [data-scale]")) return direct;
  const near = [11, -11, 21, -21].flatMap((off) => [[0, off], [off, 0]]);
  return near
    .map(([x, y]) => document.elementFromPoint(event.clientX + x, event.clientY + y))
    .find((one) => one?.closest("a.item"))
    ?.closest("a.item");
}
on("pointerdown", (event) => {
  dragged = false;
  drag = null;
  if (event.button || !event.isPrimary || (finger(event) && !editing)) return;
  const link = meant(event);
  const svg = link && link.closest("#planner [data-scale]");
  if (!svg) return;
  const { right, width } = link.querySelector(".body").getBoundingClientRect();
  const edge = event.clientX > right - Math.min(finger(event) ? 22 : 8, width / 3);
  const size = "sized" in link.dataset && (edge || !link.dataset.moves);
  drag = { svg, link, size, x: event.clientX, y: event.clientY };
});
on("pointermove", (event) => {
  if (!drag || !event.isPrimary || !event.buttons) return;
  const by = event.clientX - drag.x;
  if (!dragged) {
    if (Math.hypot(by, event.clientY - drag.y) < 4) return;
    dragged = true;
    drag.held = take(drag.link);
    if (drag.held) drag.svg.setPointerCapture(event.pointerId);
  }
  if (!held || held !== drag.held) return;
  const { at, px, dates } = held;
  const day = at + by / px;
  if (drag.size) return stretch(Math.round(by / px / MONTH));
  const real = dates && day < Math.max(...dates) + 60;
  held.day = nearest(real ? dates : [at, first(day), first(day, 1)], day);
  show();
});
on("pointerup pointercancel", ({ type }) => {
  const mine = held && held === drag?.held;
  drag = null;
  if (mine) type === "pointerup" ? drop() : putDown();
});
on("dragstart", (event) => event.target.closest?.(".picture") && event.preventDefault());

// The bar of the item that a finger has chosen
function fill() {
  const bar = $("#handbar");
  bar.hidden = false;
  $("#handbar-date").textContent = held ? words() : "It stays where it is.";
  $("#handbar-starts").hidden = !held?.moves;
  $("#handbar-lasts").hidden = !held?.sized;
  $("#handbar-show").hidden = !held;
}
function choose(link) {
  const details = $("#handbar-details");
  details.dataset.item = link.dataset.item;
  details.setAttribute("href", link.getAttribute("href"));
  $("#handbar-name").textContent = row(link.dataset.item).textContent;
  take(link);
  fill();
}
on("click", (event) => {
  const { target } = event;
  const { id, dataset } = target.closest("#hands button, #handbar button") ?? {};
  if (dragged) event.preventDefault();
  else if (id === "hands-edit") {
    editing = !editing;
    dress();
  } else if (id === "hands-keys") help();
  else if (id === "handbar-show") drop();
  else if (id === "handbar-back") dress();
  else if (dataset) {
    if (dataset.step) step(+dataset.step);
    else stretch(held.grow + +dataset.stretch);
    fill();
  } else if (editing && event.detail && finger(event) && !target.closest("#handbar")) {
    const link = meant(event);
    if (!link) return;
    event.preventDefault();
    choose(link);
  }
  dragged = false;
}, true);
// What a new page needs: the state of the toggle, and grips at the ends of what can be resized.
function dress() {
  if (!form()) return;
  putDown();
  $("#handbar").hidden = true;
  $("#planner").classList.toggle("editing", editing);
  $("#hands-edit").setAttribute("aria-pressed", editing);
  $("#hands").hidden = false;
  if ($(".grip")) return;
  for (const body of document.querySelectorAll("#planner svg [data-sized] rect.body")) {
    const grip = body.cloneNode();
    const x = +body.getAttribute("x") + +body.getAttribute("width") - 5;
    for (const [name, value] of Object.entries({ class: "grip", x, width: 2.5, rx: 1 })) {
      grip.setAttribute(name, value);
    }
    body.closest("a").append(grip);
  }
}
on("htmx:afterSettle", dress);
on("htmx:afterSwap", () => (known = {}));

// Keys: on the item that has the focus; letters can be turned off
let letters = true;
try {
  letters = localStorage.letters !== "off";
} catch {
  // Private windows may refuse; then the choice lasts for this page.
}
// The sheet of keys is loaded when somebody first asks for it.
async function help() {
  if (!$("#keys")) {
    const answer = await fetch(form().dataset.keys).catch(() => null);
    if (!answer?.ok) return hands.say("The sheet of keys did not come. Try again when you are online.");
    document.body.insertAdjacentHTML("beforeend", await answer.text());
  }
  $("#keys-on").checked = letters;
  $("#keys").showModal();
}
on("change", ({ target }) => {
  if (target.id !== "keys-on") return;
  letters = target.checked;
  localStorage.letters = letters ? "on" : "off";
});
const SIDE = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1, Home: -999, End: 999 };
const DOES = {
  m(link) {
    if (!take(link, "keys")) return;
    show();
    const side = held.moves ? " Left and Right move it by a month." : "";
    const along = held.sized ? " Up and Down change its length." : "";
    say(`${row(held.key).textContent} picked up, ${words("long")}.${side}${along}`);
  },
  p({ dataset }) {
    post("pinned" in row(dataset.item).dataset ? "unpin" : "pin", dataset.item);
  },
  d: ({ dataset }) => post("done", dataset.item),
  n: (link) => hands.open(link, "#edit-note"),
  c(link) {
    if (/^.draft/.test(address())) return say("Comments come through a shared link. For one, save the plan.");
    hands.open(link, "#edit-comments");
  },
};
function carry({ key, shiftKey }) {
  if (key === "Enter") return drop();
  if (SIDE[key] && held.moves) step(SIDE[key] * (shiftKey ? 12 : 1));
  else if (ALONG[key]) stretch(held.grow - ALONG[key]);
  say(`${words("long")}.`);
}
function walk(link, by) {
  const links = [...link.closest(".picture, .planner-list, ol").querySelectorAll("[data-item]")];
  links.sort((one, two) => (listed(one).at < listed(two).at ? -1 : 1));
  links[Math.min(Math.max(links.indexOf(link) + by, 0), links.length - 1)].focus();
}
on("keydown", (event) => {
  const { key, target, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (key === "Escape") {
    if (held) say("Put back.");
    if (target.matches(FIELDS)) target.value = target.defaultValue;
    return putDown();
  }
  if (altKey || !form() || target.closest("dialog, textarea, select, input:not([type=radio])")) return;
  const letter = key.toLowerCase();
  const link = target.closest("#planner [data-item]");
  if (ctrlKey || metaKey) {
    const button = letter === "z" && !shiftKey ? $("#undo") : /^[zy]$/.test(letter) && $("#redo");
    if (!button) return;
    button.click();
  } else if (held?.by && (SIDE[key] || ALONG[key] || key === "Enter")) carry(event);
  else if (link && ALONG[key]) walk(link, ALONG[key]);
  else if (letters && key === "?") help();
  else if (letters && link && DOES[letter]) DOES[letter](link);
  else return;
  event.preventDefault();
});
dress();
