package kontrast.grader.exercise.video;

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

/** 6.3: which of some colours is nearest. */
final class NearestClustersCheck {

    private NearestClustersCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(nearest(Unpack.rows(a.get(0)), Unpack.rows(a.get(1))));
        Cases plain = r -> List.of(call(r, 40), call(r, 40), call(r, 40), call(r, 40), call(r, 0.3));
        Cases ties = r -> List.of(tied(r), tied(r), tied(r));
        return Check.of("6.3")
                .example(
                        "Two colours, (10, 0) and (-3, -4); three centres, (0, 0), (20, 0) and (12, 8). The first"
                                + " colour is 10 away from centres 0 and 1. And from centre 2?",
                        Call.of(Value.of(new float[][] {{10, 0}, {-3, -4}}), Value.of(new float[][] {
                            {0, 0}, {20, 0}, {12, 8}
                        })))
                .property(Property.equal("finds the nearest centre", 3, 0, plain, oracle)
                        .asEssential())
                .property(Property.equal("resolves ties in favour of the smallest number", 1, 0, ties, oracle))
                .property(Property.pure(1, plain));
    }

    /** With a deviation of 0.3, the whole part of most squared distances is 0. */
    private static Call call(RandomGenerator r, double deviation) {
        return Call.of(
                Value.of(Draw.numbers(r, r.nextInt(25, 40), 2, deviation)),
                Value.of(Draw.numbers(r, r.nextInt(6, 12), 2, deviation)));
    }

    /** Colours with four centres at the distance 5, in any order, behind a farther one: exact in single precision. */
    private static Call tied(RandomGenerator r) {
        int[][] around = {{3, 4}, {-5, 0}, {0, 5}, {4, -3}};
        int[] order = Draw.permutation(r, 4);
        float[][] centres = new float[6][];
        int x = r.nextInt(-20, 20);
        int y = r.nextInt(-20, 20);
        centres[0] = new float[] {x + 30, y + 30};
        for (int k = 0; k < 4; k++) {
            centres[k + 1] = new float[] {x + around[order[k]][0], y + around[order[k]][1]};
        }
        centres[5] = new float[] {x - 6, y + 1};
        return Call.of(Value.of(new float[][] {{x, y}, {x + 29, y + 31}}), Value.of(centres));
    }

    /** The oracle: the first centre from which no other is nearer. */
    private static int[] nearest(float[][] ab, float[][] centres) {
        return IntStream.range(0, ab.length)
                .map(i -> IntStream.range(0, centres.length)
                        .filter(k -> IntStream.range(0, centres.length)
                                .noneMatch(l -> distance(ab[i], centres[l]) < distance(ab[i], centres[k])))
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }

    private static double distance(float[] u, float... v) {
        return Math.hypot(u[0] - (double) v[0], u[1] - (double) v[1]);
    }
}
