// What is typed on the planner and not yet set is remembered while the page is open, in memory
// only: it is filled in again when the same editor opens, and leaving the page asks first.
(function () {
  "use strict";
  const FORMS = "#planner form[method=post]";
  const kept = new Map(); // field → {form, value}
  const HINT = "Typed, not set yet.";

  const hidden = (form, name) => form.querySelector(`input[type=hidden][name=${name}]`)?.value || "";
  const nameOf = (form) => `${hidden(form, "key")}/${hidden(form, "action")}`;
  const fieldsOf = (form) =>
    [...form.elements].filter((one) => one.name && !["hidden", "submit"].includes(one.type));
  const idOf = (field) => `${nameOf(field.form)}/${field.id || `${field.name}=${field.value}`}`;
  const valueOf = (field) => (field.type === "radio" ? field.checked : field.value);

  function asLoaded(field) {
    if (field.type === "radio") return field.checked === field.defaultChecked;
    if (!field.options) return field.value === field.defaultValue;
    const options = [...field.options];
    if (!options.some((one) => one.defaultSelected)) return field.selectedIndex === 0;
    return options.every((one) => one.selected === one.defaultSelected);
  }

  const sameChoice = (field) =>
    field.type === "radio" ? [...field.form.querySelectorAll(`[name=${field.name}]`)] : [field];

  function note(field, evenIfLoaded = false) {
    for (const one of sameChoice(field)) {
      if (asLoaded(one) && !evenIfLoaded) kept.delete(idOf(one));
      else kept.set(idOf(one), { form: nameOf(one.form), value: valueOf(one) });
    }
    const left = [...kept.values()].some(({ form }) => form === nameOf(field.form));
    if (!left) field.form.querySelector(".unsent")?.remove();
  }

  function letGo(matches) {
    for (const [id, { form }] of kept) if (matches(form)) kept.delete(id);
  }

  // `late`: the server has put what was typed into the fields itself, as it cannot be used.
  function fillIn(form, late) {
    let changed = false;
    for (const field of fieldsOf(form)) {
      const was = kept.get(idOf(field));
      if (!was) continue;
      if (field.type === "radio") field.checked = was.value;
      else field.value = was.value;
      if (!asLoaded(field)) changed = true;
      else if (!late) kept.delete(idOf(field));
    }
    if (!changed) return;
    const details = form.closest("details");
    if (details) details.open = true;
    const hint = document.createElement("p");
    hint.className = "unsent small";
    hint.textContent = HINT;
    form.append(hint);
  }

  for (const name of ["input", "change"])
    document.addEventListener(name, (event) => {
      if (event.target.form?.matches(FORMS)) note(event.target);
    });

  // A form whose answer is the plan, and no preview, is set; a button like "Reset"
  // lets go of the whole item. Where the answer leads to signing in, the server has it.
  let late = false;
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    late = xhr.status === 422;
    if (!elt.matches("form[method=post]")) return;
    const name = nameOf(elt);
    const [key, action] = name.split("/");
    const preview = xhr.responseText.includes('class="preview"');
    const done = xhr.getResponseHeader("HX-Redirect") || (xhr.status === 200 && !preview);
    if (done && ["reset", "remove"].includes(action)) letGo((form) => form.startsWith(`${key}/`));
    else if (done) letGo((form) => form === name);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const form of document.querySelectorAll(FORMS)) fillIn(form, late);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-let-go]")) kept.clear();
  });
  window.addEventListener("beforeunload", (event) => {
    if (kept.size) event.preventDefault();
  });

  // Back from signing in: what the page was given to show counts as typed, and is looked at.
  const back = document.querySelector("#planner [data-taken-up]");
  if (back) {
    for (const form of document.querySelectorAll("#editor form, #insert form"))
      if (hidden(form, "action") === back.dataset.takenUp)
        for (const field of fieldsOf(form)) note(field, true);
    back.focus();
  }
})();
