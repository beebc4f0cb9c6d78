/**
 * Checks that understand mistakes.
 *
 * <p>One {@link kontrast.grader.check.Check} serves three callers: the learner's cell, the grader (where the function
 * runs in another process), and the tests of this project.
 *
 * <p>To read first: {@link kontrast.grader.check.Property} (what must hold), {@link kontrast.grader.check.Cases} and
 * {@link kontrast.grader.check.Oracle} (on which inputs, and what is right), {@link kontrast.grader.check.Check} (all
 * of it, of one exercise), {@link kontrast.grader.check.Exercise} (what the master says of it), {@code Diagnosis}
 * (which known mistake an answer makes), {@link kontrast.grader.check.Report} (what the learner reads), and
 * {@link kontrast.grader.check.MutationProof} (that each mistake is told its own message).
 */
package kontrast.grader.check;
