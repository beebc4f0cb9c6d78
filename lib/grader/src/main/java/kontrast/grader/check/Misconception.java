package kontrast.grader.check;

/**
 * A mistake that people make: a wrong variant of the function, recognised by what it returns.
 *
 * @param <F> the function's interface
 * @param name a short name for reports, e.g. {@code "self in the denominator"}
 * @param variant the wrong function
 * @param message what the learner reads: points at the mistake, and leaves the answer to them
 */
public record Misconception<F>(String name, F variant, String message) {}
