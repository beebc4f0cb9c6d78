// The start of the slides: code and long outputs fold or scroll, and what is too high for a slide gets smaller.
(function () {
  "use strict";
  document.querySelectorAll(".jp-CodeCell").forEach(function (cell) {
    var input = cell.querySelector(".jp-Cell-inputWrapper");
    if (!input) { return; }
    var fold = document.createElement("details"), title = document.createElement("summary");
    fold.className = "k-code";
    title.textContent = "Code";
    input.parentNode.insertBefore(fold, input);
    fold.appendChild(title);
    fold.appendChild(input);
    // The code is read after what it shows.
    var output = cell.querySelector(".jp-Cell-outputWrapper");
    if (output) { cell.insertBefore(output, fold); }
  });

  var HEIGHT = 720;
  function fit() {
    var slide = Reveal.getCurrentSlide();
    if (!slide) { return; }
    if (window.Plotly) {
      slide.querySelectorAll(".js-plotly-plot").forEach(function (plot) { window.Plotly.Plots.resize(plot); });
    }
    slide.classList.remove("k-scroll");
    slide.style.fontSize = "";
    for (var size = 26; slide.scrollHeight > HEIGHT && size > 15; size--) {
      slide.style.fontSize = (size - 1) + "px";
    }
    if (slide.scrollHeight > HEIGHT) { slide.classList.add("k-scroll"); }
    document.documentElement.setAttribute("data-fitted", Reveal.getIndices().h + "/" + (Reveal.getIndices().v || 0));
  }
  window.kontrastFit = fit;

  Reveal.addEventListener("ready", fit);
  Reveal.addEventListener("slidechanged", fit);
  document.addEventListener("toggle", fit, true);
  document.addEventListener("load", fit, true);
  window.addEventListener("load", function () { setTimeout(fit, 1500); });
  Reveal.initialize({
    width: 1280, height: HEIGHT, margin: 0, minScale: 0.2, maxScale: 3, center: false,
    controls: true, progress: true, history: true, slideNumber: true, transition: "none", viewDistance: 2,
    // Left and right, and the keys of a pointer, go through everything in order.
    keyboard: {37: "prev", 39: "next", 33: "prev", 34: "next"},
    dependencies: []
  });
})();
