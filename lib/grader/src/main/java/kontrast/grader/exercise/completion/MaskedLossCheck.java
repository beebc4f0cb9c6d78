package kontrast.grader.exercise.completion;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.2: the weighted error of what is hidden and of a band around it. */
final class MaskedLossCheck {

    private static final double TOLERANCE = 1e-5;

    private MaskedLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(loss(
                Draw.matrix(a.get(0)),
                Draw.matrix(a.get(1)),
                Draw.matrix(a.get(2)),
                (int) a.get(3).number(),
                a.get(4).number()));
        Cases bare = Cases.times(4, r -> call(r, 0, false));
        Cases band = Cases.times(6, r -> call(r, r.nextInt(1, 3), false))
                .and(r -> List.of(call(r, 3, false))); // where a disc and a diamond differ
        Cases corner = r -> List.of(call(r, 1, true), call(r, 3, true));
        return Check.of("5.2")
                .example(
                        "One row of four pixels: 0, 0, 0, 0 was drawn, 1, 2, 3, 4 is the truth. The first pixel is"
                                + " hidden, the overlap is 1, the weight 10. Which pixels count, and how much?",
                        Call.of(
                                Value.of(new float[][] {{0, 0, 0, 0}}),
                                Value.of(new float[][] {{1, 2, 3, 4}}),
                                Value.of(new float[][] {{1, 0, 0, 0}}),
                                Value.of(1),
                                Value.of(10.0)))
                .property(Property.equal(
                                "is the mean squared error of the hole, without a band", 2, TOLERANCE, bare, oracle)
                        .asEssential())
                .property(Property.equal("counts the band with its weight", 3, TOLERANCE, band, oracle))
                .property(Property.equal("ends the band at the border of the picture", 1, TOLERANCE, corner, oracle))
                .property(Property.pure(1, band));
    }

    /** A hole of a few pixels somewhere, or in a corner, and one pixel by itself. */
    private static Call call(RandomGenerator r, int overlap, boolean corner) {
        int height = r.nextInt(8, 11);
        int width = r.nextInt(11, 14);
        float[][] mask = new float[height][width];
        int top = corner ? 0 : r.nextInt(1, 4);
        int left = corner ? width - 2 : r.nextInt(1, 4);
        for (int y = top; y < top + 3; y++) {
            for (int x = left; x < Math.min(width, left + 2); x++) {
                mask[y][x] = 1;
            }
        }
        mask[height - 2][corner ? 0 : width - 3] = 1;
        mask[0][4] = corner ? 1 : 0;
        return Call.of(
                Value.of(Draw.numbers(r, height, width, 1)),
                Value.of(Draw.numbers(r, height, width, 1)),
                Value.of(mask),
                Value.of(overlap),
                Value.of(r.nextInt(3, 12) + 0.5));
    }

    /** The oracle: paints the band of each hidden pixel first. */
    private static double loss(double[][] drawn, double[][] truth, double[][] mask, int overlap, double weight) {
        int height = mask.length;
        int width = mask[0].length;
        double[][] w = new double[height][width];
        for (int i = 0; i < height * width; i++) {
            for (int j = 0; mask[i / width][i % width] == 1 && j < height * width; j++) {
                boolean inside =
                        Math.abs(i / width - j / width) <= overlap && Math.abs(i % width - j % width) <= overlap;
                w[j / width][j % width] = inside ? weight : w[j / width][j % width];
            }
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < height * width; i++) {
            int y = i / width;
            int x = i % width;
            w[y][x] = mask[y][x] == 1 ? 1 : w[y][x];
            above += w[y][x] * Math.pow(drawn[y][x] - truth[y][x], 2);
            below += w[y][x];
        }
        return above / below;
    }
}
