package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import kontrast.encoder.Context;
import kontrast.encoder.PatchedEncoder;
import kontrast.encoder.Predictor;
import kontrast.encoder.Weights;
import kontrast.tensor.NoGrad;

/**
 * Contrastive Predictive Coding on images: the upper rows of a grid of patches are to predict the
 * codes of the lower ones.
 *
 * <pre>
 *   z_r,c = g_enc(patch (r, c))             patches of a grid, most of them overlapping
 *   c_r,c = g_ar(z of rows 1 .. r)          context
 *   W_k c_r,c   is to pick   z_r+k,c        out of other codes, k = first .. last
 * </pre>
 *
 * <p>van den Oord et al., Representation learning with contrastive predictive coding, 2018, section
 * 3.2. What Hénaff et al., Data-efficient image recognition with contrastive predictive coding,
 * 2020, changed is one field each of {@link CpcOptions}: capacity and layer normalisation ({@code
 * encoder}), four directions ({@code directions}), augmented patches ({@code patchView}).
 *
 * <p>Directions: the grid is turned and the same is asked again, of a context network and maps W_k
 * that each direction has of its own. The loss is the mean over directions and steps.
 */
public final class Cpc extends AbstractMethod {

    private final CpcOptions options;
    private final SeparateNetworks network = new SeparateNetworks();
    private final PatchedEncoder encoder;
    private final List<Block> contexts = new ArrayList<>();
    private final List<Predictor> predictors = new ArrayList<>();
    private final int codes;

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what this consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     * @throws IllegalArgumentException if the grid has too few rows for the steps ahead
     */
    public Cpc(CpcOptions options, Shape image, Device device, long seed) {
        super("CPC");
        this.options = options;
        int rows = options.grid().along(image.get(1));
        int columns = options.grid().along(image.get(2));
        int d = options.encoder().dimension();
        codes = rows * columns;
        Shape images = new Shape(1).addAll(image);
        encoder = network.add("encoder", new PatchedEncoder(options.grid(), options.encoder()), images);
        for (CpcOptions.Direction direction : options.directions()) {
            Context plan = options.context();
            boolean down = direction.alongRows();
            Shape grid = new Shape(1, down ? rows : columns, down ? columns : rows, d);
            Shape context = new Shape(1, grid.get(1), grid.get(2), plan.units());
            Predictor predictor = new Predictor(options.first(), options.last(), d);
            contexts.add(network.add("context" + direction, plan.block(), grid));
            predictors.add(network.add("predictor" + direction, predictor, context));
        }
        open(device, manager -> Weights.draw(network, manager, seed, images));
    }

    @Override
    public CpcOptions options() {
        return options;
    }

    /**
     * Returns the encoder: g_enc on all patches of an image as it is, and the mean of the codes. A block from {@code
     * [B, C, H, W]} to h, {@code [B, d]}.
     */
    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns encoder, context networks and maps: a block that holds them; applied, it is the encoder. */
    @Override
    public Block network() {
        return network;
    }

    @Override
    public NDArray loss(Batch batch) {
        RandomGenerator random = batch.random();
        NDArray views = options.view().apply(batch.images(), random); // [B, K, H', W']
        NDArray patches = options.patchView().apply(options.grid().cut(views), random);
        NDArray z = codes(views.getShape(), patches, true); // [B, R, C, d]
        NDList losses = new NDList();
        for (int i = 0; i < contexts.size(); i++) {
            NDArray turned = options.directions().get(i).turn(z);
            NDList predictions = predict(i, turned, true);
            losses.add(options.objective().loss(turned, predictions, options.first(), random));
        }
        return NDArrays.stack(losses).mean();
    }

    /** Codes of patches that are cut: {@code [B R C, K, p, p] -> [B, R, C, d]}. */
    private NDArray codes(Shape images, NDArray patches, boolean training) {
        int rows = options.grid().along(images.get(2));
        int columns = options.grid().along(images.get(3));
        return encoder.codes(store(), patches, rows, columns, training);
    }

    private NDList predict(int direction, NDArray z, boolean training) {
        NDList c = contexts.get(direction).forward(store(), new NDList(z), training);
        return predictors.get(direction).forward(store(), c, training);
    }

    /**
     * Returns how often the right code is recognised, for each step ahead: images as they are,
     * networks in evaluation mode, mean over the directions.
     *
     * @param images {@code [B, C, H, W]}, at least 2; the other codes come from them
     * @param random draws negatives, where the objective draws some
     * @return for k = first .. last an accuracy in [0, 1]; {@link #trivialAccuracy} asks for no
     *     learning
     */
    public double[] accuracies(NDArray images, RandomGenerator random) {
        return NoGrad.call(() -> {
            double[] sum = new double[options.last() - options.first() + 1];
            try (NDManager scope = manager().newSubManager()) {
                NDArray cut = options.grid().cut(images);
                cut.attach(scope);
                NDArray z = codes(images.getShape(), cut, false);
                for (int i = 0; i < contexts.size(); i++) {
                    NDArray turned = options.directions().get(i).turn(z);
                    NDList predictions = predict(i, turned, false);
                    double[] each = options.objective().accuracies(turned, predictions, options.first(), random);
                    for (int k = 0; k < sum.length; k++) {
                        sum[k] += each[k] / contexts.size();
                    }
                }
            }
            return sum;
        });
    }

    /**
     * Returns the accuracy that asks for no learning: a guess, or for the binary objective the
     * constant answer.
     *
     * @param images B, images that are compared
     * @return in [0, 1]
     */
    public double trivialAccuracy(int images) {
        return options.objective().trivialAccuracy(images, codes);
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(options.objective().chance(batchSize, codes));
    }
}
