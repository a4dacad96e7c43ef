// Starts Swagger UI on this registry's own description; asks no other host for anything.
"use strict";

const place = document.getElementById("swagger-ui");

window.ui = SwaggerUIBundle({
  domNode: place,
  url: place.dataset.description,
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
});
