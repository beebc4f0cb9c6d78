package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.InfoNce;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 13.4: InfoNCE whose candidates are all codes of all images. */
final class CpcInfoNceCheck {

    /** Float32 dot products of a few numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private static final int[] ROW = {1};

    private CpcInfoNceCheck() {}

    static Check<InfoNce> create() {
        Oracle oracle = a -> Value.tensor(new long[0], CpcFormulas.infoNce(a.get(0), a.get(1), a.get(2)));
        Cases one = Cases.times(3, r -> call(r, 1, r.nextInt(5, 8), 0.5));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 4), r.nextInt(5, 8), 0.5));
        Cases large = Cases.times(3, r -> call(r, 2, 5, 30));
        Cases few = Cases.times(2, r -> call(r, 2, 4, 0.7));
        return Check.of("13.4", "InfoNCE over places and images", 5, signature())
                .reference(variant(v -> {}))
                .example(
                        "One image with the three codes (1, 0), (0, 1), (0, 0); one context, which"
                                + " predicts (1, 0) for place 1. Three scores, and the right one is"
                                + " not the largest.",
                        Call.of(
                                Value.tensor(new long[] {1, 3, 2}, 1, 0, 0, 1, 0, 0),
                                Value.tensor(new long[] {1, 1, 2}, 1, 0),
                                Value.of(new int[] {1})))
                .property(Property.equal("is right for several images", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for a single image", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the codes",
                        2,
                        TOLERANCE,
                        few,
                        a -> CpcFormulas.infoNceGradient(a.get(0), a.get(1), a.get(2))))
                .property(Property.equal("stays finite and right for large scores", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "codes of the same image only",
                        variant(v -> v.candidates = Candidates.SAME_IMAGE),
                        "Your candidates are the codes of the same image. Here those of all images of"
                                + " the batch compete, B times Q.")
                .misconception(
                        "codes of other images only",
                        variant(v -> v.candidates = Candidates.OTHER_IMAGES),
                        "The other codes of the same image do not compete in your loss. Here all codes"
                                + " of the batch do: without those of its own image a prediction"
                                + " need only say which image it is.")
                .misconception(
                        "one place only",
                        variant(v -> v.candidates = Candidates.SAME_PLACE),
                        "You compare with the codes of the right place alone, one of each image. Here"
                                + " all places compete, B times Q candidates.")
                .misconception(
                        "place in the first image",
                        variant(v -> v.firstImage = true),
                        "For the second image and those behind it you take the right code from the"
                                + " first: places[p] counts within an image. Where do the codes of"
                                + " image b begin when all are in one row?")
                .misconception(
                        "places ignored",
                        variant(v -> v.ownPlace = true),
                        "places changes nothing: context p is to find code p in your loss, a code"
                                + " that it has seen.")
                .misconception(
                        "softmax over the predictions",
                        variant(v -> v.axis = 0),
                        "Your softmax runs over the predictions: which prediction belongs to this"
                                + " code? Asked is the reverse: which code belongs to this"
                                + " prediction.")
                .misconception(
                        "cosine", variant(v -> v.cosine = true), "You normalise. CPC takes the dot product as it is.")
                .misconception(
                        "mean over the features",
                        variant(v -> v.mean = true),
                        "Your scores are means over the d features. That is the habit of the variant"
                                + " with the sigmoid; here it is the dot product, the sum.")
                .misconception(
                        "sum, not mean",
                        variant(v -> v.sum = true),
                        "Your loss grows with the number of predictions: you have the sum of the"
                                + " terms. Asked for is their mean.")
                .misconception(
                        "mean over images only",
                        variant(v -> v.perImage = true),
                        "You divide by the number of images. How many predictions have you added up?")
                .misconception(
                        "divided by the codes",
                        variant(v -> v.perCode = true),
                        "You divide by the number of codes. The mean is over the predictions, and"
                                + " there are fewer of them.")
                .misconception(
                        "right code left out of the denominator",
                        variant(v -> v.withoutRight = true),
                        "Your denominator holds the wrong codes alone, so the loss can fall below 0."
                                + " The right code is one of the candidates.")
                .misconception(
                        "exp overflows",
                        variant(v -> v.naive = true),
                        "Right on paper, but exp of a large score does not fit into a float. There is"
                                + " an operation that does exp, sum and log in one, safely.")
                .misconception(
                        "sign",
                        variant(v -> v.negative = true),
                        "Your loss falls when the predictions get worse. What sign has the logarithm"
                                + " of a probability?")
                .misconception(
                        "logarithm missing",
                        variant(v -> v.probability = true),
                        "This is the mean probability itself, with a minus. One function of the"
                                + " formula is missing.")
                .misconception(
                        "codes cut off",
                        variant(v -> v.constant = true),
                        "The value is right, but the codes get no gradient as candidates. That is how"
                                + " MoCo treats its keys; in CPC the codes that are predicted are"
                                + " trained too.")
                .build();
    }

    private static Signature<InfoNce> signature() {
        return new Signature<>(
                "cpcInfoNce",
                Kind.NDARRAY,
                List.of("codes", "predictions", "places"),
                List.of(Kind.NDARRAY, Kind.NDARRAY, Kind.INTS),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1], (int[]) a[2]));
    }

    /** The last places are predicted, as in a grid; fewer than there are codes. */
    private static Call call(RandomGenerator r, int images, int codes, double scale) {
        int d = 3;
        int contexts = codes - r.nextInt(1, 3);
        int[] places = IntStream.range(codes - contexts, codes).toArray();
        return Call.of(tensor(r, scale, images, codes, d), tensor(r, scale, images, contexts, d), Value.of(places));
    }

