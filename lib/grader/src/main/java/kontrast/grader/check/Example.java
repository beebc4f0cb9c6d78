package kontrast.grader.check;

import kontrast.grader.worker.Call;

/**
 * An input so small that the result can be computed by hand. A failed check shows what the
 * learner's function makes of it, never what it should make of it.
 *
 * @param text the input in words, and how one starts to compute by hand; empty if there is nothing
 *     to compute
 * @param call the input
 */
public record Example(String text, Call call) {}
