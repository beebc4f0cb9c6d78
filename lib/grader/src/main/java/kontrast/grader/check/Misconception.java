package kontrast.grader.check;

/**
 * A known mistake: a wrong variant of the function, recognised by what it returns.
 *
 * @param <F> the function's interface
 * @param name a short name for reports, e.g. {@code "self in the denominator"}
 * @param variant the wrong function
 * @param message what the learner reads: points at the mistake, and leaves the answer to them
 * @param throwing whether the mistake is that an exception is thrown
 */
record Misconception<F>(String name, F variant, String message, boolean throwing) {}
