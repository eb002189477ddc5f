// Tells the platform that the window may be closed (LTI Dynamic Registration 1.0, 3.6).
const place = document.querySelector("[data-lti-close]");
const host = window.opener || (window.parent === window ? null : window.parent);
if (place && host) {
  place.hidden = false;
  place.addEventListener("click", () => host.postMessage({ subject: "org.imsglobal.lti.close" }, "*"));
}
