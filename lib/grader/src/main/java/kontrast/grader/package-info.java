/** Checks, authoring of notebooks, and grading. */
package kontrast.grader;
