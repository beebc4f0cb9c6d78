package kontrast.grader.exercise.simclr;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * 11.7: a linear encoder is trained on pairs of views, and embeds images whose drawings only the judge knows.
 *
 * <p>A few steps with a few pairs of pictures are compared with steps along a gradient by differences of the loss. What
 * a hundred steps on real ones are worth, the neighbours of images say that were no part of the training.
 */
final class TrainingCheck {

    /** Up to three steps, in float perhaps; a slip in the gradient shows in the first or second digit. */
    private static final double TOLERANCE = 1e-3;

    private static final int STEPS = 100;

    /** A trained encoder found 0.91 or more in 150 draws; one with wrong partners 0.71 or less. */
    private static final double GOOD = 0.8;

    /** Whose hidden drawings belong to a call: they are no argument. */
    private static final Map<Call, StainedImages> DRAWN = Collections.synchronizedMap(new WeakHashMap<>());

    private TrainingCheck() {}

    static Check.Draft create() {
        Cases whole = random -> {
            StainedImages images = new StainedImages(random);
            Call call = images.call(STEPS);
            DRAWN.put(call, images);
            return List.of(call);
        };
        Cases twice = random -> {
            StainedImages images = new StainedImages(random);
            return List.of(images.call(3), images.reversed(3));
        };
        return Check.of("11.7")
                .example(
                        "Two pairs of equal views, (1, 0) and (0, 1), the identity matrix to begin with, one step at"
                                + " rate 1 and temperature 1, and the image (1, 0) to embed: e = 2.718 is all you"
                                + " need.",
                        Call.of(
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(1),
                                Value.of(1.0),
                                Value.of(1.0),
                                Value.of(new float[][] {{1, 0}})))
                .property(rule(
                                "returns one row per image, as long as a row of start, with finite numbers",
                                0,
                                twice,
                                Property.each(TrainingCheck::formFault))
                        .asEssential())
                .property(Property.equal(
                        "makes the steps of the recipe, with a few pairs of pictures",
                        4,
                        TOLERANCE,
                        Cases.times(3, TrainingCheck::small),
                        oracle()))
                .property(rule(
                        "embeds an image the same way wherever it is among the others",
                        1,
                        twice,
                        TrainingCheck::orderFault))
                .property(rule(
                                "finds the same drawing for eight images out of ten",
                                2,
                                whole,
                                Property.each(TrainingCheck::foundFault))
                        .asEssential())
                .property(Property.pure(1, Cases.times(1, TrainingCheck::small)));
    }

    private static Property rule(String name, int weight, Cases cases, Property.Rule rule) {
        return new Property(name, weight, false, TOLERANCE, cases, rule);
    }

    /** Five or six pairs, so that the differences of the loss are soon computed. */
    private static Call small(RandomGenerator r) {
        int n = r.nextInt(5, 7);
        return Call.of(
                Value.of(Draw.numbers(r, n, 64, 1)),
                Value.of(Draw.numbers(r, n, 64, 1)),
                Value.of(Draw.numbers(r, 64, 8, 0.125)),
                Value.of(r.nextInt(2, 4)),
                Value.of(r.nextDouble(0.5, 1.5)),
                Value.of(r.nextDouble(0.2, 0.5)),
                Value.of(Draw.numbers(r, 4, 64, 1)));
    }

    /** Steps along the gradient of {@link #loss}, which central differences find. */
    private static Oracle oracle() {
        return a -> {
            double[][] first = Draw.matrix(a.get(0));
            double[][] second = Draw.matrix(a.get(1));
            double tau = a.get(5).number();
            Oracle gradient = ((Oracle) w -> Value.of(loss(first, second, Draw.matrix(w.get(0)), tau))).gradient();
            Value w = a.get(2);
            for (int step = 0; step < a.get(3).number(); step++) {
                double[] moved = w.data();
                double[] slope = gradient.expect(List.of(w)).data();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] -= a.get(4).number() * slope[i];
                }
                w = Value.of(w.kind(), w.dtype(), w.shape(), moved);
            }
            double[][] embedded = times(Draw.matrix(a.get(6)), Draw.matrix(w));
            double[] data = new double[embedded.length * embedded[0].length];
            for (int i = 0; i < data.length; i++) {
                data[i] = embedded[i / embedded[0].length][i % embedded[0].length];
            }
            return Value.of(w.kind(), "", new long[] {embedded.length, embedded[0].length}, data);
        };
    }

    /** InfoNCE from the first views to the second ones: minus the mean of ln p_ii. */
    private static double loss(double[][] first, double[][] second, double[][] w, double tau) {
        double[][] u = times(first, w);
        double[][] v = times(second, w);
        double loss = 0;
        for (int i = 0; i < u.length; i++) {
            double sum = 0;
            for (double[] other : v) {
                sum += Math.exp((Draw.cosine(u[i], other) - Draw.cosine(u[i], v[i])) / tau);
            }
            loss += Math.log(sum) / u.length;
        }
        return loss;
    }

    private static double[][] times(double[][] x, double[][] w) {
        double[][] rows = new double[x.length][w[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int p = 0; p < w.length; p++) {
                for (int c = 0; c < w[p].length; c++) {
                    rows[i][c] += x[i][p] * w[p][c];
                }
            }
        }
        return rows;
    }

    /** What no score can be computed from, and what needs none: rows that are all alike. */
    private static Optional<String> formFault(Call call, Outcome outcome) {
        Value result = outcome.result();
        int rows = call.arguments().get(6).length(0);
        int columns = call.arguments().get(2).length(1);
        if (result.size() == 0) {
            return Optional.of("the result is " + result.describe());
        } else if (result.length(0) != rows || result.length(1) != columns) {
            return Optional.of("the result is %s for %d images and a start of %d columns"
                    .formatted(result.describe(), rows, columns));
        }
        for (double number : result.data()) {
            if (!Double.isFinite(number)) {
                return Optional.of("an embedding contains " + number);
            }
        }
        double[][] embeddings = Draw.matrix(result);
        boolean alike = true;
        for (double[] row : embeddings) {
            for (int j = 0; j < row.length; j++) {
                alike &= Math.abs(row[j] - embeddings[0][j]) <= 1e-6 * Math.abs(row[j]);
            }
        }
        return alike && rows > 1
                ? Optional.of("all %d images have the same embedding".formatted(rows))
                : Optional.empty();
    }

    private static Optional<String> orderFault(List<Call> calls, List<Outcome> outcomes) {
        Optional<String> form = Property.each(TrainingCheck::formFault).fault(calls, outcomes);
        if (form.isPresent()) {
            return form;
        }
        double[][] forth = Draw.matrix(outcomes.get(0).result());
        double[][] back = Draw.matrix(outcomes.get(1).result());
        for (int i = 0; i < forth.length; i++) {
            for (int j = 0; j < forth[i].length; j++) {
                double other = back[forth.length - 1 - i][j];
                if (Math.abs(forth[i][j] - other) > TOLERANCE * Math.max(1, Math.abs(other))) {
                    return Optional.of(
                            "the same image has a different embedding when the images come in a different order");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> foundFault(Call call, Outcome outcome) {
        return formFault(call, outcome).or(() -> {
            StainedImages images = DRAWN.get(call);
            double found = images.found(Draw.matrix(outcome.result()));
            return found >= GOOD
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "the nearest neighbour shows the same drawing for %.0f %% of the images (with raw"
                                    + " pixels, for %.0f %%)",
                            100 * found,
                            100 * images.foundByPixels()));
        });
    }
}
