package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.PatchExercises.NormaliseTiles;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercises 4.6 and 4.7: a puzzle that is solved without a look at what the tiles show. */
final class NormalisedTilesCheck {

    private static final double SMALL = 1e-3;

    /** Float32: sums of some dozen numbers of size 1, divided by a deviation above 0.05. */
    private static final double TOLERANCE = 1e-3;

    private NormalisedTilesCheck() {}

    static Check<Choice> diagnosis() {
        return Choice.named("4.6", "The puzzle of the blank card: name the fault", 2, "fault")
                .wrong(
                        'a',
                        "orders too alike",
                        "Orders that are alike make the puzzle harder, and their classes easy to mix"
                                + " up. Here they are told apart perfectly, on cards that show"
                                + " nothing.")
                .wrong(
                        'b',
                        "lines that run on",
                        "Lines that run across a border need something drawn. A blank card has no"
                                + " line. (And the grid has gaps and jitter.)")
                .wrong(
                        'c',
                        "validation drawings in the training set",
                        "Then evenly lit validation drawings would be solved as well: they show the" + " same things.")
                .wrong(
                        'd',
                        "overfitting",
                        "A network that knows its training drawings by heart is lost in front of a"
                                + " card that it has never seen. This one is at its best there.")
                .right('e')
                .wrong(
                        'f',
                        "chance",
                        "With 24 orders, guessing is right in one case of 24, about 4 %. None of the"
                                + " upper curves is near that.")
                .wrong(
                        'g',
                        "colour fringes",
                        "Fringes arise where colours meet. A blank card has no edge, and its three"
                                + " channels are equal.")
                .build();
    }

