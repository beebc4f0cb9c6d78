package kontrast.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.memory.KeyQueue;
import kontrast.plot.ImageGrid.Mark;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;

/**
 * A small queue of keys, a picture a step: the step's queries, their keys, and the queue as it is when the queries are
 * scored. Each key is drawn as the image that it was made of, above a band whose colour is its age in steps.
 *
 * <p>The places are those of a {@link KeyQueue}: a key of the batch stands above the place that it is about to take.
 */
public final class QueueFilm {

    private final int slots;
    private final int perStep;
    private final int steps;
    private final NDArray queries; // [S N, C, H, W]
    private final NDArray keys; // [S N, C, H, W]
    private final NDArray noise; // [K, C, H, W]

    private QueueFilm(NDArray queries, NDArray keys, NDArray noise, int slots, int perStep) {
        this.queries = queries;
        this.keys = keys;
        this.noise = noise;
        this.slots = slots;
        this.perStep = perStep;
        steps = Math.toIntExact(keys.getShape().get(0) / perStep);
    }

    /**
     * Returns the film of a queue that is filled from its start on.
     *
     * @param queries {@code [S N, C, H, W]}, the views that ask, N a step; float32 in [0, 1]; left open
     * @param keys {@code [S N, C, H, W]}, the other views in the same order; left open
     * @param slots K, a multiple of N
     * @param perStep N, at least 1
     * @return one picture for each of the S steps, behind a slider
     * @throws IllegalArgumentException if the shapes differ, N does not divide K, or there is no whole step
     */
    public static Chooser of(NDArray queries, NDArray keys, int slots, int perStep) {
        KeyQueue.check(slots, perStep);
        Shape shape = keys.getShape();
        if (!queries.getShape().equals(shape) || shape.get(0) < perStep || shape.get(0) % perStep != 0) {
            throw new IllegalArgumentException("expected as many queries as keys, %d a step, found %s and %s"
                    .formatted(perStep, queries.getShape(), shape));
        }
        try (NDManager manager = NDManager.newBaseManager(keys.getDevice());
                KeyQueue queue = new KeyQueue(manager, slots, 1, 0)) {
            QueueFilm film = new QueueFilm(queries, keys, noise(manager, slots, shape), slots, perStep);
            int[] holds = new int[slots]; // number of the key in each place
            Arrays.fill(holds, -1);
            List<ImageGrid> frames = new ArrayList<>();
            for (int step = 0; step < film.steps; step++) {
                frames.add(film.frame(manager, step, holds, queue.position()));
                for (int i = 0; i < perStep; i++) {
                    holds[queue.position() + i] = step * perStep + i;
                }
                queue.enqueue(manager.ones(new Shape(perStep, 1)));
            }
            List<String> names =
                    IntStream.rangeClosed(1, film.steps).mapToObj(i -> "" + i).toList();
            return Chooser.slider("", "step", names, frames);
        }
    }

    /** Random grey, for the random directions that a queue begins with. */
    private static NDArray noise(NDManager manager, int slots, Shape shape) {
        RandomGenerator random = Seeds.stream(0, "noise", 0);
        int pixels = Math.toIntExact(shape.get(2) * shape.get(3));
        float[] grey = new float[slots * pixels];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.55f + 0.3f * random.nextFloat();
        }
        NDArray one = Transfer.send(manager, grey, slots, 1, shape.get(2), shape.get(3));
        return one.repeat(1, shape.get(1));
    }

    private ImageGrid frame(NDManager manager, int step, int[] holds, int position) {
        NDArray blank = manager.ones(keys.getShape().slice(1));
        NDArray[] rows = new NDArray[3];
        String[] captions = new String[3 * slots];
        Arrays.fill(captions, "");
        Mark[] marks = new Mark[3 * slots];
        Arrays.fill(marks, Mark.NONE);
        double[] ages = new double[3 * slots];
        Arrays.fill(ages, Double.NaN);
        NDArray[][] shown = new NDArray[3][slots];
        for (int i = 0; i < slots; i++) {
            int batch = i - position;
            boolean enters = batch >= 0 && batch < perStep;
            int number = step * perStep + batch;
            shown[0][i] = enters ? queries.get(number) : blank;
            shown[1][i] = enters ? keys.get(number) : blank;
            shown[2][i] = holds[i] < 0 ? noise.get(i) : keys.get(holds[i]);
            if (enters) {
                captions[i] = "asks";
                captions[slots + i] = "its key";
                marks[i] = Mark.QUERY;
                marks[slots + i] = Mark.RIGHT;
                marks[2 * slots + i] = Mark.WRONG;
                ages[slots + i] = 0;
            }
            int age = holds[i] < 0 ? -1 : step - holds[i] / perStep;
            captions[2 * slots + i] = age < 0 ? "random" : "age " + age;
            ages[2 * slots + i] = age < 0 ? Double.NaN : age;
        }
        for (int row = 0; row < 3; row++) {
            rows[row] = NDArrays.stack(new NDList(shown[row]));
        }
        int oldest = slots / perStep; // steps that a key stays
        return ImageGrid.rows("Step %d".formatted(step + 1), List.of("queries", "their keys", "the queue"), rows)
                .withCaptions(List.of(captions))
                .withMarks(List.of(marks))
                .withBands(ages, oldest);
    }
}
