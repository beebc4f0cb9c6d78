/**
 * Checks that understand mistakes: a function's signature, its properties, its reference, and named
 * wrong variants with a message each.
 *
 * <p>One {@link kontrast.grader.check.Check} serves three callers: the learner's cell, the grader
 * (where the function runs in another process), and the tests of this project.
 */
package kontrast.grader.check;
