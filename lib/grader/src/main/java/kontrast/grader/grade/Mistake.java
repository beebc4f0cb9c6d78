package kontrast.grader.grade;

import java.util.List;

/**
 * A mistake that the check of an exercise knows, as learners write it: the solution, with one place
 * changed.
 *
 * @param exercise the exercise's id
 * @param name the misconception that the check must recognise
 * @param right what the solution has; it stands there once
 * @param wrong what stands there instead
 */
record Mistake(String exercise, String name, String right, String wrong) {

    /**
     * Makes the mistake.
     *
     * @param solution the solution's cell
     * @return the cell with the mistake in it
     * @throws IllegalStateException if the solution does not have the place exactly once
     */
    String in(String solution) {
        int at = solution.indexOf(right);
        if (at < 0 || solution.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException("mistake '%s' of %s changes '%s', which the solution must have once"
                    .formatted(name, exercise, right));
        }
        return solution.substring(0, at) + wrong + solution.substring(at + right.length());
    }

    /** Those of the first ten exercises of the course. */
    static List<Mistake> all() {
        String begin = "// BEGIN SOLUTION";
        return List.of(
                new Mistake("1.1", "statistics of the features themselves", begin, "train = features;"),
                new Mistake("1.1", "divided by N - 1", "mean) / train.length;", "mean) / (train.length - 1);"),
                new Mistake("1.1", "divided by the variance", "Math.sqrt(variance)", "variance"),
                new Mistake("1.2", "sum, not mean", " / x.length;", ";"),
                new Mistake("1.2", "largest logit not given back", " + largest - a[", " - a["),
                new Mistake("1.2", "penalty missing", "loss += l2 / 2 * weight * weight;", ""),
                new Mistake("1.2", "penalty without the half", "l2 / 2", "l2"),
                new Mistake("1.3", "answers not taken off", " - (c == labels[i] ? 1 : 0)", ""),
                new Mistake("1.3", "sum, not mean", " / x.length", ""),
                new Mistake("1.3", "penalty missing", " + l2 * w[j][c]", ""),
                new Mistake("1.3", "half of the penalty", "l2 * w", "l2 / 2 * w"),
                new Mistake("1.4", "number of hits", "(double) right / testLabels.length", "right"),
                new Mistake("1.4", "whole-number division", "(double) right", "right"),
                new Mistake("1.4", "error rate", "guess ? 1 : 0", "guess ? 0 : 1"),
                new Mistake("1.4", "tie to the largest label", "count[label] > count", "count[label] >= count"),
                new Mistake("1.5", "validation accuracy reported", "test[best]", "validation[best]"),
                new Mistake("1.5", "best on test", begin, "validation = test;"),
                new Mistake("1.5", "first of equals", "(tie && strengths[i] > strengths[best])", "false"),
                new Mistake("1.5", "strength for accuracy", "test[best]", "strengths[best]"),
                new Mistake("1.6", "rounded down", "Math.round(", "Math.floor("),
                new Mistake("1.6", "in the order drawn", ".sorted()", ""),
                new Mistake(
                        "1.6",
                        "class without a label",
                        "Math.max(1, Math.round(share * left[c]))",
                        "Math.round(share * left[c])"),
                new Mistake("1.7", "ordinary overfitting", "'e'", "'b'"),
                new Mistake("1.7", "number of steps chosen on test", "'e'", "'d'"),
                new Mistake("1.8", "rows taken for concepts", "mapToObj(row -> concepts[row])", "boxed()"),
                new Mistake(
                        "1.8",
                        "concepts returned",
                        "!gone.contains(concepts[row]))",
                        "!gone.contains(concepts[row])).map(row -> concepts[row])"),
                new Mistake("3.1", "rotations of one image side by side", "i / n", "i % 4"),
                new Mistake("3.1", "degrees", "i / n", "90 * (i / n)"),
                new Mistake("3.1", "counted from 1", "i / n", "i / n + 1"),
                new Mistake("3.2", "clockwise", "turned[x][s - 1 - y]", "turned[s - 1 - x][y]"),
                new Mistake("3.2", "transposed", "turned[x][s - 1 - y]", "turned[x][y]"));
    }
}
