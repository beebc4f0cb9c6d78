package kontrast.grader.exercise.dense;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 17.2: the pixel of B in which the point of a pixel of A lies, if it is seen there. */
final class MatchesCheck {

    private MatchesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(matches(Draw.matrix(a.get(0)), Unpack.ints(a.get(1)), Unpack.ints(a.get(2)), (int)
                a.get(3).number()));
        Cases seen = Cases.times(4, r -> call(r, 0, 1));
        Cases hidden = Cases.times(4, r -> call(r, 0, 3));
        Cases outside = Cases.times(4, r -> call(r, 2, 3));
        Cases one = Cases.times(3, r -> call(r, 2, 1));
        return Check.of("17.2")
                .example(
                        "Pictures of 2 x 2 pixels. The pixels of A show the things 1, 1, 0, 2 and go to (1.5, 0.2),"
                                + " (-0.3, 1.5), (0.5, 0.5), (0.1, 1.9); those of B show 0, 1, 2, 2. In which"
                                + " pixels of B do these places lie?",
                        Call.of(
                                Value.of(new float[][] {{1.5f, 0.2f}, {-0.3f, 1.5f}, {0.5f, 0.5f}, {0.1f, 1.9f}}),
                                Value.of(new int[] {1, 1, 0, 2}),
                                Value.of(new int[] {0, 1, 2, 2}),
                                Value.of(2)))
                .property(Property.equal("is right where nothing leaves the picture", 2, 0, seen, oracle)
                        .asEssential())
                .property(Property.equal("finds no match for what is hidden in B", 2, 0, hidden, oracle))
                .property(Property.equal("finds no match for what has left the picture", 2, 0, outside, oracle))
                .property(Property.equal("is right for a single thing at the edge", 1, 0, one, oracle))
                .property(Property.pure(1, hidden));
    }

    /** Places up to so far outside; as many things, of which A and B show any, and the background. */
    private static Call call(RandomGenerator r, int beyond, int things) {
        int side = r.nextInt(5, 8);
        int area = side * side;
        float[][] places = new float[area][2];
        int[] whoA = new int[area];
        int[] whoB = new int[area];
        for (int p = 0; p < area; p++) {
            for (int i = 0; i < 2; i++) { // a quarter of a pixel away from its edges and its middle
                int pixel = r.nextInt(-beyond, side + beyond);
                places[p][i] = pixel + (r.nextBoolean() ? 0.25f : 0.75f);
            }
            whoA[p] = r.nextInt(things + 1);
            whoB[p] = r.nextInt(things + 1);
        }
        places[0] = new float[] {side - 0.25f, side - 1.25f}; // one that is seen in the last column, and two edges
        whoA[0] = 1;
        whoB[(side - 2) * side + side - 1] = 1;
        places[1] = new float[] {beyond > 0 ? side : side - 1, 0};
        places[2] = new float[] {0, beyond > 0 ? side : side - 1};
        if (beyond == 0) { // both edges are seen
            whoA[1] = 1;
            whoA[2] = 1;
            whoB[side - 1] = 1;
            whoB[(side - 1) * side] = 1;
        }
        if (beyond > 0) { // just outside on the left and above, where the first pixel shows the thing
            places[3] = new float[] {-0.25f, 2.25f};
            places[4] = new float[] {2.75f, -0.75f};
            whoA[3] = 1;
            whoA[4] = 1;
            whoB[2 * side] = 1;
            whoB[side - 1 + side] = 1;
            whoB[2] = 1;
            whoA[1] = 1;
            whoA[2] = 1;
            whoB[side] = 1;
        }
        return Call.of(Value.of(places), Value.of(whoA), Value.of(whoB), Value.of(side));
    }

    /** The oracle: asks each pixel of B whether the place lies in it. */
    private static int[] matches(double[][] places, int[] whoA, int[] whoB, int side) {
        return IntStream.range(0, whoA.length)
                .map(p -> IntStream.range(0, whoB.length)
                        .filter(q -> whoA[p] != 0 && whoA[p] == whoB[q])
                        .filter(q -> List.of(0, 1).stream().allMatch(i -> {
                            double from = i == 0 ? q % side : q / side;
                            return from <= places[p][i] && places[p][i] < from + 1;
                        }))
                        .findFirst()
                        .orElse(-1))
                .toArray();
    }
}
