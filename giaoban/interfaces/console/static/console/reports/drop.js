/* A workbook may be dropped anywhere on the field; the plain file input does the sending. */

const form = document.querySelector("[data-drop]");
const area = form.querySelector(".drop");
const input = form.querySelector("input[type=file]");
const name = form.querySelector("[data-name]");

for (const kind of ["dragenter", "dragover"]) {
  area.addEventListener(kind, (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
}
area.addEventListener("dragleave", () => area.classList.remove("over"));
area.addEventListener("drop", (event) => {
  event.preventDefault();
  area.classList.remove("over");
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
    form.requestSubmit();
  }
});
input.addEventListener("change", () => (name.textContent = input.files[0]?.name ?? ""));
form.addEventListener("submit", () => form.querySelector("button[type=submit]").setAttribute("aria-busy", "true"));
