package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.CropMatrix;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 11.1: y = P x cuts a crop out of a line of pixels and enlarges it. */
final class CropMatrixCheck {

    private CropMatrixCheck() {}

    static Check<CropMatrix> create() {
        Cases whole = Cases.times(6, r -> {
            int in = r.nextInt(2, 9);
            return call(in, 0, in, r.nextInt(in + 1, 3 * in + 2));
        });
        Cases crops = Cases.times(10, CropMatrixCheck::crop);
        Cases cuts = Cases.times(5, r -> {
            int length = r.nextInt(1, 6);
            int start = r.nextInt(0, 5);
            return call(start + length + r.nextInt(0, 4), start, length, length);
        });
        return Check.of("11.1", "The crop as an interpolation matrix", 3, signature())
                .reference((in, start, length, out) -> build(in, start, length, out, Rule.RIGHT))
                .example(
                        "A line of 4 pixels: its last 2 pixels, enlarged to 4. The four samples lie"
                                + " a half pixel apart; draw the pixels as squares and mark where"
                                + " the centres of the new, smaller squares fall.",
                        call(4, 2, 2, 4))
                .property(Property.equal("enlarges a whole line", 2, 1e-5, whole, oracle())
                        .asEssential())
                .property(Property.equal("cuts out a crop of its own size unchanged", 1, 1e-5, cuts, oracle()))
                .property(Property.equal("cuts out a crop and enlarges it", 3, 1e-5, crops, oracle()))
                .misconception(
                        "corners aligned",
                        (in, start, length, out) -> build(in, start, length, out, Rule.CORNERS_ALIGNED),
                        "Your first and last sample sit exactly on the first and last pixel centre,"
                                + " so the samples are spread over length - 1 steps. A pixel is a"
                                + " square with a width: the crop reaches from the outer edge of"
                                + " its first pixel to the outer edge of its last.")
                .misconception(
                        "no half pixel",
                        (in, start, length, out) -> build(in, start, length, out, Rule.NO_HALF_PIXEL),
                        "Your result is shifted by a fraction of a pixel: sample i is taken where"
                                + " its square begins. Where is the centre of square i, and where"
                                + " is the centre of an input pixel?")
                .misconception(
                        "nearest neighbour",
                        (in, start, length, out) -> build(in, start, length, out, Rule.NEAREST),
                        "Each row of yours has a single 1: that copies the nearest pixel. Share the"
                                + " weight between the two pixels on either side of the sample.")
                .misconception(
                        "start forgotten",
                        (in, start, length, out) -> build(in, 0, length, out, in, Rule.RIGHT),
                        "Your crop always begins at pixel 0. What does start do to the position of" + " every sample?")
                .misconception(
                        "transposed",
                        (in, start, length, out) -> transpose(build(in, start, length, out, Rule.RIGHT)),
                        "Your matrix lies on its side: y = P x has one row for each new pixel and"
                                + " one column for each old one.")
                .misconception(
                        "weights swapped",
                        (in, start, length, out) -> build(in, start, length, out, Rule.SWAPPED),
                        "You have the right two pixels, but the farther one gets the larger weight."
                                + " Test a sample that lies almost on a pixel.")
                .misconception(
                        "weights lost at the edge",
                        (in, start, length, out) -> build(in, start, length, out, Rule.LOST),
                        "Some of your rows do not add up to 1, so the edges of the crop go dark."
                                + " What becomes of the share that falls beyond the first or last"
                                + " pixel?")
                .misconception(
                        "neighbours outside the crop",
                        (in, start, length, out) -> build(in, start, length, out, Rule.LEAKING),
                        "At the edges you mix in pixels that are next to the crop but not in it."
                                + " A crop ends at its own edge, not at the edge of the image.")
                .misconception(
                        "scale upside down",
                        (in, start, length, out) -> build(in, start, length, out, Rule.UPSIDE_DOWN),
                        "One step in the result moves you too far through the input: your step grows"
                                + " when the result gets larger. How far apart are two samples"
                                + " when the crop is spread over more pixels?")
                .misconception(
                        "length forgotten",
                        (in, start, length, out) -> build(in, start, in - start, out, in, Rule.RIGHT),
                        "Your crop runs from start to the end of the line. Where does length come" + " in?")
                .build();
    }

    private static Signature<CropMatrix> signature() {
        return new Signature<>(
                "cropMatrix",
                Kind.MATRIX,
                List.of("in", "start", "length", "out"),
                List.of(Kind.INT, Kind.INT, Kind.INT, Kind.INT),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2], (int) a[3]));
    }

    private static Call call(int in, int start, int length, int out) {
        return Call.of(Value.of(in), Value.of(start), Value.of(length), Value.of(out));
    }

    private static Call crop(RandomGenerator r) {
        int length = r.nextInt(2, 7);
        int start = r.nextInt(1, 6);
        return call(start + length + r.nextInt(1, 4), start, length, r.nextInt(length + 1, 3 * length + 2));
    }

    private static kontrast.grader.check.Oracle oracle() {
        return a -> Value.of(build(
                (int) a.get(0).number(),
                (int) a.get(1).number(),
                (int) a.get(2).number(),
                (int) a.get(3).number(),
                Rule.RIGHT));
    }

    private enum Rule {
        RIGHT,
        CORNERS_ALIGNED,
        NO_HALF_PIXEL,
        NEAREST,
        SWAPPED,
        LOST,
        LEAKING,
        UPSIDE_DOWN
    }

    private static float[][] build(int in, int start, int length, int out, Rule rule) {
        return build(in, start, length, out, in, rule);
    }

    /** Row i holds the weights of sample i; positions are counted in pixel centres. */
    private static float[][] build(int in, int start, int length, int out, int columns, Rule rule) {
        float[][] p = new float[out][columns];
        for (int i = 0; i < out; i++) {
            double at = switch (rule) {
                case CORNERS_ALIGNED -> out == 1 ? 0 : i * (length - 1) / (double) (out - 1);
                case NO_HALF_PIXEL -> i * (double) length / out;
                case UPSIDE_DOWN -> (i + 0.5) * out / length - 0.5;
                default -> (i + 0.5) * length / out - 0.5;
            };
            double low = rule == Rule.LEAKING ? -start : 0;
            double high = (rule == Rule.LEAKING ? in - start : length) - 1;
            double x = rule == Rule.LOST ? at : Math.min(Math.max(at, low), high);
            int left = (int) Math.floor(x);
            double share = x - left;
            if (rule == Rule.NEAREST) {
                share = Math.round(share);
            } else if (rule == Rule.SWAPPED) {
                share = share == 0 ? 0 : 1 - share;
            }
            add(p[i], start + left, 1 - share, start, length, rule);
            add(p[i], start + left + 1, share, start, length, rule);
        }
        return p;
    }

    private static void add(float[] row, int column, double weight, int start, int length, Rule rule) {
        boolean inside = column >= start && column < start + length;
        if (weight > 0 && column >= 0 && column < row.length && (inside || rule != Rule.LOST)) {
            row[column] += (float) weight;
        }
    }

    private static float[][] transpose(float[][] p) {
        float[][] t = new float[p[0].length][p.length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[0].length; j++) {
                t[j][i] = p[i][j];
            }
        }
        return t;
    }
}
