package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.CropCorners;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * Exercise 11.9: where the crops of a batch begin. Any random numbers are right that have the
 * properties, so nothing is compared with numbers of ours.
 *
 * <p>The counts are of 200 images or more, and ten places an axis or more. What happens once in ten
 * by chance is allowed four times in ten, which is more than ten standard deviations away.
 */
final class CropCornersRepair {

    private static final int IMAGES = 200;
    private static final double MOST = 0.4;

    private CropCornersRepair() {}

    static Check<CropCorners> create() {
        Cases one = random -> List.of(call(IMAGES, random.nextInt(9, 13), random.nextInt()));
        Cases seeds = random -> {
            int seed = random.nextInt();
            return List.of(call(7, 20, seed), call(7, 20, seed), call(7, 20, ~seed));
        };
        return Check.of("11.9", "Repair run B", 2, signature())
                .reference((n, room, seed) -> inOrder(n, new Random(seed), room + 1))
                .example(
                        "Two images, room for one pixel, seed 1. Compare rows 0 and 2: they are the"
                                + " corners of two views of the same image.",
                        call(2, 1, 1))
                .property(property(
                                "cuts the two views of an image in places of their own",
                                2,
                                one,
                                CropCornersRepair::pairFault)
                        .asEssential())
                .property(property("cuts different images in different places", 2, one, CropCornersRepair::imagesFault))
                .property(property(
                        "uses every place, the first and the last too, and no other",
                        2,
                        one,
                        CropCornersRepair::rangeFault))
                .property(property(
                        "gives the same corners for a seed, and others for another",
                        1,
                        seeds,
                        CropCornersRepair::seedFault))
                .handedOut(
                        (n, room, seed) -> {
                            float[][] corners = inOrder(n, new Random(seed), room + 1);
                            for (int i = 0; i < n; i++) {
                                corners[n + i] = corners[i].clone();
                            }
                            return corners;
                        },
                        "Nothing has changed yet: rows i and i + n are still the same corner. Where"
                                + " does the generator of the second views begin?")
                .misconception(
                        "a generator for each image",
                        (n, room, seed) -> {
                            float[][] corners = new float[2 * n][];
                            for (int i = 0; i < n; i++) {
                                Random random = new Random(seed);
                                corners[i] = corner(random, room + 1);
                                corners[n + i] = corner(random, room + 1);
                            }
                            return corners;
                        },
                        "The two views of an image differ now. But every image begins with a fresh"
                                + " generator of the same seed, so that the whole batch is cut in"
                                + " the same two places.")
                .misconception(
                        "a generator for each view of each image",
                        (n, room, seed) -> {
                            float[][] corners = new float[2 * n][];
                            Arrays.setAll(corners, i -> corner(new Random(seed), room + 1));
                            return corners;
                        },
                        "Now a fresh generator of the same seed begins at every corner: all 2n views"
                                + " are cut in one place. A generator is made once, and then asked"
                                + " again and again.")
                .misconception(
                        "second view one pixel on",
                        shifted(room -> 1),
                        "You move the second view on by one pixel. The encoder can learn that one"
                                + " shift by heart: the place of the second view must tell nothing"
                                + " about that of the first.")
                .misconception(
                        "second view half the room on",
                        shifted(room -> (room + 1) / 2),
                        "The second view is always the same distance from the first. Draw it" + " instead.")
                .misconception(
                        "second view mirrored",
                        (n, room, seed) -> {
                            float[][] corners = inOrder(n, new Random(seed), room + 1);
                            for (int i = 0; i < n; i++) {
                                corners[n + i] = new float[] {room - corners[i][0], room - corners[i][1]};
                            }
                            return corners;
                        },
                        "The second view lies opposite the first. Who knows one corner knows the"
                                + " other; draw it instead.")
                .misconception(
                        "only the row is drawn again",
                        (n, room, seed) -> {
                            float[][] corners = inOrder(n, new Random(seed), room + 1);
                            for (int i = 0; i < n; i++) {
                                corners[n + i][1] = corners[i][1];
                            }
                            return corners;
                        },
                        "The second view has a row of its own, but the column of the first.")
                .misconception(
                        "last place left out",
                        (n, room, seed) -> inOrder(n, new Random(seed), room),
                        "The pairs are right. But nextInt(room) stops before room, and a crop may"
                                + " begin there too.")
                .misconception(
                        "over the edge",
                        (n, room, seed) -> inOrder(n, new Random(seed), room + 2),
                        "The pairs are right. But some crops begin behind the last place there is"
                                + " room for, and reach out of the picture.")
                .misconception(
                        "one number for row and column",
                        (n, room, seed) -> {
                            float[][] corners = inOrder(n, new Random(seed), room + 1);
                            for (float[] corner : corners) {
                                corner[1] = corner[0];
                            }
                            return corners;
                        },
                        "Row and column are one and the same number, so that all crops lie on the" + " diagonal.")
                .build();
    }

