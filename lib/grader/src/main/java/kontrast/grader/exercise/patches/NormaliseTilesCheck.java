package kontrast.grader.exercise.patches;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 4.7: tiles without brightness and contrast. */
final class NormaliseTilesCheck {

    private static final double SMALL = 1e-3;

    /** Float32: sums of some dozen numbers of size 1, divided by a deviation above 0.05. */
    private static final double TOLERANCE = 1e-3;

    /** With 49 pixels and more, and contrasts above 0.5, neither the small number nor one pixel less changes this much. */
    private static final double STRONG = 2e-2;

    private NormaliseTilesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> normalised(a.get(0));
        Cases any = Cases.times(4, r -> call(r, false, true));
        Cases flat = Cases.times(3, r -> call(r, true, true));
        Cases faint = Cases.times(4, r -> call(r, false, false));
        return Check.of("4.7")
                .example(
                        "One image of two tiles, one channel, 1 x 2 pixels: 1, 3 and 11, 15. What"
                                + " do the two tiles have in common once brightness and contrast are taken out?"
                                + " (The small number changes only the last digits.)",
                        Call.of(Value.tensor(new long[] {1, 2, 1, 1, 2}, 1, 3, 11, 15)))
                .property(Property.equal("normalises every channel of every tile on its own", 3, STRONG, any, oracle)
                        .asEssential())
                .property(Property.equal("is right where some tiles are uniform", 1, STRONG, flat, oracle))
                .property(Property.pure(1, any))
                .property(Property.equal("is right for small and faint tiles, too", 1, TOLERANCE, faint, oracle));
    }

    /** Every channel of every tile has a brightness and a contrast of its own. */
    private static Call call(RandomGenerator r, boolean flat, boolean strong) {
        int images = r.nextInt(2, 4);
        int tiles = r.nextInt(4, 10);
        int side = strong ? r.nextInt(7, 9) : r.nextInt(3, 5);
        double[] pixels = new double[images * tiles * 3 * side * side];
        double mean = 0;
        double spread = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (i % (side * side) == 0) {
                mean = r.nextInt(64, 192) / 256.0;
                boolean even = flat && i / (side * side) % 4 == 1;
                spread = even ? 0 : (strong ? 10 : 1) * r.nextDouble(0.05, 0.25);
            }
            pixels[i] = (float) (mean + spread * r.nextDouble(-1, 1));
        }
        return Call.of(Value.tensor(new long[] {images, tiles, 3, side, side}, pixels));
    }

    /** The oracle: in loops and double precision. */
    private static Value normalised(Value tiles) {
        int pixels = tiles.length(3) * tiles.length(4);
        double[] in = tiles.data();
        double[] out = new double[in.length];
        for (int from = 0; from < in.length; from += pixels) {
            double mean = 0;
            double variance = 0;
            for (int i = from; i < from + pixels; i++) {
                mean += in[i] / pixels;
            }
            for (int i = from; i < from + pixels; i++) {
                variance += (in[i] - mean) * (in[i] - mean) / pixels;
            }
            for (int i = from; i < from + pixels; i++) {
                out[i] = (in[i] - mean) / (Math.sqrt(variance) + SMALL);
            }
        }
        return Value.tensor(tiles.shape(), out);
    }
}
