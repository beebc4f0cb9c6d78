/**
 * Grading: answers taken from submissions, run in processes of their own, judged here.
 *
 * <p>The judge never runs in the suspect's process: inputs go out, raw outputs come back, and
 * {@link kontrast.grader.check.Check} compares them in this process, where alone the references and
 * the course's secret are.
 */
package kontrast.grader.grade;
