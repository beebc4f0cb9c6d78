"""How Sphinx makes the course's site; site.py lays out what it reads."""

project = "Kontrast"
author = "The authors of Kontrast"
html_title = "Kontrast: self-supervised learning in Java"

extensions = ["nbsphinx", "myst_parser", "sphinx.ext.mathjax"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
exclude_patterns = ["_build"]
language = "en"
smartquotes = False

# The outputs are those that are committed; nothing is executed for the site.
nbsphinx_execute = "never"
# Figures bring what they need, and no page may ask the network.
nbsphinx_requirejs_path = ""
nbsphinx_prompt_width = "0"
nbsphinx_prolog = """
.. raw:: html

    <p class="kontrast-get">This page is a notebook. <code>./course lab</code> opens your own copy of
    <code>{{ env.docname }}.ipynb</code>, to be run and changed.</p>
"""

# One file, which draws formulas as paths: no fonts, no requests.
mathjax_path = "tex-svg-full.js"
mathjax3_config = {
    "tex": {"inlineMath": [["$", "$"], ["\\(", "\\)"]], "processEscapes": True},
    "options": {"ignoreHtmlClass": "tex2jax_ignore|mathjax_ignore|document",
                "processHtmlClass": "tex2jax_process|mathjax_process|math|output_area"},
    "svg": {"fontCache": "global"},
}
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header", "ref.myst", "myst.ref"]

html_theme = "furo"
html_static_path = ["_static"]
html_extra_path = ["_extra"]
html_js_files = [("plotly-cartesian.min.js", {"priority": 1})]
html_css_files = ["kontrast.css"]
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"
pygments_dark_style = "github-dark" if __import__("pygments.styles").styles.STYLE_MAP.get("github-dark") else "monokai"
