package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.Patches;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 13.1: an image becomes a grid of patches that overlap. */
final class PatchesCheck {

    private PatchesCheck() {}

    static Check<Patches> create() {
        Oracle oracle = a -> MoCoFormulas.matrix(CpcFormulas.patches(
                Draw.matrix(a.get(0)), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases exact = Cases.times(5, r -> call(r, 4, 2, 0));
        Cases rest = Cases.times(5, r -> call(r, 5, 4, r.nextInt(2, 4)));
        Cases apart = r -> List.of(call(r, 3, 3, 0), call(r, 3, 3, 0), call(r, 2, 3, 0), call(r, 2, 3, 1), oneRow(r));
        return Check.of("13.1", "Overlapping patches", 3, signature())
                .reference(new Cut()::patches)
                .example(
                        "An image of two rows, 1 2 3 4 5 and 6 7 8 9 10; patches of 2 x 2 pixels, stride"
                                + " 1. Frame the four patches, and read each from the top left.",
                        Call.of(Value.of(new float[][] {{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}}), Value.of(2), Value.of(1)))
                .property(Property.equal("cuts patches that overlap and fill the image", 3, 0, exact, oracle)
                        .asEssential())
                .property(Property.equal(
                        "leaves the rest over evenly where the grid does not fill the image", 2, 0, rest, oracle))
                .property(Property.equal(
                        "cuts patches that lie side by side or with gaps between them", 1, 0, apart, oracle))
                .property(Property.pure(1, exact))
                .misconception(
                        "one patch too few",
                        new Cut().fewer()::patches,
                        "A patch is missing along each side. Between n patches lie n - 1 strides: how"
                                + " many patches are there if the image is as wide as one?")
                .misconception(
                        "no overlap",
                        (image, patch, stride) -> new Cut().patches(image, patch, patch),
                        "Your patches lie side by side: the stride changes nothing. From one patch to"
                                + " the next it is stride pixels, not patch pixels.")
                .misconception(
                        "stride of one",
                        (image, patch, stride) -> new Cut().patches(image, patch, 1),
                        "You cut a patch at every pixel. From one patch to the next it is stride" + " pixels.")
                .misconception(
                        "grid not centred",
                        new Cut().from(Cut.Start.CORNER)::patches,
                        "Your grid begins in the corner, so that all that it does not cover lies at"
                                + " the right and at the bottom. Half of the rest belongs on either"
                                + " side.")
                .misconception(
                        "rest all on one side",
                        new Cut().from(Cut.Start.REST)::patches,
                        "Your grid ends in the lower right corner, and all that it does not cover"
                                + " lies at the left and at the top. Half of the rest belongs on"
                                + " either side.")
                .misconception(
                        "column after column",
                        new Cut().columnsFirst()::patches,
                        "Your patches come column after column. The text goes row after row, as one" + " reads.")
                .misconception(
                        "patch on its side",
                        new Cut().transposed()::patches,
                        "The patches are in the right order, but the pixels within each come column"
                                + " after column. The text goes row after row there, too.")
                .misconception(
                        "as many columns as rows",
                        new Cut().square()::patches,
                        "You take as many patches along the width as along the height. An image need"
                                + " not be square.")
                .misconception(
                        "patches beyond the edge",
                        new Cut().padded()::patches,
                        "You cut patches that reach beyond the edge, and fill them up with zeros. Only"
                                + " whole patches count.")
                .misconception(
                        "patch and stride exchanged",
                        (image, patch, stride) -> new Cut().patches(image, stride, patch),
                        "Your patches have the size of the stride, and your stride that of the" + " patches.")
                .misconception(
                        "mean of each patch",
                        (image, patch, stride) -> means(new Cut().patches(image, patch, stride)),
                        "You give one number for each patch. Wanted are its pixels; what they mean is"
                                + " for the encoder to say.")
                .build();
    }

    private static Signature<Patches> signature() {
        return new Signature<>(
                "patches",
                Kind.MATRIX,
                List.of("image", "patch", "stride"),
                List.of(Kind.MATRIX, Kind.INT, Kind.INT),
                (f, a) -> f.apply((float[][]) a[0], (int) a[1], (int) a[2]));
    }

    /** An image of 3 rows and 4 columns of patches or the other way round, and a rest of pixels. */
    private static Call call(RandomGenerator r, int patch, int stride, int rest) {
        boolean wide = r.nextBoolean();
        int more = r.nextInt(1, 3);
        int height = patch + stride * (2 + (wide ? 0 : more)) + rest;
        int width = patch + stride * (2 + (wide ? more : 0)) + rest;
        return Call.of(Value.of(Draw.rows(r, height, width)), Value.of(patch), Value.of(stride));
    }

    /** An image of one row, in patches of one pixel. */
    private static Call oneRow(RandomGenerator r) {
        return Call.of(Value.of(Draw.rows(r, 1, 5)), Value.of(1), Value.of(r.nextInt(1, 3)));
    }

    private static float[][] means(float[][] rows) {
        float[][] means = new float[rows.length][1];
        for (int i = 0; i < rows.length; i++) {
            for (float x : rows[i]) {
                means[i][0] += x / rows[i].length;
            }
        }
        return means;
    }

    /** The cut, with a switch for each way to get it wrong. */
    private static final class Cut {
        private enum Start {
            CENTRED,
            CORNER,
            REST
        }

        private Start start = Start.CENTRED;
        private int missing;
        private boolean columnsFirst;
        private boolean transposed;
        private boolean square;
        private boolean padded;

        Cut from(Start place) {
            start = place;
            return this;
        }

        Cut fewer() {
            missing = 1;
            return this;
        }

        Cut columnsFirst() {
            columnsFirst = true;
            return this;
        }

        Cut transposed() {
            transposed = true;
            return this;
        }

        Cut square() {
            square = true;
            return this;
        }

        Cut padded() {
            padded = true;
            return this;
        }

        float[][] patches(float[][] image, int patch, int stride) {
            int rows = along(image.length, patch, stride);
            int columns = square ? rows : along(image[0].length, patch, stride);
            int top = start(image.length, patch, stride, rows);
            int left = start(image[0].length, patch, stride, columns);
            float[][] patches = new float[rows * columns][patch * patch];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int at = columnsFirst ? column * rows + row : row * columns + column;
                    for (int i = 0; i < patch; i++) {
                        for (int j = 0; j < patch; j++) {
                            int y = top + row * stride + i;
                            int x = left + column * stride + j;
                            int pixel = transposed ? j * patch + i : i * patch + j;
                            boolean outside = y >= image.length || x >= image[0].length;
                            patches[at][pixel] = padded && outside ? 0 : image[y][x];
                        }
                    }
                }
            }
            return patches;
        }

        private int along(int length, int patch, int stride) {
            int whole = 1 - missing + (length - patch) / stride;
            return padded && (length - patch) % stride > 0 ? whole + 1 : whole;
        }

        private int start(int length, int patch, int stride, int count) {
            int rest = length - patch - stride * (count - 1);
            return switch (start) {
                case CENTRED -> padded ? 0 : rest / 2;
                case CORNER -> 0;
                case REST -> rest;
            };
        }
    }
}
