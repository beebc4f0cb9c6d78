package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import kontrast.loss.CpcBce;
import kontrast.loss.Negatives;
import kontrast.method.CpcOptions.Direction;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which code a prediction is compared with: rows, columns, steps, directions and negatives. */
class CpcObjectiveTest {

    private static final int B = 3;
    private static final int R = 4;
    private static final int C = 2;
    private static final int D = 5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray random(long seed, long... shape) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        return manager.create(
                random.doubles(new Shape(shape).size()).map(u -> 4 * u - 2).toArray(), new Shape(shape));
    }

    private NDList predictions(int first, int last) {
        NDList list = new NDList();
        for (int k = first; k <= last; k++) {
            list.add(random(k, B, R - k, C, D));
        }
        return list;
    }

    private static double dot(NDArray p, NDArray z) {
        double[] a = p.toDoubleArray();
        double[] b = z.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Row t + k of the same column against every code of the batch, one after another. */
    private double naive(NDArray z, NDList p, int first, int offset) {
        double all = 0;
        for (int i = 0; i < p.size(); i++) {
            double sum = 0;
            int k = first + i;
            for (int n = 0; n < B; n++) {
                for (int t = 0; t + k < R; t++) {
                    for (int c = 0; c < C; c++) {
                        NDArray own = p.get(i).get(n, t, c);
                        double denominator = 0;
                        for (int m = 0; m < B; m++) {
                            for (int r = 0; r < R; r++) {
                                for (int q = 0; q < C; q++) {
                                    denominator += Math.exp(dot(own, z.get(m, r, q)));
                                }
                            }
                        }
                        NDArray right = z.get(n, t + k + offset, c);
                        sum += Math.log(denominator) - dot(own, right);
                    }
                }
            }
            all += sum / (B * (R - k) * C);
        }
        return all / p.size();
    }

    @Test
    void infoNceComparesWithTheRowKBelow() {
        NDArray z = random(9, B, R, C, D);
        CpcObjective objective = new CpcObjective.InfoNce(Negatives.ALL, 1);
        for (int first = 1; first <= 2; first++) {
            NDList p = predictions(first, 3);
            double found = objective.loss(z, p, first, new SplittableRandom(1)).getDouble();
            assertEquals(naive(z, p, first, 0), found, 1e-10);
            assertTrue(Math.abs(naive(z, p, first, -1) - found) > 1e-3, "one row too early");
        }
        assertEquals(Math.log(B * R * C), objective.chance(B, R * C), 1e-12);
        assertEquals(1.0 / (B * R * C), objective.trivialAccuracy(B, R * C), 1e-12);
    }

    /** Codes that name something: a one-hot vector of a number given to (image, row, column). */
    private NDArray named(int rows, int from, ToIntFunction<int[]> name) {
        float[] values = new float[B * rows * C * B * R * C];
        for (int i = 0; i < B * rows * C; i++) {
            int[] place = {i / (rows * C), from + i / C % rows, i % C};
            values[i * B * R * C + name.applyAsInt(place)] = 9;
        }
        return manager.create(values, new Shape(B, rows, C, B * R * C));
    }

    private double[] accuracies(CpcObjective objective, ToIntFunction<int[]> name) {
        NDArray z = named(R, 0, name);
        NDList p = new NDList(named(R - 1, 1, name), named(R - 2, 2, name));
        return objective.accuracies(z, p, 1, new SplittableRandom(2));
    }

    private double loss(CpcObjective objective, ToIntFunction<int[]> name) {
        NDArray z = named(R, 0, name);
        NDList p = new NDList(named(R - 1, 1, name), named(R - 2, 2, name));
        return objective.loss(z, p, 1, new SplittableRandom(2)).getFloat();
    }

    /**
     * Right sequences always match. Wrong ones match, and are misjudged, exactly if all that the
     * codes name is what a negative shares: the image, or the place.
     */
    @ParameterizedTest
    @EnumSource(Negatives.class)
    void wrongSequencesComeFromWhereTheyAreSaidTo(Negatives negatives) {
        CpcObjective objective = new CpcObjective.Bce(negatives, new CpcBce(1));
        double[] each = accuracies(objective, p -> (p[0] * R + p[1]) * C + p[2]);
        assertArrayEquals(new double[] {1, 1}, each, 1e-12, "never the right one itself");
        double byImage = accuracies(objective, p -> p[0])[0];
        double byPlace = accuracies(objective, p -> p[1] * C + p[2])[0];
        switch (negatives) {
            case OTHER_IMAGES -> {
                assertEquals(1, byImage, 1e-12);
                assertEquals(0.5, byPlace, 1e-12);
            }
            case SAME_IMAGE -> {
                assertEquals(0.5, byImage, 1e-12);
                assertEquals(1, byPlace, 1e-12);
            }
            case ALL -> {
                assertTrue(byImage > 0.5 && byImage < 1, "" + byImage);
                assertTrue(byPlace > 0.5 && byPlace < 1, "" + byPlace);
            }
        }
        // Scores: 81/(B R C) for what matches, 0 for what does not; the loss follows from those.
        double match = 81.0 / (B * R * C);
        double expected = (Math.log1p(Math.exp(-match)) + Math.log(2)) / 2;
        double found = loss(objective, p -> (p[0] * R + p[1]) * C + p[2]);
        assertEquals(expected, found, 1e-5);
    }

    @Test
    void chanceOfBceIsThatOfTheConstantAnswer() {
        CpcObjective objective = new CpcObjective.Bce(Negatives.ALL, new CpcBce(31));
        assertEquals(0.96875, objective.trivialAccuracy(8, 9), 1e-12);
        assertEquals(new CpcBce(31).chance(), objective.chance(8, 9), 1e-12);
        NDArray z = random(1, 1, R, C, D);
        NDList p = new NDList(random(2, 1, R - 1, C, D));
        CpcObjective others = new CpcObjective.Bce(Negatives.OTHER_IMAGES, new CpcBce(1));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> others.loss(z, p, 1, new SplittableRandom(1)))
                .getMessage();
        assertTrue(message.contains("OTHER_IMAGES"), message);
    }

    /** After turning, what is to be predicted lies below. */
    @Test
    void directionsTurnTheGrid() {
        NDArray grid = manager.arange(0f, 6f, 1f, DataType.FLOAT32).reshape(1, 2, 3, 1); // 0 1 2 / 3 4 5
        float[][] expected = {
            {0, 1, 2, 3, 4, 5}, // down
            {3, 4, 5, 0, 1, 2}, // up: the last row first
            {0, 3, 1, 4, 2, 5}, // right: the first column becomes the first row
            {2, 5, 1, 4, 0, 3} // left: the last column becomes the first row
        };
        Direction[] directions = Direction.values();
        for (int i = 0; i < directions.length; i++) {
            Direction direction = directions[i];
            NDArray turned = direction.turn(grid);
            assertArrayEquals(expected[i], turned.toFloatArray());
            assertEquals(direction.alongRows() ? 2 : 3, turned.getShape().get(1));
        }
    }
}
