package kontrast.grader.exercise.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.encoder.Norm;
import kontrast.encoder.WaveCnn;
import kontrast.encoder.Weights;
import kontrast.grader.check.Report;
import kontrast.loss.CpcInfoNce;
import kontrast.loss.Negatives;
import org.junit.jupiter.api.Test;

/** What the checks of 14_cpc_audio ask for is what the library does, and no style of writing it loses a point. */
class SoundOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysLossIsThatOfTheCheck() {
        CpcInfoNce loss = new CpcInfoNce(Negatives.SAME_IMAGE, 1);
        passes(SoundExercises.timeInfoNce().check((codes, predictions, k) -> {
            int moments = (int) codes.getShape().get(1);
            NDArray asked = predictions.get(new NDIndex(":, :{}", moments - k));
            return loss.loss(asked, codes, IntStream.range(k, moments).toArray());
        }));
    }

    /** The samples by which the gradient of a code of the library's encoder is not zero. */
    @Test
    void theLibrarysCodesHearWhatTheCheckSays() {
        WaveCnn plan = new WaveCnn(12, List.of(3, 2), Norm.none());
        Block block = plan.block();
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape shape = new Shape(1, 1, 60);
            Weights.draw(block, manager, 1, shape);
            NDArray sound =
                    manager.arange(0, 60, 1, DataType.FLOAT32).mul(1.7f).sin().reshape(shape);
            sound.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray codes = block.forward(new ParameterStore(manager, false), new NDList(sound), false)
                        .head();
                collector.backward(codes.get(":, :, 5").sum());
            }
            float[] slope = sound.getGradient().toFloatArray();
            int[] heard =
                    IntStream.range(0, slope.length).filter(n -> slope[n] != 0).toArray();
            int[] ends = {heard[0], heard[heard.length - 1]};
            assertArrayEquals(HeardCheck.heard(5, new int[] {6, 4}, new int[] {3, 2}, new int[] {2, 1}), ends);
        }
    }

    /** 14.2 in streams. */
    private static float[][] framesInStreams(float[] sound, int length, int hop) {
        int last = IntStream.iterate(0, f -> f + 1)
                .filter(f -> f * hop + length >= sound.length)
                .findFirst()
                .getAsInt();
        return IntStream.rangeClosed(0, last)
                .mapToObj(f -> {
                    float[] frame = new float[length];
                    IntStream.range(0, Math.min(length, sound.length - f * hop))
                            .forEach(i -> frame[i] =
                                    (float) (sound[f * hop + i] * (1 - Math.cos(2 * Math.PI * i / length)) / 2));
                    return frame;
                })
                .toArray(float[][]::new);
    }

    /** 14.2 in tensors: the sound filled up, a slice a frame, all times one window, in single precision. */
    private static float[][] framesInTensors(float[] sound, int length, int hop) {
        int count = sound.length <= length ? 1 : (int) Math.ceil((sound.length - length) / (double) hop) + 1;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray filled = manager.create(Arrays.copyOf(sound, (count - 1) * hop + length));
            NDList slices = new NDList();
            for (int f = 0; f < count; f++) {
                slices.add(filled.get("{}:{}", f * hop, f * hop + length));
            }
            NDArray place = manager.arange(0, length, 1, DataType.FLOAT32);
            NDArray window =
                    place.mul((float) (2 * Math.PI / length)).cos().mul(-0.5f).add(0.5f);
            NDArray frames = NDArrays.stack(slices).mul(window);
            return IntStream.range(0, count)
                    .mapToObj(f -> frames.get(f).toFloatArray())
                    .toArray(float[][]::new);
        }
    }

    /** 14.2 in loops over the samples: each goes to all frames that it lies in. */
    private static float[][] framesInLoops(float[] sound, int length, int hop) {
        int count = 1;
        while ((count - 1) * hop + length < sound.length) {
            count++;
        }
        float[][] frames = new float[count][length];
        for (int n = 0; n < sound.length; n++) {
            for (int f = 0; f < count; f++) {
                int i = n - f * hop;
                if (i >= 0 && i < length) {
                    double half = Math.sin(Math.PI * i / length);
                    frames[f][i] = (float) (half * half) * sound[n];
                }
            }
        }
        return frames;
    }

    @Test
    void framesInThreeStyles() {
        passes(SoundExercises.frames().check((sound, length, hop) -> framesInStreams(sound, length, hop)));
        passes(SoundExercises.frames().check((sound, length, hop) -> framesInTensors(sound, length, hop)));
        passes(SoundExercises.frames().check((sound, length, hop) -> framesInLoops(sound, length, hop)));
    }

    /** 14.5 in streams. */
    private static float[][] pooledInStreams(float[][] codes, int[] utterance, int[] voiced) {
        int count = Arrays.stream(utterance).max().orElseThrow() + 1;
        return IntStream.range(0, count)
                .mapToObj(u -> {
                    boolean silent =
                            IntStream.range(0, codes.length).noneMatch(i -> utterance[i] == u && voiced[i] == 1);
                    float[] mean = new float[codes[0].length];
                    for (int j = 0; j < mean.length; j++) {
                        int column = j;
                        mean[j] = (float) IntStream.range(0, codes.length)
                                .filter(i -> utterance[i] == u && (silent || voiced[i] == 1))
                                .mapToDouble(i -> codes[i][column])
                                .average()
                                .orElseThrow();
                    }
                    return mean;
                })
                .toArray(float[][]::new);
    }

    /** 14.5 in tensors: a matrix of weights times the codes, in single precision. */
    private static float[][] pooledInTensors(float[][] codes, int[] utterance, int[] voiced) {
        int count = Arrays.stream(utterance).max().orElseThrow() + 1;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray member = manager.create(utterance).oneHot(count).transpose(); // [U, N]
            NDArray loud = member.mul(manager.create(voiced).toType(DataType.FLOAT32, false));
            NDArray none = loud.sum(new int[] {1}, true).eq(0).toType(DataType.FLOAT32, false); // [U, 1]
            NDArray weights = loud.add(member.mul(none));
            NDArray means = weights.div(weights.sum(new int[] {1}, true)).matMul(manager.create(codes));
            return IntStream.range(0, count)
                    .mapToObj(u -> means.get(u).toFloatArray())
                    .toArray(float[][]::new);
        }
    }

    /** 14.5 in loops: two sums side by side, and a choice at the end. */
    private static float[][] pooledInLoops(float[][] codes, int[] utterance, int[] voiced) {
        int count = 0;
        for (int u : utterance) {
            count = Math.max(count, u + 1);
        }
        int d = codes[0].length;
        double[][][] sums = new double[2][count][d + 1];
        for (int i = 0; i < codes.length; i++) {
            for (int kind = 0; kind <= voiced[i]; kind++) {
                sums[kind][utterance[i]][d]++;
                for (int j = 0; j < d; j++) {
                    sums[kind][utterance[i]][j] += codes[i][j];
                }
            }
        }
        float[][] means = new float[count][d];
        for (int u = 0; u < count; u++) {
            double[] sum = sums[1][u][d] > 0 ? sums[1][u] : sums[0][u];
            for (int j = 0; j < d; j++) {
                means[u][j] = (float) (sum[j] / sum[d]);
            }
        }
        return means;
    }

    @Test
    void pooledInThreeStyles() {
        passes(SoundExercises.pooled().check((codes, utterance, voiced) -> pooledInStreams(codes, utterance, voiced)));
        passes(SoundExercises.pooled().check((codes, utterance, voiced) -> pooledInTensors(codes, utterance, voiced)));
        passes(SoundExercises.pooled().check((codes, utterance, voiced) -> pooledInLoops(codes, utterance, voiced)));
    }
}
