package kontrast.grader.exercise.sound;

import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 14.1: the samples that a code of a chain of convolutions depends on. */
final class HeardCheck {

    private HeardCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                heard((int) a.get(0).number(), Unpack.ints(a.get(1)), Unpack.ints(a.get(2)), Unpack.ints(a.get(3))));
        Cases bare = Cases.times(5, r -> call(r, r.nextInt(2, 5), false, r.nextInt(1, 9)));
        Cases padded = Cases.times(5, r -> call(r, r.nextInt(2, 5), true, r.nextInt(1, 9)));
        Cases single = Cases.times(3, r -> call(r, 1, true, r.nextInt(1, 9)));
        Cases zero = Cases.times(3, r -> call(r, 3, true, 0));
        return Check.of("14.1")
                .example(
                        "Two layers, both with a padding of 1: first a kernel of 5 and a stride of 3, then a kernel of"
                                + " 4 and a stride of 2; code 0. Write down the inputs -1 to 2 of the second layer,"
                                + " and below them what the first and the last of these need.",
                        Call.of(
                                Value.of(0),
                                Value.of(new int[] {5, 4}),
                                Value.of(new int[] {3, 2}),
                                Value.of(new int[] {1, 1})))
                .property(Property.equal("is right for several layers without padding", 2, 0, bare, oracle)
                        .asEssential())
                .property(Property.equal("is right with padding", 2, 0, padded, oracle))
                .property(Property.equal("is right for a single layer", 1, 0, single, oracle))
                .property(Property.equal("is right for code 0, which begins before the sound", 1, 0, zero, oracle))
                .property(Property.pure(1, padded));
    }

    /** Layers that differ in everything; the last stride is no 1, and no kernel is its stride. */
    private static Call call(RandomGenerator r, int layers, boolean padded, int code) {
        int[] kernels = new int[layers];
        int[] strides = new int[layers];
        int[] pads = new int[layers];
        for (int l = 0; l < layers; l++) {
            strides[l] = 2 + (l + r.nextInt(0, 2)) % 3;
            kernels[l] = strides[l] + 1 + (2 * l + r.nextInt(0, 2)) % 4;
            pads[l] = padded ? 1 + (l + r.nextInt(0, 2)) % 3 : 0;
        }
        return Call.of(Value.of(code), Value.of(kernels), Value.of(strides), Value.of(pads));
    }

    /** The oracle: gathers every input of every output, layer by layer. */
    static int[] heard(int code, int[] kernels, int[] strides, int[] pads) {
        TreeSet<Integer> needed = new TreeSet<>(List.of(code));
        for (int l = kernels.length - 1; l >= 0; l--) {
            TreeSet<Integer> inputs = new TreeSet<>();
            for (int output : needed) {
                for (int i = 0; i < kernels[l]; i++) {
                    inputs.add(output * strides[l] + i - pads[l]);
                }
            }
            needed = inputs;
        }
        return new int[] {needed.first(), needed.last()};
    }
}
