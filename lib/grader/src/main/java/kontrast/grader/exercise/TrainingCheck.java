package kontrast.grader.exercise;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.LinearEncoder.Slip;
import kontrast.grader.exercise.SimClrExercises.Training;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * Exercise 11.7: a linear encoder is trained on pairs of views, and embeds images whose drawings
 * only the judge knows.
 *
 * <p>No embedding is compared with ours: what counts is how often the nearest neighbour of an image
 * shows the same drawing. So another recipe that learns earns all points, and one that follows ours
 * with a slip is recognised by its numbers.
 */
final class TrainingCheck {

    /** A hundred steps carry rounding along; slips are off by a hundred times as much. */
    private static final double TOLERANCE = 0.02;

    private static final int STEPS = 100;

    /** Above what pixels or an untrained encoder find: in 150 draws never more than 0.32. */
    private static final double MARGIN = 0.3;

    /** A trained encoder found 0.91 or more in 150 draws; one with wrong partners 0.71 or less. */
    private static final double GOOD = 0.8;

    /** Whose hidden drawings belong to a call: they are no argument. */
    private static final Map<Call, StainedImages> DRAWN = Collections.synchronizedMap(new WeakHashMap<>());

    private TrainingCheck() {}

    static Check<Training> create() {
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
        return Check.of("11.7", "Train an encoder", 5, signature())
                .reference(variant(Slip.NONE))
                .example(
                        "Two pairs of equal views, (1, 0) and (0, 1), the unit matrix to begin with,"
                                + " one step at rate 1 and temperature 1, and the image (1, 0) to"
                                + " embed: e = 2.718 is all you need.",
                        Call.of(
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(1),
                                Value.of(1.0),
                                Value.of(1.0),
                                Value.of(new float[][] {{1, 0}})))
                .property(rule(
                                "returns a row for each image, as long as the start's, and" + " finite",
                                0,
                                twice,
                                TrainingCheck::formFault)
                        .asEssential())
                .property(rule(
                        "embeds an image alike wherever it stands among the others",
                        1,
                        twice,
                        TrainingCheck::orderFault))
                .property(rule(
                                "finds the same drawing more often than raw pixels and an" + " untrained encoder do",
                                1,
                                whole,
                                (calls, outcomes) -> foundFault(calls, outcomes, 0))
                        .asEssential())
                .property(rule(
                        "finds the same drawing for eight images of ten",
                        3,
                        whole,
                        (calls, outcomes) -> foundFault(calls, outcomes, GOOD)))
                .misconception(
                        "not trained",
                        (first, second, start, steps, rate, tau, images) ->
                                Unpack.rounded(LinearEncoder.of(start).embed(images)),
                        "You embed with the weights of the start. Do the steps change a copy that"
                                + " is not used afterwards?")
                .misconception(
                        "uphill",
                        variant(Slip.UPHILL),
                        "Each of your steps makes the loss larger. The gradient points uphill; which"
                                + " way do you go?")
                .misconception(
                        "one view for both",
                        variant(Slip.ONE_VIEW),
                        "You compare the first views with themselves. They agree from the beginning,"
                                + " stains and all: the encoder never hears what two views of one"
                                + " object do not share.")
                .misconception(
                        "partner one row off",
                        variant(Slip.NEXT_PARTNER),
                        "You pull view i to the second view of another image. Row i of the one array"
                                + " belongs to row i of the other.")
                .misconception(
                        "nothing pulls",
                        variant(Slip.NO_POSITIVE),
                        "You push every pair apart, the two views of one image too. In the gradient"
                                + " the softmax has something taken off at the positive.")
                .misconception(
                        "gradients of the views exchanged",
                        variant(Slip.EXCHANGED),
                        "The gradient of the first views meets the pixels of the second, and the"
                                + " other way round. Each view's gradient goes back through its own"
                                + " pixels.")
                .misconception(
                        "every step from the start",
                        variant(Slip.RESTARTED),
                        "Each step begins at the start again, so that you have made one step in the"
                                + " end. What does the next step begin with?")
                .misconception(
                        "not normalised",
                        variant(Slip.NOT_NORMALISED),
                        "Your embeddings grow from step to step until they overflow: you take dot"
                                + " products of vectors of any length. The text divides each by its"
                                + " length first.")
                .misconception(
                        "the views embedded",
                        (first, second, start, steps, rate, tau, images) ->
                                Unpack.rounded(trained(first, second, start, steps, rate, tau, first)),
                        "You embed the views that you trained on. Wanted are the images.")
                .misconception(
                        "pixels for embeddings",
                        (first, second, start, steps, rate, tau, images) -> IntStream.range(0, images.length)
                                .mapToObj(i -> java.util.Arrays.copyOf(images[i], start[0].length))
                                .toArray(float[][]::new),
                        "Your embedding is the first pixels of the image. A few pixels know no more"
                                + " than all of them, and those know mostly the stains.")
                .misconception(
                        "number of the row",
                        (first, second, start, steps, rate, tau, images) -> {
                            float[][] rows = new float[images.length][start[0].length];
                            for (int i = 0; i < rows.length; i++) {
                                rows[i][i % start[0].length] = 1;
                            }
                            return rows;
                        },
                        "Your embedding says in which row an image stands, and nothing of what it" + " shows.")
                .misconception(
                        "nothing filled in",
                        (first, second, start, steps, rate, tau, images) -> new float[images.length][start[0].length],
                        "All your embeddings are 0, for every image: the array is new and nothing"
                                + " has been written to it.")
                .build();
    }