    private static Value tensor(RandomGenerator r, double scale, int b, int p, int d) {
        double[] data = new double[b * p * d];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (scale * r.nextGaussian());
        }
        return Value.tensor(new long[] {b, p, d}, data);
    }

    private static InfoNce variant(Consumer<Loss> mistake) {
        return (codes, predictions, places) -> {
            Loss loss = new Loss(codes, predictions, places);
            mistake.accept(loss);
            return loss.value();
        };
    }

    private enum Candidates {
        ALL,
        SAME_IMAGE,
        OTHER_IMAGES,
        SAME_PLACE
    }

    /** The loss, with a switch for each way to get it wrong. */
    private static final class Loss {
        private final NDArray codes;
        private final NDArray predictions;
        private final int[] places;
        private final int images;
        private final int each;
        private final int d;
        private Candidates candidates = Candidates.ALL;
        private int axis = 1;
        private boolean firstImage;
        private boolean ownPlace;
        private boolean cosine;
        private boolean mean;
        private boolean sum;
        private boolean perImage;
        private boolean perCode;
        private boolean withoutRight;
        private boolean naive;
        private boolean negative;
        private boolean probability;
        private boolean constant;

        Loss(NDArray codes, NDArray predictions, int[] places) {
            this.codes = codes;
            this.predictions = predictions;
            this.places = places;
            Shape s = codes.getShape();
            images = (int) s.get(0);
            each = (int) s.get(1);
            d = (int) s.get(2);
        }

        NDArray value() {
            NDArray p = predictions.reshape(-1, d); // [B P, d]
            NDArray z = codes.reshape(-1, d); // [B Q, d]
            z = constant ? z.stopGradient() : z;
            if (cosine) {
                p = p.normalize(2, 1);
                z = z.normalize(2, 1);
            }
            NDArray scores = p.matMul(z.transpose()); // [B P, B Q]
            scores = mean ? scores.div(d) : scores;
            int rows = images * places.length;
            NDArray right = mask(this::isRight);
            NDArray terms;
            if (withoutRight) {
                NDArray wrong = scores.sub(right.mul(1e9));
                terms = logSum(wrong).sub(scores.mul(right).sum(ROW));
            } else if (naive) {
                terms = scores.exp().sum(ROW).log().sub(scores.mul(right).sum(ROW));
            } else {
                NDArray masked = scores.sub(mask(this::isOutside).mul(1e9));
                NDArray log = masked.logSoftmax(axis);
                log = probability ? log.exp() : log;
                terms = log.mul(right).sum(ROW).neg();
            }
            int count = sum ? 1 : perImage ? images : perCode ? images * each : rows;
            NDArray loss = terms.sum().div(count);
            return negative ? loss.neg() : loss;
        }

        private static NDArray logSum(NDArray scores) {
            NDArray largest = scores.max(ROW, true);
            return scores.sub(largest).exp().sum(ROW).log().add(largest.squeeze(1));
        }

        private interface Entry {
            boolean of(int row, int column);
        }

        private NDArray mask(Entry entry) {
            int rows = images * places.length;
            int columns = images * each;
            float[] mask = new float[rows * columns];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = entry.of(i / columns, i % columns) ? 1 : 0;
            }
            return codes.getManager().create(mask, new Shape(rows, columns));
        }

        private boolean isRight(int row, int column) {
            int p = row % places.length;
            int image = firstImage ? 0 : row / places.length;
            return column == image * each + (ownPlace ? p : places[p]);
        }

        private boolean isOutside(int row, int column) {
            boolean sameImage = row / places.length == column / each;
            boolean samePlace = places[row % places.length] == column % each;
            return switch (candidates) {
                case ALL -> false;
                case SAME_IMAGE -> !sameImage;
                case OTHER_IMAGES -> sameImage && !samePlace;
                case SAME_PLACE -> !samePlace;
            };
        }
    }
}