    private static Signature<CropCorners> signature() {
        return new Signature<>(
                "corners",
                Kind.MATRIX,
                List.of("n", "room", "seed"),
                List.of(Kind.INT, Kind.INT, Kind.INT),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2]));
    }

    private static Call call(int n, int room, int seed) {
        return Call.of(Value.of(n), Value.of(room), Value.of(seed));
    }

    private static float[] corner(Random random, int places) {
        int row = random.nextInt(places);
        return new float[] {row, random.nextInt(places)};
    }

    private static float[][] inOrder(int n, Random random, int places) {
        float[][] corners = new float[2 * n][];
        for (int i = 0; i < 2 * n; i++) {
            corners[i] = corner(random, places);
        }
        return corners;
    }

    private static CropCorners shifted(IntUnaryOperator by) {
        return (n, room, seed) -> {
            float[][] corners = inOrder(n, new Random(seed), room + 1);
            int shift = by.applyAsInt(room);
            for (int i = 0; i < n; i++) {
                corners[n + i] =
                        new float[] {(corners[i][0] + shift) % (room + 1), (corners[i][1] + shift) % (room + 1)};
            }
            return corners;
        };
    }

    private static Property property(String name, int weight, Cases cases, Property.Rule rule) {
        return new Property(name, weight, false, 0, cases, rule);
    }

    /** What has no corners to look at. */
    private static Optional<String> formFault(Call call, Outcome outcome) {
        int n = (int) call.arguments().get(0).number();
        Value result = outcome.result();
        if (result.kind() == Kind.NOTHING) {
            return Optional.of("the result is null");
        }
        return result.length(0) == 2 * n && result.length(1) == 2
                ? Optional.empty()
                : Optional.of("the result is %s for n = %d; expected a row and a column for each of the 2n"
                                .formatted(result.describe(), n)
                        + " views");
    }

    private static Optional<String> pairFault(List<Call> calls, List<Outcome> outcomes) {
        return Judged.outcomes((call, outcome) -> formFault(call, outcome).or(() -> pairFault(call, outcome)))
                .fault(calls, outcomes);
    }

    private static Optional<String> pairFault(Call call, Outcome outcome) {
        double[][] corners = Draw.matrix(outcome.result());
        int n = corners.length / 2;
        int places = (int) call.arguments().get(1).number() + 1;
        String[] names = {"row", "column"};
        for (int axis = 0; axis < 2; axis++) {
            Map<Double, Integer> apart = new HashMap<>();
            Map<Double, Integer> sums = new HashMap<>();
            int equal = 0;
            for (int i = 0; i < n; i++) {
                double first = corners[i][axis];
                double second = corners[n + i][axis];
                equal += first == second ? 1 : 0;
                apart.merge((second - first + 2 * places) % places, 1, Integer::sum);
                sums.merge(first + second, 1, Integer::sum);
            }
            if (equal > MOST * n) {
                return Optional.of(
                        "the %ss of the two views are equal for %d of %d images".formatted(names[axis], equal, n));
            } else if (mostOf(apart) > MOST * n || mostOf(sums) > MOST * n) {
                return Optional.of("the %s of the second view follows from that of the first".formatted(names[axis]));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> imagesFault(List<Call> calls, List<Outcome> outcomes) {
        return Judged.outcomes((call, outcome) ->
                        formFault(call, outcome).or(() -> imagesFault(Draw.matrix(outcome.result()))))
                .fault(calls, outcomes);
    }

    private static Optional<String> imagesFault(double[][] corners) {
        int n = corners.length / 2;
        for (int axis = 0; axis < 2; axis++) {
            Map<Double, Integer> places = new HashMap<>();
            Map<Double, Integer> steps = new HashMap<>();
            for (int i = 0; i < n; i++) {
                places.merge(corners[i][axis], 1, Integer::sum);
                steps.merge(corners[(i + 1) % n][axis] - corners[i][axis], 1, Integer::sum);
            }
            int most = Math.max(mostOf(places), mostOf(steps));
            if (most > MOST * n) {
                return Optional.of(
                        "of %d images %d are cut in one place, or a fixed step from the one before".formatted(n, most));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rangeFault(List<Call> calls, List<Outcome> outcomes) {
        return Judged.outcomes((call, outcome) -> formFault(call, outcome).or(() -> rangeFault(call, outcome)))
                .fault(calls, outcomes);
    }

    private static Optional<String> rangeFault(Call call, Outcome outcome) {
        double[][] corners = Draw.matrix(outcome.result());
        int room = (int) call.arguments().get(1).number();
        boolean[][] used = new boolean[2][room + 1];
        int diagonal = 0;
        for (double[] corner : corners) {
            for (int axis = 0; axis < 2; axis++) {
                double place = corner[axis];
                if (place != Math.rint(place) || place < 0 || place > room) {
                    return Optional.of("a crop begins at %s, where there is room from 0 to %d".formatted(place, room));
                }
                used[axis][(int) place] = true;
            }
            diagonal += corner[0] == corner[1] ? 1 : 0;
        }
        if (diagonal > MOST * corners.length) {
            return Optional.of("row and column are equal for %d of %d".formatted(diagonal, corners.length));
        }
        for (boolean[] axis : used) {
            for (int place = 0; place <= room; place++) {
                if (!axis[place]) {
                    return Optional.of("no crop of %d begins at %d".formatted(corners.length, place));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> seedFault(List<Call> calls, List<Outcome> outcomes) {
        Optional<String> form = Judged.outcomes(CropCornersRepair::formFault).fault(calls, outcomes);
        if (form.isPresent()) {
            return form;
        }
        double[] first = outcomes.get(0).result().data();
        if (!Arrays.equals(first, outcomes.get(1).result().data())) {
            return Optional.of("two calls with one seed have different results");
        }
        return Arrays.equals(first, outcomes.get(2).result().data())
                ? Optional.of("two seeds have the same result")
                : Optional.empty();
    }

    private static int mostOf(Map<Double, Integer> counts) {
        return counts.values().stream().mapToInt(c -> c).max().orElse(0);
    }
}
