package kontrast.grader.exercise.simclr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * 11.9: where the crops of a batch begin. Any random numbers are right that are independent and equally likely, so
 * nothing is compared with numbers of ours.
 *
 * <p>Counts are judged by chi square, X = sum of (found - expected)^2 / expected. For numbers as they should be it
 * has the mean f and the deviation sqrt(2 f), with f degrees of freedom; ten deviations above the mean are beyond
 * chance (below 1e-11), and everything that is not drawn by itself is beyond a hundred.
 */
final class CropCornersCheck {

    /** With at most 13 places an axis, a pair of places is expected 18 times or more. */
    private static final int IMAGES = 3000;

    private static final double DEVIATIONS = 10;

    private static final String[] NAMES = {
        "the row of the first view",
        "the column of the first view",
        "the row of the second view",
        "the column of the second view"
    };

    private CropCornersCheck() {}

    static Check.Draft create() {
        Cases one = random -> List.of(call(IMAGES, random.nextInt(9, 13), random.nextInt()));
        Cases zero = random -> List.of(call(IMAGES, random.nextInt(9, 13), 0)); // whoever multiplies a seed
        Cases seeds = random -> {
            int seed = random.nextInt();
            return List.of(call(7, 20, seed), call(7, 20, seed), call(7, 20, ~seed));
        };
        return Check.of("11.9")
                .example(
                        "Two images, room for one pixel, seed 1. Compare rows 0 and 2: they are the corners of two"
                                + " views of the same image.",
                        call(2, 1, 1))
                .property(property(
                                "draws the two views of an image independently of each other",
                                2,
                                one.and(zero),
                                CropCornersCheck::pairFault)
                        .asEssential())
                .property(
                        property("draws each image independently of the others", 2, one, CropCornersCheck::imagesFault))
                .property(property(
                        "uses every place equally often, the first and the last too, and no other",
                        2,
                        one,
                        CropCornersCheck::rangeFault))
                .property(new Property(
                        "gives the same corners for the same seed, and different ones for another",
                        1,
                        false,
                        0,
                        seeds,
                        CropCornersCheck::seedFault));
    }

    private static Call call(int n, int room, int seed) {
        return Call.of(Value.of(n), Value.of(room), Value.of(seed));
    }

    private static Property property(String name, int weight, Cases cases, Property.Judge judge) {
        return new Property(
                name,
                weight,
                false,
                0,
                cases,
                Property.each((call, outcome) -> formFault(call, outcome).or(() -> judge.fault(call, outcome))));
    }

    /** What has no corners to look at. */
    private static Optional<String> formFault(Call call, Outcome outcome) {
        int n = (int) call.arguments().get(0).number();
        Value result = outcome.result();
        if (result.size() == 0) {
            return Optional.of("the result is " + result.describe());
        }
        return result.length(0) == 2 * n && result.length(1) == 2
                ? Optional.empty()
                : Optional.of("the result is %s for n = %d; expected a row and a column for each of the 2n views"
                        .formatted(result.describe(), n));
    }

    /**
     * The four numbers of an image, and all pairs of them. Of 3000 images 17 or more should have both views at the same
     * place; none has them so by a chance of 2e-8.
     */
    private static Optional<String> pairFault(Call call, Outcome outcome) {
        double[][] numbers = numbers(outcome);
        int places = (int) call.arguments().get(1).number() + 1;
        for (int[] pair : new int[][] {{0, 2}, {1, 3}, {0, 3}, {1, 2}}) {
            if (depends(numbers[pair[0]], numbers[pair[1]], places, 0)) {
                return Optional.of("%s depends on %s".formatted(NAMES[pair[1]], NAMES[pair[0]]));
            }
        }
        for (int i = 0; i < numbers[0].length; i++) {
            if (numbers[0][i] == numbers[2][i] && numbers[1][i] == numbers[3][i]) {
                return Optional.empty();
            }
        }
        return Optional.of("the two views never begin at the same place; independent ones sometimes do");
    }

