package kontrast.grader.exercise.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import kontrast.evaluate.Features;
import kontrast.evaluate.PrincipalDirections;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.view.PixelDistance;
import org.junit.jupiter.api.Test;

/** What the checks of 02_autoencoder ask for is what the library does, and a right answer is right in any style. */
class AutoencoderOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysDistancesPassTheCheckOfTheErrors() {
        passes(AutoencoderExercises.errors().check((painted, pictures) -> {
            double[] distances = PixelDistance.between(painted, pictures);
            float[] errors = new float[distances.length];
            for (int b = 0; b < errors.length; b++) {
                errors[b] = (float) (distances[b] * distances[b]);
            }
            return painted.getManager().create(errors);
        }));
    }

    @Test
    void theLibraryProjectsAsTheSolutionDoes() throws Exception {
        float[][] rows = Draw.numbers(new SplittableRandom(2), 20, 6, 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(rows);
            PrincipalDirections found = PrincipalDirections.of(new Features(x.toFloatArray(), 20, 6));
            NDArray mean = found.mean(manager, new Shape(6));
            NDArray directions = found.directions(manager, found.count(), new Shape(6));
            for (int k = 0; k <= found.count(); k++) {
                assertArrayEquals(
                        found.project(x, k).toFloatArray(),
                        new ProjectSolution().project(x, mean, directions, k).toFloatArray(),
                        1e-5f);
            }
        }
    }

    @Test
    void errorsInLoops() {
        passes(AutoencoderExercises.errors().check((painted, pictures) -> {
            float[] p = painted.toFloatArray();
            float[] x = pictures.toFloatArray();
            int batch = (int) pictures.getShape().get(0);
            int each = x.length / batch;
            float[] out = new float[batch];
            for (int b = 0; b < batch; b++) {
                float sum = 0;
                for (int i = 0; i < each; i++) {
                    float d = p[b * each + i] - x[b * each + i];
                    sum += d * d;
                }
                out[b] = sum / each;
            }
            return pictures.getManager().create(out);
        }));
    }

    @Test
    void errorsInStreams() {
        passes(AutoencoderExercises.errors().check((painted, pictures) -> {
            float[] p = painted.toFloatArray();
            float[] x = pictures.toFloatArray();
            int batch = (int) pictures.getShape().get(0);
            int each = x.length / batch;
            double[] out = IntStream.range(0, batch)
                    .mapToDouble(b -> IntStream.range(b * each, (b + 1) * each)
                            .mapToDouble(i -> Math.pow(p[i] - x[i], 2))
                            .average()
                            .orElseThrow())
                    .toArray();
            return pictures.getManager().create(out);
        }));
    }

    @Test
    void errorsInTensorsOnePictureAfterTheOther() {
        passes(AutoencoderExercises.errors().check((painted, pictures) -> {
            NDList each = new NDList();
            for (long b = 0; b < pictures.getShape().get(0); b++) {
                each.add(painted.get(b).sub(pictures.get(b)).pow(2).mean());
            }
            return NDArrays.stack(each);
        }));
    }

    @Test
    void errorsInTensorsAxisByAxis() {
        passes(AutoencoderExercises.errors()
                .check((painted, pictures) -> pictures.sub(painted)
                        .square()
                        .mean(new int[] {3})
                        .mean(new int[] {2})
                        .mean(new int[] {1})));
    }

    @Test
    void checkpointInStreams() {
        passes(AutoencoderExercises.whichCheckpoint().check((errors, accuracies, asked) -> {
            int[] sound = IntStream.range(0, errors.length)
                    .filter(i -> Float.isFinite(errors[i]))
                    .toArray();
            double best =
                    IntStream.of(sound).mapToDouble(i -> accuracies[i]).max().orElseThrow();
            double s = Math.sqrt(best * (1 - best) / asked);
            return IntStream.of(sound)
                    .filter(i -> accuracies[i] >= best - s)
                    .findFirst()
                    .orElseThrow();
        }));
    }

    @Test
    void checkpointInOneLoopFromTheEndInFloat() {
        passes(AutoencoderExercises.whichCheckpoint().check((errors, accuracies, asked) -> {
            float best = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < errors.length; i++) {
                if (errors[i] <= Float.MAX_VALUE && accuracies[i] > best) {
                    best = accuracies[i];
                }
            }
            float least = best - (float) Math.sqrt(best * (1 - best) / asked);
            int chosen = -1;
            for (int i = errors.length - 1; i >= 0; i--) {
                if (errors[i] <= Float.MAX_VALUE && accuracies[i] >= least) {
                    chosen = i;
                }
            }
            return chosen;
        }));
    }

    @Test
    void checkpointBySorting() {
        passes(AutoencoderExercises.whichCheckpoint().check((errors, accuracies, asked) -> {
            Integer[] order = IntStream.range(0, errors.length)
                    .boxed()
                    .filter(i -> !Float.isNaN(errors[i]))
                    .sorted(Comparator.comparing(i -> -accuracies[i]))
                    .toArray(Integer[]::new);
            double a = accuracies[order[0]];
            double s = Math.sqrt(a * (1 - a) / asked);
            return Arrays.stream(order)
                    .filter(i -> a - accuracies[i] <= s)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }));
    }

    @Test
    void decibelsInStreams() {
        passes(AutoencoderExercises.psnr()
                .check((painted, pictures, white) -> IntStream.range(0, pictures.length)
                        .mapToDouble(b -> IntStream.range(0, pictures[b].length)
                                .mapToDouble(i -> (double) painted[b][i] - pictures[b][i])
                                .map(d -> d * d)
                                .average()
                                .orElseThrow())
                        .map(e -> Math.min(100, 10 * Math.log10(white * white / e)))
                        .average()
                        .orElseThrow()));
    }

    @Test
    void decibelsInTensors() {
        passes(AutoencoderExercises.psnr().check((painted, pictures, white) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray errors = manager.create(painted)
                        .sub(manager.create(pictures))
                        .square()
                        .mean(new int[] {1});
                float[] all = errors.toFloatArray();
                return IntStream.range(0, all.length)
                        .mapToDouble(i -> all[i])
                        .map(e -> e == 0 ? 100 : Math.min(100, -10 * Math.log10(e / white / white)))
                        .average()
                        .orElseThrow();
            }
        }));
    }

    @Test
    void decibelsInLoopsOfFloats() {
        passes(AutoencoderExercises.psnr().check((painted, pictures, white) -> {
            double[] each = new double[pictures.length];
            for (int b = 0; b < each.length; b++) {
                float squares = 0;
                for (int i = 0; i < pictures[b].length; i++) {
                    float d = painted[b][i] - pictures[b][i];
                    squares += d * d;
                }
                each[b] = squares == 0
                        ? 100
                        : Math.min(100, 20 * Math.log10(white / Math.sqrt(squares / pictures[b].length)));
            }
            return DoubleStream.of(each).sum() / each.length;
        }));
    }
}
