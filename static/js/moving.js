// Moves items in the picture at once; what really moves the server says. window.radcareers has
// preview(key, {startDays, lengthDays}), by how many days, and putBack(); the rest is ours.
const hands = (window.radcareers = { held: null });
const MONTH = 30.4375;
let measured = null;
let label = null;
let known = {};

const $ = (hands.$ = (selector) => document.querySelector(selector));
hands.row = (key) => $(`#item-${CSS.escape(key)} [data-item]`);
const dayOf = (iso) => Date.parse(iso) / 864e5;
const first = (day, months) => {
  const date = new Date(day * 864e5);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months) / 864e5;
};
const nearest = (days, to) =>
  days.reduce((best, day) => (Math.abs(day - to) < Math.abs(best - to) ? day : best));

function measure(key) {
  const svgs = document.querySelectorAll("#planner .picture[data-scale]");
  const svg = [...svgs].find((one) => one.checkVisibility());
  const items = [...(svg?.querySelectorAll("[data-at]") ?? [])].map((link) => ({
    link,
    at: dayOf(link.dataset.at),
    until: dayOf(link.dataset.until),
    bar: link.matches(".bar"),
    free: link.dataset.moves,
    planned: link.matches(".planned"),
    shift: 0,
    grow: 0,
    boxes: [...link.querySelectorAll("rect:not(.grip)")].map((box) => [box, +box.getAttribute("width")]),
    grip: link.querySelector(".grip"),
  }));
  const own = items.find(({ link }) => link.dataset.item === key);
  items.sort((one, other) => one.at - other.at);
  return own && { key, svg, items, own, scale: +svg.dataset.scale };
}

// What began after a moved bar is pushed by it; milestones that may hang on it are dimmed.
function move(startDays, lengthDays) {
  const { own, items, scale } = measured;
  const since = startDays ? own.at : own.until + Math.min(lengthDays, 0);
  const moved = [];
  for (const item of items) {
    const mine = item === own;
    let shift = mine ? startDays : 0;
    const grow = mine ? lengthDays : 0;
    if (item.bar && item.free && !mine) {
      for (const [was, is] of moved) if (item.at >= was) shift = Math.max(shift, is - item.at);
    }
    if (item.bar && (shift || grow)) moved.push([item.until, item.until + shift + grow]);
    if (shift !== item.shift) item.link.setAttribute("transform", `translate(${shift * scale})`);
    if (grow !== item.grow) {
      for (const [box, width] of item.boxes) box.setAttribute("width", Math.max(width + grow * scale, 3));
      item.link.classList.toggle("stretched", grow);
      item.grip?.setAttribute("transform", `translate(${grow * scale})`);
    }
    const unsure = own.bar && !item.bar && item.planned && !!moved.length && item.at >= since;
    if (unsure !== !!item.unsure) item.link.classList.toggle("unsure", unsure);
    Object.assign(item, { shift, grow, unsure });
  }
}

hands.preview = (key, { startDays = 0, lengthDays = 0 }) => {
  if (measured?.key !== key || !measured.svg.isConnected) {
    hands.putBack();
    measured = measure(key);
  }
  if (measured) move(startDays, lengthDays);
};
hands.putBack = () => {
  if (measured) move(0, 0);
  measured = null;
};

// What is typed as start or length in the editor shows the same, until it is left unsent.
const FIELDS = "#edit-start, #edit-months";
document.addEventListener("input", ({ target }) => {
  if (!target.matches(FIELDS)) return;
  requestAnimationFrame(() => {
    const [start, months] = [$("#edit-start"), $("#edit-months")];
    hands.preview(target.form.elements.key.value, {
      startDays: dayOf(start.value) - dayOf(start.defaultValue) || 0,
      lengthDays: months?.value && Math.round((months.value - months.defaultValue) * MONTH),
    });
  });
});
document.addEventListener("focusout", ({ target }) => target.matches(FIELDS) && hands.putBack());
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape" || !target.matches(FIELDS)) return;
  target.value = target.defaultValue;
  hands.putBack();
});

