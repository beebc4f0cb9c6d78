package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.RotationExercises.Turn;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 3.2: a square picture turned by quarters, counter-clockwise, pixel by pixel. */
final class TurnCheck {

    private TurnCheck() {}

    static Check<Turn> create() {
        Oracle oracle =
                a -> Value.of(rotated(Unpack.rows(a.get(0)), (int) a.get(1).number()));
        Cases once = Cases.times(4, r -> call(r, 1));
        Cases any = r -> List.of(call(r, 0), call(r, 2), call(r, 3), call(r, 2), call(r, 3));
        Cases beyond = r -> List.of(call(r, 4), call(r, 5), call(r, -1), call(r, -2), call(r, -6));
        return Check.of("3.2", "A quarter turn", 3, signature())
                .reference((image, quarters) -> turned(image, quarters, Move.LEFT))
                .example(
                        "The picture 1 2 over 3 4, turned by one quarter, counter-clockwise. Turn the"
                                + " paper to the left and read it again.",
                        Call.of(Value.of(new float[][] {{1, 2}, {3, 4}}), Value.of(1)))
                .property(Property.equal("turns by one quarter", 2, 0, once, oracle)
                        .asEssential())
                .property(Property.equal("turns by 0, 2 and 3 quarters", 2, 0, any, oracle))
                .property(Property.equal(
                        "turns by any whole number of quarters, negative ones clockwise", 1, 0, beyond, oracle))
                .property(Property.pure(1, once))
                .misconception(
                        "clockwise",
                        (image, quarters) -> turned(image, -quarters, Move.LEFT),
                        "Your picture turns clockwise. Both would do for the task, but then the"
                                + " labels 1 and 3 would have to change places.")
                .misconception(
                        "transposed",
                        (image, quarters) -> turned(image, quarters, Move.TRANSPOSED),
                        "You exchange rows and columns. That is a mirror image: write an L and do it"
                                + " on paper. No rotation makes an L of what you get.")
                .misconception(
                        "transposed along the other diagonal",
                        (image, quarters) -> turned(image, quarters, Move.ANTITRANSPOSED),
                        "You exchange rows and columns along the other diagonal. That is a mirror"
                                + " image; a rotation can always be undone by rotating on.")
                .misconception(
                        "mirrored left and right",
                        (image, quarters) -> turned(image, quarters, Move.MIRRORED),
                        "You mirror left and right. Letters tell a mirror image from a turned one.")
                .misconception(
                        "upside down",
                        (image, quarters) -> turned(image, quarters, Move.FLIPPED),
                        "You exchange top and bottom, row by row. A rotation also exchanges left and" + " right.")
                .misconception(
                        "half turns",
                        (image, quarters) -> turned(image, 2 * quarters, Move.LEFT),
                        "You turn twice as far: reversing rows and columns is half a turn.")
                .misconception(
                        "rows pushed round",
                        (image, quarters) -> turned(image, quarters, Move.SHIFTED),
                        "You push the rows on by one. To rotate a list is another thing than to" + " rotate a picture.")
                .misconception(
                        "always one quarter",
                        (image, quarters) -> turned(image, 1, Move.LEFT),
                        "One quarter is right, but you always turn by one, whatever quarters says.")
                .misconception(
                        "no more than one quarter",
                        (image, quarters) -> turned(image, Math.min(1, Math.max(0, quarters)), Move.LEFT),
                        "Your picture is turned once or not at all. Two quarters are one quarter of"
                                + " the result of one quarter.")
                .misconception(
                        "negative numbers do nothing",
                        (image, quarters) -> turned(image, Math.max(0, quarters), Move.LEFT),
                        "A negative number of quarters leaves your picture as it is: a loop from 0"
                                + " up to it never runs. How many quarters to the left are one to"
                                + " the right?")
                .misconception(
                        "sign lost",
                        (image, quarters) -> turned(image, Math.abs(quarters), Move.LEFT),
                        "You turn to the left for negative numbers too. In Java -1 % 4 is -1, and its"
                                + " absolute value is not what you want; Math.floorMod might be.")
                .misconception(
                        "nothing from four quarters on",
                        (image, quarters) -> turned(image, quarters > 3 || quarters < 0 ? 0 : quarters, Move.LEFT),
                        "Numbers other than 0 to 3 leave your picture as it is. Five quarters are" + " one.")
                .misconception(
                        "input overwritten",
                        (image, quarters) -> {
                            float[][] turned = turned(image, quarters, Move.LEFT);
                            for (int y = 0; y < image.length; y++) {
                                image[y] = turned[y].clone();
                            }
                            return turned;
                        },
                        "The result is right, but the picture that you were given is turned as well."
                                + " Its other three rotations are still to be made from it.")
                .build();
    }

    private static Signature<Turn> signature() {
        return new Signature<>(
                "turn",
                Kind.MATRIX,
                List.of("image", "quarters"),
                List.of(Kind.MATRIX, Kind.INT),
                (f, a) -> f.apply((float[][]) a[0], (int) a[1]));
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

    private enum Move {
        LEFT,
        TRANSPOSED,
        ANTITRANSPOSED,
        MIRRORED,
        FLIPPED,
        SHIFTED
    }

    private static float[][] turned(float[][] image, int quarters, Move move) {
        float[][] turned = image;
        for (int i = 0; i < Math.floorMod(quarters, 4); i++) {
            turned = moved(turned, move);
        }
        float[][] copy = new float[turned.length][];
        for (int y = 0; y < copy.length; y++) {
            copy[y] = turned[y].clone();
        }
        return copy;
    }

    private static float[][] moved(float[][] image, Move move) {
        int s = image.length;
        float[][] moved = new float[s][s];
        for (int y = 0; y < s; y++) {
            for (int x = 0; x < s; x++) {
                moved[y][x] = switch (move) {
                    case LEFT -> image[x][s - 1 - y];
                    case TRANSPOSED -> image[x][y];
                    case ANTITRANSPOSED -> image[s - 1 - x][s - 1 - y];
                    case MIRRORED -> image[y][s - 1 - x];
                    case FLIPPED -> image[s - 1 - y][x];
                    case SHIFTED -> image[(y + 1) % s][x];
                };
            }
        }
        return moved;
    }
}
