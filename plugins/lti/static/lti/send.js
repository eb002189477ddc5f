// Sends the form on to another system. Without a script its button does.
document.querySelector("form[data-lti-send]")?.requestSubmit();
