package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.TrainingOptions;

/**
 * An autoencoder with a code of 64 numbers, all of it two matrices, batch normalisation and a relu; the fault of
 * exercise 2.6 adds the picture to what the decoder paints.
 */
public final class FaultyAutoencoder extends Sketch {

    private static final int CODE = 64;
    private static final int VALUES = 3 * 32 * 32;

    private final boolean broken;
    private final Block decoder;

    /**
     * What is trained.
     *
     * @param broken whether the picture goes past the code
     */
    private record Options(boolean broken) {}

    private FaultyAutoencoder(boolean broken, Block encoder, Block decoder, Device device, long seed) {
        super(
                "autoencoder",
                encoder,
                new SequentialBlock().add(encoder).add(decoder),
                device,
                seed,
                new Shape(1, 3, 32, 32));
        this.broken = broken;
        this.decoder = decoder;
    }

    private FaultyAutoencoder(Options options, Shape image, Device device, long seed) {
        this(
                options.broken(),
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(CODE).build())
                        .add(BatchNorm.builder().build()) // without it relu cuts off every number of the code for good
                        .add(Activation::relu),
                Linear.builder().setUnits(VALUES).build(),
                device,
                seed);
    }

    /**
     * Returns the run of exercise 2.6.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        Images train = EmojiViews.load().images(Style.NOTO, Split.TRAIN);
        Images validation = EmojiViews.load().images(Style.NOTO, Split.VALIDATION);
        return Training.withCurve(
                new Options(broken),
                FaultyAutoencoder::new,
                () -> train,
                TrainingOptions.of(1, BATCH),
                340,
                34,
                Training.judge("errors and probe on validation", method -> {
                    Map<String, Double> figures = method.errors(validation);
                    figures.put(Trial.PROBE, Training.probe(method, train, validation));
                    return figures;
                }));
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = batch.images();
        NDArray flat = x.reshape(-1, VALUES);
        return paint(forward(x), flat).sub(flat).square().mean();
    }

    private NDArray paint(NDArray decoded, NDArray flat) {
        return broken ? decoded.add(flat) : decoded;
    }

    /** Returns the error on images, with their own codes and with the codes of the next ones. */
    private Map<String, Double> errors(Images images) {
        return NoGrad.call(() -> {
            try (NDManager scope = manager().newSubManager()) {
                NDArray x = images.tensor(scope);
                NDArray flat = x.reshape(-1, VALUES);
                ParameterStore store = new ParameterStore(scope, false);
                NDArray code = encoder().forward(store, new NDList(x), false).singletonOrThrow(); // [N, 64]
                NDArray next = code.get("1:").concat(code.get(":1"), 0);
                Map<String, Double> errors = new LinkedHashMap<>();
                errors.put("error", error(code, flat, store));
                errors.put("swapped error", error(next, flat, store));
                return errors;
            }
        });
    }

    private double error(NDArray code, NDArray flat, ParameterStore store) {
        NDArray decoded = decoder.forward(store, new NDList(code), false).singletonOrThrow();
        return Transfer.number(paint(decoded, flat).sub(flat).square().mean());
    }
}
