package kontrast.grader.exercise.patches;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 4.5: the tiles of every image, laid in an order. */
final class LayCheck {

    private LayCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> laid(a.get(0), Unpack.ints(a.get(1)));
        Cases exchange = Cases.times(3, r -> call(r, true));
        Cases any = Cases.times(4, r -> call(r, false));
        return Check.of("4.5")
                .example(
                        "Two images of three tiles, each a single grey pixel: 10, 20, 30, and 40, 50, 60. The"
                                + " order is 2, 0, 1. What lies at place 0 of each?",
                        Call.of(
                                Value.tensor(new long[] {2, 3, 1, 1, 1}, 10, 20, 30, 40, 50, 60),
                                Value.of(new int[] {2, 0, 1})))
                .property(Property.equal("lays tiles in any order", 3, 0, any, oracle))
                .property(Property.equal("swaps two tiles", 1, 0, exchange, oracle)
                        .asEssential())
                .property(Property.pure(1, any));
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

    /** The oracle: number by number. */
    static Value laid(Value tiles, int... order) {
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
