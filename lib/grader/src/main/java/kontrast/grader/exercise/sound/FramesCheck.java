package kontrast.grader.exercise.sound;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 14.2: overlapping frames of a sound, each faded in and out. */
final class FramesCheck {

    /** Products of a weight and a sample of size 1, rounded to float once or twice. */
    private static final double TOLERANCE = 1e-5;

    private FramesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                frames(a.get(0).data(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases exact = Cases.times(4, r -> fitting(r, 0));
        Cases rest = Cases.times(5, r -> fitting(r, 1));
        Cases brief = r -> List.of(call(r, 5, 8, 3), call(r, 8, 8, 3), call(r, 1, 4, 2), call(r, 3, 8, 8));
        Cases apart = Cases.times(2, r -> {
            int length = r.nextInt(4, 8);
            return call(r, 3 * length + r.nextInt(1, length), length, length);
        });
        return Check.of("14.2")
                .example(
                        "Six samples 1, 2, 3, 4, 5, 6; frames of 4 samples, a hop of 2. The weights"
                                + " are 0, 1/2, 1, 1/2. How many frames are needed?",
                        Call.of(Value.of(1f, 2f, 3f, 4f, 5f, 6f), Value.of(4), Value.of(2)))
                .property(Property.equal("is right where the frames fit exactly", 2, TOLERANCE, exact, oracle)
                        .asEssential())
                .property(Property.equal("fills up the last frame with silence", 2, TOLERANCE, rest, oracle))
                .property(Property.equal("makes one frame of a short sound", 1, TOLERANCE, brief, oracle))
                .property(Property.equal("is right for frames side by side", 1, TOLERANCE, apart, oracle))
                .property(Property.pure(1, rest));
    }

    /** Frames that begin twice more before one ends, the last time by a sample; and a rest of samples if wanted. */
    private static Call fitting(RandomGenerator r, int rest) {
        int hop = r.nextInt(3, 6);
        int length = 3 * hop - 1;
        int more = r.nextInt(2, 4);
        return call(r, length + more * hop + (rest == 0 ? 0 : r.nextInt(1, hop)), length, hop);
    }

    /** Samples of which none is near 0, so that each weight counts. */
    private static Call call(RandomGenerator r, int samples, int length, int hop) {
        float[] sound = Draw.rows(r, 1, samples)[0];
        for (int n = 0; n < samples; n++) {
            sound[n] += sound[n] < 0 ? -0.5f : 0.5f;
        }
        return Call.of(Value.of(sound), Value.of(length), Value.of(hop));
    }

    /** The oracle: begins frames until the last one reaches the end; a squared sine is Hann's window. */
    private static float[][] frames(double[] sound, int length, int hop) {
        List<double[]> frames = new ArrayList<>();
        int from = 0;
        do {
            double[] frame = new double[length];
            for (int n = from; n < Math.min(sound.length, from + length); n++) {
                frame[n - from] = sound[n] * Math.pow(Math.sin(Math.PI * (n - from) / length), 2);
            }
            frames.add(frame);
            from += hop;
        } while (from - hop + length < sound.length);
        return Unpack.rounded(frames.toArray(double[][]::new));
    }
}