    static Check<NormaliseTiles> repair() {
        Oracle oracle = a -> normalised(a.get(0));
        Cases any = Cases.times(4, r -> call(r, false));
        Cases flat = Cases.times(3, r -> call(r, true));
        return Check.of("4.7", "The puzzle of the blank card: repair it", 3, signature())
                .reference(x -> scaled(x, Rule.RIGHT, 3, 4))
                .handedOut(
                        x -> scaled(x, Rule.RIGHT, 1, 3, 4),
                        "Nothing has changed yet. Over which axes do mean and deviation run? A tile"
                                + " in the light comes out brighter than one in the shade.")
                .example(
                        "One image of two tiles, one channel, 1 x 2 pixels: 1, 3 and 11, 13. What do"
                                + " the two tiles have in common once brightness is taken out? (The"
                                + " small number changes the last digits only.)",
                        Call.of(Value.tensor(new long[] {1, 2, 1, 1, 2}, 1, 3, 11, 13)))
                .property(Property.equal("normalises every channel of every tile on its own", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("makes zeros of an even tile", 1, TOLERANCE, flat, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "over the batch",
                        x -> scaled(x, Rule.RIGHT, 0, 3, 4),
                        "Your statistics run over the images of the batch, tile by tile. A picture in"
                                + " the shade keeps its shade, and what becomes of an image depends"
                                + " on the others.")
                .misconception(
                        "over everything",
                        x -> scaled(x, Rule.RIGHT, 0, 1, 3, 4),
                        "One mean and one deviation serve the whole batch (as in batch"
                                + " normalisation). Light and shade within an image stay what they"
                                + " are.")
                .misconception(
                        "all channels together",
                        x -> scaled(x, Rule.RIGHT, 2, 3, 4),
                        "You take the channels of a tile together: its brightness is gone, its tint"
                                + " is not. Warm light from one side would still tell.")
                .misconception(
                        "pixel by pixel",
                        x -> scaled(x, Rule.RIGHT, 1),
                        "You compare each pixel with the same pixel of the other tiles. What a tile"
                                + " shows is compared with its neighbours, and the tile's own"
                                + " brightness stays.")
                .misconception(
                        "line by line",
                        x -> scaled(x, Rule.RIGHT, 4),
                        "Your statistics run along rows of pixels: each line of a tile gets a"
                                + " brightness of its own. Two axes belong to a tile.")
                .misconception(
                        "only the mean",
                        x -> scaled(x, Rule.CENTRED, 3, 4),
                        "You take the brightness out and leave the contrast: in the shade a line is" + " fainter too.")
                .misconception(
                        "only the deviation",
                        x -> scaled(x, Rule.SCALED, 3, 4),
                        "You take the contrast out and leave the brightness, which is what gave the" + " place away.")
                .misconception(
                        "variance",
                        x -> scaled(x, Rule.VARIANCE, 3, 4),
                        "You divide by the variance: contrast is turned upside down, not taken" + " out.")
                .misconception(
                        "divided by N - 1",
                        x -> scaled(x, Rule.LESS, 3, 4),
                        "You divide the squares by one pixel less than there are. The text has their" + " number.")
                .misconception(
                        "small number under the root",
                        x -> scaled(x, Rule.UNDER_ROOT, 3, 4),
                        "You add the small number to the variance, before the root. Its root is 30"
                                + " times as large, and faint tiles stay faint. The text adds it to"
                                + " the deviation.")
                .misconception(
                        "from 0 to 1",
                        x -> {
                            NDArray low = x.min(new int[] {4}, true).min(new int[] {3}, true);
                            NDArray range = x.max(new int[] {4}, true)
                                    .max(new int[] {3}, true)
                                    .sub(low);
                            return x.sub(low).div(range.add(x.getManager().create((float) SMALL)));
                        },
                        "You stretch each tile from 0 to 1. A single bright pixel decides about all"
                                + " the others; mean and deviation are asked for.")
                .misconception(
                        "division by zero",
                        x -> scaled(x, Rule.BARE, 3, 4),
                        "An even tile has the deviation 0, and 0 / 0 is NaN: one such tile, and the"
                                + " loss of the whole batch is NaN. The text has a small number for"
                                + " that.")
                .build();
    }

    private static Signature<NormaliseTiles> signature() {
        return new Signature<>(
                "normaliseTiles",
                Kind.NDARRAY,
                List.of("tiles"),
                List.of(Kind.NDARRAY),
                (f, a) -> f.apply((NDArray) a[0]));
    }

    /** Every channel of every tile has a brightness and a contrast of its own; some are faint. */
    private static Call call(RandomGenerator r, boolean flat) {
        int images = r.nextInt(2, 4);
        int tiles = r.nextInt(4, 10);
        int side = r.nextInt(3, 5);
        double[] pixels = new double[images * tiles * 3 * side * side];
        double mean = 0;
        double spread = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (i % (side * side) == 0) {
                mean = r.nextInt(64, 192) / 256.0;
                boolean even = flat && i / (side * side) % 4 == 1;
                spread = even ? 0 : r.nextDouble(0.05, 0.25);
            }
            pixels[i] = (float) (mean + spread * r.nextDouble(-1, 1));
        }
        return Call.of(Value.tensor(new long[] {images, tiles, 3, side, side}, pixels));
    }

    private enum Rule {
        RIGHT,
        CENTRED,
        SCALED,
        VARIANCE,
        LESS,
        UNDER_ROOT,
        BARE
    }

    private static NDArray scaled(NDArray x, Rule rule, int... axes) {
        NDArray centred = x.sub(mean(x, axes));
        NDArray variance = mean(centred.square(), axes);
        NDArray small = x.getManager().create((float) SMALL);
        NDArray deviation = variance.sqrt();
        double n = 1;
        for (int axis : axes) {
            n *= x.getShape().get(axis);
        }
        return switch (rule) {
            case RIGHT -> centred.div(deviation.add(small));
            case CENTRED -> centred;
            case SCALED -> x.div(deviation.add(small));
            case VARIANCE -> centred.div(variance.add(small));
            case LESS -> centred.div(deviation.mul(Math.sqrt(n / (n - 1))).add(small));
            case UNDER_ROOT -> centred.div(variance.add(small).sqrt());
            case BARE -> centred.div(deviation);
        };
    }

    private static NDArray mean(NDArray x, int... axes) {
        NDArray mean = x;
        for (int axis : axes) {
            mean = mean.mean(new int[] {axis}, true);
        }
        return mean;
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