// An item in the hand: where it would go, in steps of months or of real sittings.
hands.take = (key, by) => {
  hands.putDown();
  const { at, until, moves, sized } = hands.row(key)?.dataset ?? {};
  const shown = $(".preview form")?.elements;
  if (shown && (shown.key?.value !== key || !/start|length|move|sitting/.test(shown.action.value))) {
    return hands.say("Apply or cancel the change that is shown first.");
  }
  if (moves === undefined && sized === undefined) return hands.say("It stays where it is.");
  const from = dayOf(at);
  const held = { key, by, moves, sized: sized === "", at: from, until: dayOf(until), day: from, grow: 0 };
  hands.held = held;
  hands.preview(key, {});
  if (measured) {
    const { link } = measured.own;
    const frame = $("#planner .picture-frame");
    const [box, body] = [frame, link.querySelector(".body")].map((one) => one.getBoundingClientRect());
    held.px = (measured.scale * box.width) / measured.svg.viewBox.baseVal.width;
    Object.assign(held, { x: body.x - box.x, y: body.y - box.y, width: body.width });
    link.classList.add("held");
    frame.append((label = document.createElement("span")));
    label.className = "held-date";
  }
  if (moves === "sitting") hands.sittings(key);
  return held;
};
hands.putDown = () => {
  measured?.own.link.classList.remove("held");
  label?.remove();
  hands.held = label = null;
  hands.putBack();
};
// The real sittings, asked for once; until they have come, months are the steps.
hands.sittings = async (key) => {
  const edit = $("#hands-form").getAttribute("action");
  const address = edit.replace(/edit\/.*/, `sittings/${encodeURIComponent(key)}/`);
  known[key] ??= fetch(address).then((answer) => answer.json()).catch(() => ({ dates: [] }));
  const { dates } = await known[key];
  if (hands.held?.key === key && dates[1]) hands.held.dates = dates.map(dayOf);
};
document.addEventListener("htmx:afterSwap", () => (known = {}));

const monthsOf = ({ at, until, grow }) => Math.max(Math.round((until - at) / MONTH) + grow, 1);
const added = ({ grow }) => Math.round(grow * MONTH);
const dateOf = (day, month) => {
  const us = $("#planner").dataset.dates === "us";
  const date = new Date(day * 864e5);
  const form = { month, year: "numeric", timeZone: "UTC" };
  if (date.getUTCDate() > 1) form.day = "numeric";
  return date.toLocaleDateString(us ? "en-US" : "en-GB", form).replace("Sept ", "Sep ");
};
// Where it is now, in words: short at the item, with whole months for the ear.
hands.words = (held, month = "short") => {
  const { key, day, at, until, grow, moves } = held;
  const exam = hands.row(key).closest("[aria-labelledby=lane-exams]");
  const kind = moves === "start" ? "starts " : exam ? "sitting " : "";
  const says = day !== at || !grow ? [(month === "short" ? kind : "") + dateOf(day, month)] : [];
  if (grow) {
    const months = monthsOf(held);
    const parts = [[Math.floor(months / 12), "year"], [months % 12, "month"]].filter(([number]) => number);
    says.push(parts.map(([number, noun]) => `${number} ${noun}${number > 1 ? "s" : ""}`).join(" "));
    // Days stand for months here: four of them keep the last day on its side of the turn.
    says.push(`to ${dateOf(first(until + day - at + added(held) - 4, 0), month)}`);
  }
  return says.join(", ");
};
hands.show = () => {
  const { held } = hands;
  const moved = held.day - held.at;
  hands.preview(held.key, { startDays: moved, lengthDays: added(held) });
  if (!label) return;
  label.textContent = hands.words(held);
  const x = held.x + moved * held.px + (held.grow ? held.width + added(held) * held.px : 0);
  // It stays in the frame, however long it is.
  const across = `max(0px, min(${x}px, ${label.parentElement.clientWidth}px - 100%))`;
  label.style.transform = `translate(${across}, calc(${held.y}px - 120%))`;
};
hands.snap = ({ at, dates }, day) => {
  const near = dates && day < dates.at(-1) + 60 ? dates : [at, first(day, 0), first(day, 1)];
  return nearest(near, day);
};
hands.step = (months) => {
  const { held } = hands;
  const { day, dates } = held;
  const beyond = dates?.filter((date) => (date - day) * months > 0) ?? [];
  if (beyond.length) held.day = nearest(beyond, months % 12 ? day : day + months * MONTH);
  else if (!dates || months > 0) held.day = first(day, months);
  hands.show();
};
hands.stretch = (months) => {
  const { held } = hands;
  const least = held.grow + 1 - monthsOf(held);
  if (held.sized) held.grow = Math.max(months, least);
  hands.show();
};

// Let go: the form is posted, and the server shows what that moves.
hands.post = (action, key, more) => {
  const form = $("#hands-form");
  const values = { ...Object.fromEntries(new FormData(form)), action, key, ...more };
  hands.held = null;
  return window.htmx.ajax("POST", form.getAttribute("action"), { target: "#planner", swap: "outerHTML", values });
};
hands.drop = () => {
  const { held } = hands;
  if (held.day === held.at && !held.grow) return hands.putDown();
  // What is shown already of the same item goes on.
  const { start, months } = $(".preview form")?.elements ?? {};
  const values = { start: start?.value, months: months?.value };
  if (held.day !== held.at) values[held.moves] = new Date(held.day * 864e5).toISOString().slice(0, 10);
  if (held.grow) values.months = monthsOf(held);
  for (const name in values) if (!values[name]) delete values[name];
  const action = values.sitting ? "sitting" : !values.start ? "length" : values.months ? "move" : "start";
  return hands.post(action, held.key, values);
};
