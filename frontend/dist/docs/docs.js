/* The search of the documentation: what does not say every word is hidden, in the list and on the page. */
const field = document.querySelector("#find");
const found = document.querySelector("#found");
const entries = [...document.querySelectorAll("nav li")];
const groups = [...document.querySelectorAll("nav section")];

function look() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let n = 0;
  for (const entry of entries) {
    const says = entry.dataset.words;
    entry.hidden = !words.every((word) => says.includes(word));
    if (!entry.hidden) n++;
  }
  for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
  found.textContent = words.length === 0 ? "" : n === 1 ? "1 entry" : `${n} entries`;
}

field.addEventListener("input", look);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") document.querySelector("nav li:not([hidden]) a")?.click();
  if (event.key === "Escape") {
    field.value = "";
    look();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target === field || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
});