    /** Row and column, neighbouring images, and the two halves as wholes. */
    private static Optional<String> imagesFault(Call call, Outcome outcome) {
        double[][] numbers = numbers(outcome);
        int places = (int) call.arguments().get(1).number() + 1;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                if (depends(numbers[i], numbers[j], places, 1)) {
                    return Optional.of("%s depends on %s of the image before".formatted(NAMES[j], NAMES[i]));
                }
            }
        }
        double[] first = together(numbers[0], numbers[1], places);
        double[] second = together(numbers[2], numbers[3], places);
        Arrays.sort(first);
        Arrays.sort(second);
        return Arrays.equals(first, second)
                ? Optional.of("the corners of the second views are those of the first views, in a different order")
                : Optional.empty();
    }

    private static Optional<String> rangeFault(Call call, Outcome outcome) {
        int room = (int) call.arguments().get(1).number();
        double[][] numbers = numbers(outcome);
        for (double place : outcome.result().data()) {
            if (place != Math.rint(place) || place < 0 || place > room) {
                return Optional.of(
                        "a crop begins at %s; only whole numbers from 0 to %d are allowed".formatted(place, room));
            }
        }
        for (int axis = 0; axis < 4; axis++) {
            double[] count = new double[room + 1];
            for (double place : numbers[axis]) {
                count[(int) place]++;
            }
            double expected = (double) IMAGES / count.length;
            double chi = Arrays.stream(count)
                    .map(c -> (c - expected) * (c - expected) / expected)
                    .sum();
            if (chi > beyondChance(room)) {
                int most = 0;
                int least = 0;
                for (int place = 0; place <= room; place++) {
                    most = count[place] > count[most] ? place : most;
                    least = count[place] < count[least] ? place : least;
                }
                return Optional.of("%s is %d for %.0f of %d images, and %d for %.0f"
                        .formatted(NAMES[axis], most, count[most], IMAGES, least, count[least]));
            }
        }
        for (int view = 0; view < 2; view++) {
            if (depends(numbers[2 * view], numbers[2 * view + 1], room + 1, 0)) {
                return Optional.of("row and column of a view are tied to each other, so that some corners never occur");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> seedFault(List<Call> calls, List<Outcome> outcomes) {
        Optional<String> form = Property.each(CropCornersCheck::formFault).fault(calls, outcomes);
        if (form.isPresent()) {
            return form;
        }
        double[] first = outcomes.get(0).result().data();
        if (!Arrays.equals(first, outcomes.get(1).result().data())) {
            return Optional.of("two calls with the same seed give different results");
        }
        return Arrays.equals(first, outcomes.get(2).result().data())
                ? Optional.of("two different seeds give the same result")
                : Optional.empty();
    }

    /** Row and column of the first views, row and column of the second ones: {@code [4][n]}. */
    private static double[][] numbers(Outcome outcome) {
        double[][] corners = Draw.matrix(outcome.result());
        int n = corners.length / 2;
        double[][] numbers = new double[4][n];
        for (int i = 0; i < 2 * n; i++) {
            numbers[i < n ? 0 : 2][i % n] = corners[i][0];
            numbers[i < n ? 1 : 3][i % n] = corners[i][1];
        }
        return numbers;
    }

    private static double[] together(double[] rows, double[] columns, int places) {
        double[] corners = new double[rows.length];
        Arrays.setAll(corners, i -> rows[i] * places + columns[i]);
        return corners;
    }

    /** Chi square of independence: a table of how often each value of y, so many images later, meets each of x. */
    private static boolean depends(double[] x, double[] y, int places, int later) {
        int n = x.length - later;
        double[][] table = new double[places][places];
        double[] rows = new double[places];
        double[] columns = new double[places];
        for (int i = 0; i < n; i++) {
            int a = Math.floorMod((int) x[i], places);
            int b = Math.floorMod((int) y[i + later], places);
            table[a][b]++;
            rows[a]++;
            columns[b]++;
        }
        double chi = 0;
        for (int a = 0; a < places; a++) {
            for (int b = 0; b < places; b++) {
                double expected = rows[a] * columns[b] / n;
                chi += expected == 0 ? 0 : (table[a][b] - expected) * (table[a][b] - expected) / expected;
            }
        }
        return chi > beyondChance((places - 1) * (places - 1))
                || Arrays.stream(rows).max().orElse(0) > n / 2.0;
    }

    private static double beyondChance(int freedom) {
        return freedom + DEVIATIONS * Math.sqrt(2.0 * freedom);
    }
}