    private static Training variant(Slip slip) {
        return (first, second, start, steps, rate, tau, images) -> {
            LinearEncoder encoder = LinearEncoder.of(start);
            encoder.train(first, second, steps, rate, tau, slip);
            return Unpack.rounded(encoder.embed(images));
        };
    }

    private static double[][] trained(
            float[][] first, float[][] second, float[][] start, int steps, double rate, double tau, float[][] images) {
        LinearEncoder encoder = LinearEncoder.of(start);
        encoder.train(first, second, steps, rate, tau, Slip.NONE);
        return encoder.embed(images);
    }

    private static Signature<Training> signature() {
        return new Signature<>(
                "embed",
                Kind.MATRIX,
                List.of("first", "second", "start", "steps", "rate", "temperature", "images"),
                List.of(Kind.MATRIX, Kind.MATRIX, Kind.MATRIX, Kind.INT, Kind.DOUBLE, Kind.DOUBLE, Kind.MATRIX),
                (f, a) -> f.apply(
                        (float[][]) a[0],
                        (float[][]) a[1],
                        (float[][]) a[2],
                        (int) a[3],
                        (double) a[4],
                        (double) a[5],
                        (float[][]) a[6]));
    }

    private static Property rule(String name, int weight, Cases cases, Property.Rule rule) {
        return new Property(name, weight, false, TOLERANCE, cases, rule);
    }

    /** What no score can be computed from, and what needs none: rows that are all alike. */
    private static Optional<String> formFault(List<Call> calls, List<Outcome> outcomes) {
        return Judged.outcomes(TrainingCheck::formFault).fault(calls, outcomes);
    }

    private static Optional<String> formFault(Call call, Outcome outcome) {
        Value result = outcome.result();
        int rows = call.arguments().get(6).length(0);
        int columns = call.arguments().get(2).length(1);
        if (result.kind() == Kind.NOTHING) {
            return Optional.of("the result is null");
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
        Optional<String> form = formFault(calls, outcomes);
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
                            "the same image has another embedding when the images come in another" + " order");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> foundFault(List<Call> calls, List<Outcome> outcomes, double least) {
        Optional<String> form = formFault(calls, outcomes);
        if (form.isPresent()) {
            return form;
        }
        StainedImages images = DRAWN.get(calls.get(0));
        double found = images.found(Draw.matrix(outcomes.get(0).result()));
        double pixels = images.foundByPixels();
        double untrained = images.foundUntrained();
        double bar = least > 0 ? least : Math.max(pixels, untrained) + MARGIN;
        return found >= bar
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the nearest neighbour shows the same drawing for %.0f %% of the"
                                + " images (by raw pixels %.0f %%, untrained %.0f %%)",
                        100 * found,
                        100 * pixels,
                        100 * untrained));
    }
}
