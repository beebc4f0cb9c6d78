package kontrast.grader.exercise.rotation;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 3.2: a square picture turned by quarters, counter-clockwise, pixel by pixel. */
final class TurnCheck {

    private TurnCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(rotated(Unpack.rows(a.get(0)), (int) a.get(1).number()));
        Cases once = Cases.times(4, r -> call(r, 1));
        Cases any = r -> List.of(call(r, 0), call(r, 2), call(r, 3), call(r, 2), call(r, 3));
        Cases beyond = r -> List.of(call(r, 4), call(r, 5), call(r, -1), call(r, -2), call(r, -6));
        return Check.of("3.2")
                .example(
                        "The picture 1 2 over 3 4, turned by one quarter, counter-clockwise. Turn the"
                                + " paper to the left and read it again.",
                        Call.of(Value.of(new float[][] {{1, 2}, {3, 4}}), Value.of(1)))
                .property(Property.equal("turns by one quarter", 2, 0, once, oracle)
                        .asEssential())
                .property(Property.equal("turns by 0, 2 and 3 quarters", 2, 0, any, oracle))
                .property(Property.equal(
                        "turns by any whole number of quarters, negative ones clockwise", 1, 0, beyond, oracle))
                .property(Property.pure(1, once));
    }

    /** Pixels are whole grey levels, so that copying is exact. */
    private static Call call(RandomGenerator r, int quarters) {
        int side = r.nextInt(3, 7);
        float[][] image = new float[side][side];
        for (float[] row : image) {
            for (int x = 0; x < side; x++) {
                row[x] = r.nextInt(256);
            }
        }
        return Call.of(Value.of(image), Value.of(quarters));
    }

    /** Where the pixel of row y and column x was, for each number of turns. */
    private static float[][] rotated(float[][] image, int quarters) {
        int last = image.length - 1;
        float[][] rotated = new float[last + 1][last + 1];
        for (int y = 0; y <= last; y++) {
            for (int x = 0; x <= last; x++) {
                rotated[y][x] = switch (Math.floorMod(quarters, 4)) {
                    case 1 -> image[x][last - y];
                    case 2 -> image[last - y][last - x];
                    case 3 -> image[last - x][y];
                    default -> image[y][x];
                };
            }
        }
        return rotated;
    }
}
