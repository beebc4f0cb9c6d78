package kontrast.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import kontrast.tensor.Transfer;

/**
 * An immutable set of stretches of sound of one length, labelled: {@code [B, 1, L]}, float32 in
 * [-1, 1].
 *
 * <p>A recording is cut into stretches that follow one another. A last stretch that is not full is filled up with
 * silence if it is at least half full, and left out otherwise. Stretches that hold
 * hardly any sound (less than -50 dB of the largest possible on average) are left out too: silence does not tell who
 * speaks.
 */
public final class Sounds implements Examples {

    /** Root mean square of -50 dB. */
    private static final double SILENCE = 32768 * Math.pow(10, -50 / 20.0);

    private final List<Stretch> stretches;
    private final int length;
    private final List<String> classes;

    private record Stretch(Recording recording, int from, int label) {}

    private Sounds(List<Stretch> stretches, int length, List<String> classes) {
        this.stretches = List.copyOf(stretches);
        this.length = length;
        this.classes = classes;
    }

    /**
     * Cuts recordings.
     *
     * @param recordings what is cut, all of one rate
     * @param length L, samples of a stretch, at least 1
     * @param label what a stretch is labelled by, e.g. {@code Recording::speaker}
     * @param classes all labels there are, in the order of their numbers
     * @return the stretches, in the order of the recordings
     * @throws IllegalArgumentException if the length is below 1, rates differ, or a label is not
     *     among the classes
     */
    public static Sounds of(
            List<Recording> recordings, int length, Function<Recording, String> label, List<String> classes) {
        if (length < 1) {
            throw new IllegalArgumentException("a stretch has at least 1 sample, found " + length);
        }
        List<Stretch> stretches = new ArrayList<>();
        for (Recording recording : recordings) {
            if (recording.rate() != recordings.get(0).rate()) {
                throw new IllegalArgumentException("%s has %d samples a second, and others have %d"
                        .formatted(
                                recording, recording.rate(), recordings.get(0).rate()));
            }
            int number = classes.indexOf(label.apply(recording));
            if (number < 0) {
                throw new IllegalArgumentException(
                        "%s: the label \"%s\" is not among %s".formatted(recording, label.apply(recording), classes));
            }
            int samples = recording.samples().length;
            for (int from = 0; samples - from >= (length + 1) / 2; from += length) {
                if (isHeard(recording.samples(), from, Math.min(samples, from + length))) {
                    stretches.add(new Stretch(recording, from, number));
                }
            }
        }
        return new Sounds(stretches, length, List.copyOf(classes));
    }

    private static boolean isHeard(short[] samples, int from, int to) {
        double square = 0;
        for (int i = from; i < to; i++) {
            square += (double) samples[i] * samples[i];
        }
        return Math.sqrt(square / (to - from)) >= SILENCE;
    }

    @Override
    public int size() {
        return stretches.size();
    }

    @Override
    public Shape shape() {
        return new Shape(1, length);
    }

    @Override
    public NDArray tensor(NDManager manager, int... indices) {
        float[] values = new float[Math.multiplyExact(indices.length, length)];
        for (int i = 0; i < indices.length; i++) {
            Stretch stretch = stretch(indices[i]);
            short[] samples = stretch.recording.samples();
            int count = Math.min(length, samples.length - stretch.from);
            for (int j = 0; j < count; j++) {
                values[i * length + j] = samples[stretch.from + j] / 32768f;
            }
        }
        return Transfer.send(manager, values, indices.length, 1, length);
    }

    /** Always true. */
    @Override
    public boolean isLabelled() {
        return true;
    }

    @Override
    public int[] labels() {
        return stretches.stream().mapToInt(Stretch::label).toArray();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /**
     * Returns the recording that a stretch is from.
     *
     * @param index in 0 to N - 1
     * @return the recording
     * @throws IndexOutOfBoundsException if it is out of range
     */
    public Recording recording(int index) {
        return stretch(index).recording;
    }

    @Override
    public Sounds subset(int... indices) {
        List<Stretch> some = new ArrayList<>();
        for (int index : indices) {
            some.add(stretch(index));
        }
        return new Sounds(some, length, classes);
    }

    private Stretch stretch(int index) {
        if (index < 0 || index >= stretches.size()) {
            throw new IndexOutOfBoundsException("stretch %d is not in 0 to %d".formatted(index, stretches.size() - 1));
        }
        return stretches.get(index);
    }

    @Override
    public String toString() {
        return "%d stretches of %d samples, %d classes".formatted(size(), length, classes.size());
    }
}
