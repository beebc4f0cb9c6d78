/**
 * Notebooks as values: nbformat 4.5 read leniently and written exactly as Jupyter writes it.
 *
 * <p>Authoring makes notebooks with it, and grading reads submissions with it.
 */
package kontrast.grader.notebook;
