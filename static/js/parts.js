// Puts a new planner in place of the old one part by part: what is the same stays, with the focus,
// what is open in it, and its layout. hx-swap="parts"; [data-parts] are put together from their
// children, everything else is one part.
(function () {
  "use strict";
  if (!window.htmx) return;
  const HEARD = "[hx-get], [hx-post]";

  // Children by name: the id, else the element and its first class; the second of a kind is "… 2".
  function named(parent) {
    const found = new Map();
    for (const child of parent.children) {
      const name = child.id || `${child.localName}.${child.classList[0] ?? ""}`;
      let unique = name;
      for (let number = 2; found.has(unique); number++) unique = `${name} ${number}`;
      found.set(unique, child);
    }
    return found;
  }

  function copyAttributes(old, fresh) {
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes)
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }

  // Makes `old` what `fresh` is; gives the elements that are new in the page.
  function merge(old, fresh) {
    copyAttributes(old, fresh);
    const [was, is] = [named(old), named(fresh)];
    for (const [name, child] of was) if (!is.has(name)) child.remove();
    const added = [];
    let at = old.firstElementChild;
    for (const [name, child] of is) {
      const same = was.get(name);
      if (same && same === at) at = at.nextElementSibling;
      else if (same) old.insertBefore(same, at);
      if (!same) old.insertBefore(child, at);
      else if (same.isEqualNode(child)) continue;
      else if ("parts" in same.dataset && "parts" in child.dataset) {
        added.push(...merge(same, child));
        continue;
      } else same.replaceWith(child);
      added.push(child);
    }
    return added;
  }

  window.htmx.defineExtension("parts", {
    isInlineSwap: (style) => style === "parts",
    handleSwap(style, target, fragment) {
      if (style !== "parts") return false;
      // What other scripts do to the page is done to the new one first, so that like meets like.
      document.dispatchEvent(new CustomEvent("radcareers:fresh", { detail: fragment }));
      // Forms work from the first moment; nothing else has anything for htmx in it.
      for (const one of merge(target, fragment.firstElementChild))
        if (one.matches(HEARD) || one.querySelector(HEARD)) window.htmx.process(one);
      return true;
    },
  });
})();
