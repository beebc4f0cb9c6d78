package kontrast.grader.exercise.sound;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 14.2: overlapping frames of a sound, each faded in and out. */
final class FramesCheck {

    /** Products of a weight and a sample of size 1, rounded to float once or twice. */
    private static final double TOLERANCE = 1e-5;

    /** In frames of 240 samples and more, the windows of those who divide by n and by n - 1 differ by 0.02. */
    private static final double WINDOW = 0.03;

    private FramesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                frames(a.get(0).data(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases exact = Cases.times(4, r -> fitting(r, 0));
        Cases rest = Cases.times(5, r -> fitting(r, 1));
        Cases brief = r ->
                List.of(call(r, 170, 260, 90), call(r, 260, 260, 90), call(r, 31, 240, 120), call(r, 90, 250, 250));
        Cases apart = Cases.times(2, r -> {
            int length = r.nextInt(240, 260);
            return call(r, 3 * length + r.nextInt(1, length), length, length);
        });
        Cases few = r ->
                List.of(call(r, 17, 8, 3), call(r, 20, 8, 3), call(r, 5, 8, 3), call(r, 1, 4, 2), call(r, 16, 5, 5));
        return Check.of("14.2")
                .example(
                        "Six samples 1, 2, 3, 4, 5, 6; frames of 4 samples, a hop of 2. The weights"
                                + " are 0, 1/2, 1, 1/2. How many frames are needed?",
                        Call.of(Value.of(1f, 2f, 3f, 4f, 5f, 6f), Value.of(4), Value.of(2)))
                .property(Property.equal("is right where the frames fit exactly", 2, WINDOW, exact, oracle)
                        .asEssential())
                .property(Property.equal("fills up the last frame with silence", 2, WINDOW, rest, oracle))
                .property(Property.equal("makes one frame of a short sound", 1, WINDOW, brief, oracle))
                .property(Property.equal("is right for frames side by side", 1, WINDOW, apart, oracle))
                .property(Property.pure(1, rest))
                .property(Property.equal("is right for frames of a few samples", 1, TOLERANCE, few, oracle));
    }

    /** Frames that begin twice more before one ends, the last time by a sample; and a rest of samples if wanted. */
    private static Call fitting(RandomGenerator r, int rest) {
        int hop = r.nextInt(81, 90);
        int length = 3 * hop - 1;
        int more = r.nextInt(2, 4);
        return call(r, length + more * hop + (rest == 0 ? 0 : r.nextInt(1, hop)), length, hop);
    }

    /** Samples of which none is near 0, so that each weight counts. */
    private static Call call(RandomGenerator r, int samples, int length, int hop) {
        float[] sound = new float[samples];
        for (int n = 0; n < samples; n++) {
            sound[n] = (r.nextBoolean() ? -1 : 1) * r.nextFloat(0.5f, 2);
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
