/**
 * Draw a signature with a finger, a pen or a mouse. Without this script, or without hands that can
 * draw, a picture can be sent instead: that field is always there.
 */
for (const place of document.querySelectorAll("[data-signature]")) {
  const sheet = place.querySelector("canvas");
  const field = document.getElementById(place.dataset.signature);
  const pen = sheet.getContext("2d");
  let drawing = false;
  place.hidden = false;
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#0b1f3a";

  const at = (event) => {
    const box = sheet.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * sheet.width) / box.width,
      ((event.clientY - box.top) * sheet.height) / box.height,
    ];
  };
  sheet.addEventListener("pointerdown", (event) => {
    drawing = true;
    sheet.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  const end = () => {
    if (!drawing) return;
    drawing = false;
    field.value = sheet.toDataURL("image/png");
  };
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
  place.querySelector("button").addEventListener("click", () => {
    pen.clearRect(0, 0, sheet.width, sheet.height);
    field.value = "";
  });
  // What was drawn before a form that was turned away.
  if (field.value) {
    const before = new Image();
    before.addEventListener("load", () => pen.drawImage(before, 0, 0));
    before.src = field.value;
  }
}
