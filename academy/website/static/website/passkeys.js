// Says on the page that a passkey was not used or made; allauth says so in the console only.
document.addEventListener("allauth.error", () => {
  for (const message of document.querySelectorAll("[data-passkey-failed]")) message.hidden = false;
});
