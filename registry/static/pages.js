// Better with it, whole without it: no double sending, mistakes in focus, a word when offline.
"use strict";

const offline = document.querySelector(".offline");

function tellConnection() {
  offline.hidden = navigator.onLine;
}

window.addEventListener("online", tellConnection);
window.addEventListener("offline", tellConnection);
tellConnection();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!navigator.onLine) {
    event.preventDefault();
    offline.scrollIntoView();
    return;
  }
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter || form.querySelector("button[type=submit]");
  if (button) {
    button.dataset.label = button.textContent;
    button.textContent = document.body.dataset.sending;
    button.setAttribute("aria-busy", "true");
  }
});

// A filter exchanges its list only: busy meanwhile, and on a refusal the page itself says why.
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  const asked = new URL(requestConfig.path, window.location.href).pathname;
  if (requestConfig.verb === "get" && new URL(xhr.responseURL).pathname !== asked) {
    event.preventDefault(); // it led elsewhere, to the sign-in page for one
    window.location.assign(xhr.responseURL);
  }
});
document.addEventListener("htmx:responseError", (event) => {
  event.detail.target.removeAttribute("aria-busy");
  if (event.detail.requestConfig.verb === "get") {
    window.location.assign(event.detail.pathInfo.finalRequestPath);
  }
});
document.addEventListener("htmx:sendError", (event) => {
  event.detail.target.removeAttribute("aria-busy");
  offline.hidden = false;
  offline.scrollIntoView();
});

// The back button may bring a page back as it was left: let its forms be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[data-label]")) {
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-busy");
      delete button.dataset.label;
    }
  }
});

const mistakes = document.getElementById("mistakes");
if (mistakes) mistakes.focus();

// A shop's link carries its code behind the #, which no browser sends to a server.
const wanted = document.querySelector("[data-fragment]");
if (wanted && location.hash.length > 1) {
  wanted.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
