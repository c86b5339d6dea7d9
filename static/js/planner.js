// Opens an item's editor in place. Without this script the same links load the page.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("#planner [data-item]");
  if (!link || event.defaultPrevented || event.button) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !window.htmx) return;
  event.preventDefault();
  const address = link.getAttribute("href").split("#")[0];
  await window.htmx.ajax("GET", address, { target: "#planner", swap: "outerHTML" });
  const heading = document.querySelector("#editor h2");
  if (!heading) return;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "nearest" });
});
