package kontrast.grader.exercise.simclr;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 11.1: y = P x cuts a crop out of a line of pixels and enlarges it. */
final class CropMatrixCheck {

    /** The entries are rounded to floats. */
    private static final double TOLERANCE = 1e-5;

    private CropMatrixCheck() {}

    static Check.Draft create() {
        Cases whole = Cases.times(6, r -> {
            int in = r.nextInt(2, 9);
            return call(in, 0, in, r.nextInt(in + 1, 3 * in + 2));
        });
        Cases cuts = Cases.times(5, r -> {
            int length = r.nextInt(1, 6);
            int start = r.nextInt(0, 5);
            return call(start + length + r.nextInt(0, 4), start, length, length);
        });
        Cases crops = Cases.times(10, CropMatrixCheck::crop);
        return Check.of("11.1")
                .example(
                        "A line of 4 pixels: its last 2 pixels, enlarged to 4. The four samples lie half a pixel"
                                + " apart; draw the pixels as squares and mark where the centres of the new, smaller"
                                + " squares fall.",
                        call(4, 2, 2, 4))
                .property(Property.equal("enlarges a whole line", 2, TOLERANCE, whole, oracle())
                        .asEssential())
                .property(Property.equal("cuts out a crop of its own size unchanged", 1, TOLERANCE, cuts, oracle()))
                .property(Property.equal("cuts out a crop and enlarges it", 3, TOLERANCE, crops, oracle()));
    }

    private static Call call(int in, int start, int length, int out) {
        return Call.of(Value.of(in), Value.of(start), Value.of(length), Value.of(out));
    }

    private static Call crop(RandomGenerator r) {
        int length = r.nextInt(2, 7);
        int start = r.nextInt(1, 6);
        return call(start + length + r.nextInt(1, 4), start, length, r.nextInt(length + 1, 3 * length + 2));
    }

    /** Each old pixel is a hat, 1 at its centre and 0 at its neighbours' centres: p_ij = max(0, 1 - |x_i - j|). */
    private static Oracle oracle() {
        return a -> {
            int in = (int) a.get(0).number();
            double start = a.get(1).number();
            double length = a.get(2).number();
            float[][] p = new float[(int) a.get(3).number()][in];
            for (int i = 0; i < p.length; i++) {
                double inCrop = Math.min(Math.max((i + 0.5) / p.length * length, 0.5), length - 0.5);
                for (int j = 0; j < in; j++) {
                    p[i][j] = (float) Math.max(0, 1 - Math.abs(start + inCrop - (j + 0.5)));
                }
            }
            return Value.of(p);
        };
    }
}
