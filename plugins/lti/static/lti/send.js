// Goes on to another system. Without a script the button does.
document.querySelector("form[data-lti-send]")?.requestSubmit();
const link = document.querySelector("a[data-lti-go]");
if (link) location.replace(link.href);
