package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.loss.CpcBce;
import kontrast.loss.CpcInfoNce;
import kontrast.loss.Negatives;
import kontrast.tensor.Transfer;

/**
 * What Contrastive Predictive Coding minimises, given a grid of codes and what was predicted of it:
 * the paper's softmax or the sigmoid of the Keras walkthrough.
 */
public sealed interface CpcObjective {

    /**
     * Returns the loss.
     *
     * @param codes z, {@code [B, R, C, d]}
     * @param predictions for k = first, first + 1 .. the predictions {@code [B, R - k, C, d]}: row
     *     t is about row t + k
     * @param first smallest k
     * @param random draws negatives, where they are drawn
     * @return scalar; belongs to the manager of {@code codes}
     */
    NDArray loss(NDArray codes, NDList predictions, int first, RandomGenerator random);

    /**
     * Returns the accuracy of each step.
     *
     * @param codes z, {@code [B, R, C, d]}
     * @param predictions for k = first, first + 1 .. the predictions {@code [B, R - k, C, d]}
     * @param first smallest k
     * @param random draws negatives, where they are drawn
     * @return for each k the share of right answers, in [0, 1]
     */
    double[] accuracies(NDArray codes, NDList predictions, int first, RandomGenerator random);

    /**
     * Returns the loss of codes that say nothing.
     *
     * @param images B
     * @param codes R C, codes of an image
     * @return the chance line of a loss plot
     */
    double chance(int images, int codes);

    /**
     * Returns the accuracy that asks for no learning.
     *
     * @param images B
     * @param codes R C, codes of an image
     * @return in [0, 1]
     */
    double trivialAccuracy(int images, int codes);

    /**
     * InfoNCE for each step, and the mean over the steps.
     *
     * @param loss the loss of one step
     */
    record InfoNce(CpcInfoNce loss) implements CpcObjective {

        /** Checks that there is a loss. */
        public InfoNce {
            Objects.requireNonNull(loss, "loss");
        }

        /**
         * Returns InfoNCE.
         *
         * @param negatives where the wrong codes come from
         * @param temperature tau, above 0
         */
        public InfoNce(Negatives negatives, double temperature) {
            this(new CpcInfoNce(negatives, temperature));
        }

        @Override
        public NDArray loss(NDArray codes, NDList predictions, int first, RandomGenerator random) {
            NDList losses = new NDList();
            for (int i = 0; i < predictions.size(); i++) {
                int[] places = places(codes.getShape(), first + i);
                losses.add(loss.loss(flat(predictions.get(i)), flat(codes), places));
            }
            return NDArrays.stack(losses).mean();
        }

        @Override
        public double[] accuracies(NDArray codes, NDList predictions, int first, RandomGenerator random) {
            return IntStream.range(0, predictions.size())
                    .mapToDouble(i ->
                            loss.accuracy(flat(predictions.get(i)), flat(codes), places(codes.getShape(), first + i)))
                    .toArray();
        }

        @Override
        public double chance(int images, int codes) {
            return loss.chance(images, codes);
        }

        @Override
        public double trivialAccuracy(int images, int codes) {
            return 1.0 / loss.candidates(images, codes);
        }

        /** {@code [B, R, C, d] -> [B, R C, d]}. */
        private static NDArray flat(NDArray grid) {
            Shape s = grid.getShape();
            return grid.reshape(s.get(0), s.get(1) * s.get(2), s.get(3));
        }

        /** Row t + k of the same column, for every t that has one. */
        private static int[] places(Shape codes, int k) {
            int columns = (int) codes.get(2);
            int contexts = ((int) codes.get(1) - k) * columns;
            return IntStream.range(0, contexts).map(i -> i + k * columns).toArray();
        }
    }

    /**
     * Binary cross entropy: are these the K codes that follow, or those that follow elsewhere?
     *
     * @param negatives where wrong sequences are drawn from; those of other images are taken from
     *     the same place
     * @param loss the loss of such sequences
     */
    record Bce(Negatives negatives, CpcBce loss) implements CpcObjective {

        /** Checks that both are there. */
        public Bce {
            Objects.requireNonNull(negatives, "negatives");
            Objects.requireNonNull(loss, "loss");
        }

        @Override
        public NDArray loss(NDArray codes, NDList predictions, int first, RandomGenerator random) {
            Shape s = codes.getShape();
            long steps = predictions.size();
            long rows = s.get(1) - first - steps + 1; // T: rows that have all K later ones
            NDList all = new NDList();
            NDList right = new NDList();
            for (int i = 0; i < steps; i++) {
                int k = first + i;
                all.add(predictions.get(i).get(":, :{}", rows)); // [B, T, C, d]
                right.add(codes.get(":, {}:{}", k, k + rows)); // [B, T, C, d]
            }
            return score(all, right, s, random);
        }

        /** From K arrays {@code [B, T, C, d]} each, the loss. */
        private NDArray score(NDList p, NDList z, Shape s, RandomGenerator random) {
            NDArray right = sequences(z); // [N, K, d]
            return loss.loss(sequences(p), right, wrong(right, s, random));
        }

        @Override
        public double[] accuracies(NDArray codes, NDList predictions, int first, RandomGenerator random) {
            double[] accuracies = new double[predictions.size()];
            for (int i = 0; i < accuracies.length; i++) {
                NDArray p = sequences(new NDList(predictions.get(i)));
                NDArray right = sequences(new NDList(codes.get(":, {}:", first + i)));
                accuracies[i] = loss.accuracy(p, right, wrong(right, codes.getShape(), random));
            }
            return accuracies;
        }

        @Override
        public double chance(int images, int codes) {
            return loss.chance();
        }

        @Override
        public double trivialAccuracy(int images, int codes) {
            return loss.trivialAccuracy();
        }

        /** K arrays {@code [B, T, C, d]} become {@code [B T C, K, d]}. */
        private static NDArray sequences(NDList steps) {
            Shape s = steps.get(0).getShape();
            return NDArrays.stack(steps, 3).reshape(-1, steps.size(), s.get(3));
        }

        /** Draws n others for each of N sequences: {@code [N, K, d] -> [n N, K, d]}. */
        private NDArray wrong(NDArray right, Shape codes, RandomGenerator random) {
            int images = (int) codes.get(0);
            int count = (int) right.getShape().get(0);
            int each = count / images; // T C, sequences of an image
            if (negatives == Negatives.SAME_IMAGE ? each < 2 : images < 2) {
                throw new IllegalArgumentException("%d images with %d sequences each give %s nothing to draw from"
                        .formatted(images, each, negatives));
            }
            long[] drawn = new long[count * loss.negatives()];
            for (int j = 0; j < drawn.length; j++) {
                int i = j % count;
                drawn[j] = switch (negatives) {
                    case ALL -> other(i, count, random);
                    case OTHER_IMAGES -> other(i / each, images, random) * each + i % each;
                    case SAME_IMAGE -> i / each * each + other(i % each, each, random);
                };
            }
            Shape s = right.getShape();
            long numbers = s.get(1) * s.get(2); // K d
            NDArray index =
                    Transfer.send(right.getManager(), drawn, drawn.length, 1).broadcast(drawn.length, numbers);
            return right.reshape(count, numbers).gather(index, 0).reshape(drawn.length, s.get(1), s.get(2));
        }

        /** A number in 0 to n - 1 that is not i, each with the same probability. */
        private static int other(int i, int n, RandomGenerator random) {
            return (i + 1 + random.nextInt(n - 1)) % n;
        }
    }
}
