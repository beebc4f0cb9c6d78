package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.PatchExercises.Lay;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 4.5: the tiles of every image, laid in an order. */
final class LayCheck {

    private LayCheck() {}

    static Check<Lay> create() {
        Oracle oracle = a -> laid(a.get(0), Unpack.ints(a.get(1)));
        Cases exchange = Cases.times(3, r -> call(r, true));
        Cases any = Cases.times(4, r -> call(r, false));
        return Check.of("4.5", "Lay the puzzle", 3, signature())
                .reference((tiles, order) -> pick(tiles, order))
                .example(
                        "One image of three tiles, each a single grey pixel: 10, 20, 30. The order is"
                                + " 2, 0, 1. What lies at place 0?",
                        Call.of(Value.tensor(new long[] {1, 3, 1, 1, 1}, 10, 20, 30), Value.of(new int[] {2, 0, 1})))
                .property(Property.equal("lays tiles in any order", 3, 0, any, oracle))
                .property(Property.equal("exchanges two tiles", 1, 0, exchange, oracle)
                        .asEssential())
                .property(Property.pure(1, any))
                .misconception(
                        "each tile sent to its place",
                        (tiles, order) -> pick(tiles, inverse(order)),
                        "You send tile i to the place order[i]. The text reads the order the other"
                                + " way: which tile does place i get? (For an exchange of two it"
                                + " makes no difference.)")
                .misconception(
                        "as they were",
                        (tiles, order) ->
                                pick(tiles, IntStream.range(0, order.length).toArray()),
                        "The tiles lie as before.")
                .misconception(
                        "order applied twice",
                        (tiles, order) -> pick(pick(tiles, order), order),
                        "Your tiles are laid twice: take all of them from the tiles as they were"
                                + " given, not from those that are moved already.")
                .misconception(
                        "from the end",
                        (tiles, order) -> pick(tiles, reversed(order)),
                        "You read the order from its end.")
                .misconception(
                        "pixel rows for tiles",
                        (tiles, order) -> {
                            Shape s = tiles.getShape();
                            long rows = s.get(3);
                            int[] fit =
                                    Arrays.stream(order).filter(i -> i < rows).toArray();
                            NDList parts = new NDList();
                            for (int i : fit) {
                                parts.add(tiles.get(new NDIndex(":,:,:,{}:{}", i, i + 1)));
                            }
                            return NDArrays.concat(parts, 3);
                        },
                        "You reorder the rows of pixels within each tile. Count the axes from 0:"
                                + " which one counts the tiles?")
                .misconception(
                        "images for tiles",
                        (tiles, order) -> {
                            int[] fit = Arrays.stream(order)
                                    .filter(i -> i < tiles.getShape().get(0))
                                    .toArray();
                            NDList parts = new NDList();
                            for (int i : fit) {
                                parts.add(tiles.get(new NDIndex("{}:{}", i, i + 1)));
                            }
                            return NDArrays.concat(parts, 0);
                        },
                        "You reorder the images of the batch. Count the axes from 0: which one counts" + " the tiles?")
                .misconception(
                        "tiles mirrored",
                        (tiles, order) -> pick(tiles, order).flip(4),
                        "The tiles are in their places, but each is mirrored: a puzzle is laid, not" + " turned over.")
                .misconception(
                        "one image only",
                        (tiles, order) -> pick(tiles, order).get(new NDIndex("0:1")),
                        "You lay the puzzle of the first image and return that alone. The whole batch"
                                + " is laid in the same order.")
                .misconception(
                        "chained exchanges",
                        (tiles, order) -> pick(tiles, chained(order)),
                        "You exchange tiles in place, one pair after the other: a tile that is moved"
                                + " early is moved again later.")
                .build();
    }

    private static Signature<Lay> signature() {
        return new Signature<>(
                "lay",
                Kind.NDARRAY,
                List.of("tiles", "order"),
                List.of(Kind.NDARRAY, Kind.INTS),
                (f, a) -> f.apply((NDArray) a[0], (int[]) a[1]));
    }

    /** An exchange of two, or a circle of four and one of three. */
    private static Call call(RandomGenerator r, boolean exchange) {
        int images = r.nextInt(2, 4);
        int n = r.nextInt(7, 10);
        int channels = r.nextInt(1, 4);
        int side = r.nextInt(2, 4);
        int[] order = IntStream.range(0, n).toArray();
        if (exchange) {
            turn(order, 1, 4);
        } else {
            int[] places = IntStream.range(0, n).toArray();
            for (int i = n - 1; i > 0; i--) {
                int j = r.nextInt(i + 1);
                int kept = places[i];
                places[i] = places[j];
                places[j] = kept;
            }
            turn(order, places[0], places[1], places[2], places[3]);
            turn(order, places[4], places[5], places[6]);
        }
        double[] pixels = new double[images * n * channels * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = r.nextInt(256);
        }
        return Call.of(Value.tensor(new long[] {images, n, channels, side, side}, pixels), Value.of(order));
    }

    private static void turn(int[] order, int... places) {
        int kept = order[places[0]];
        for (int i = 0; i + 1 < places.length; i++) {
            order[places[i]] = order[places[i + 1]];
        }
        order[places[places.length - 1]] = kept;
    }

    private static NDArray pick(NDArray tiles, int... order) {
        NDList parts = new NDList();
        for (int i : order) {
            parts.add(tiles.get(new NDIndex(":,{}:{}", i, i + 1)));
        }
        return NDArrays.concat(parts, 1);
    }

    private static int[] inverse(int... order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    private static int[] reversed(int... order) {
        return IntStream.range(0, order.length)
                .map(i -> order[order.length - 1 - i])
                .toArray();
    }

    private static int[] chained(int... order) {
        int[] now = IntStream.range(0, order.length).toArray();
        for (int i = 0; i < order.length; i++) {
            int kept = now[i];
            now[i] = now[order[i]];
            now[order[i]] = kept;
        }
        return now;
    }

    /** The oracle: number by number. */
    private static Value laid(Value tiles, int... order) {
        int tile = tiles.size() / tiles.length(0) / order.length;
        double[] in = tiles.data();
        double[] out = new double[in.length];
        for (int i = 0; i < out.length; i++) {
            int image = i / (order.length * tile);
            int place = i / tile % order.length;
            out[i] = in[(image * order.length + order[place]) * tile + i % tile];
        }
        return Value.tensor(tiles.shape(), out);
    }
}
