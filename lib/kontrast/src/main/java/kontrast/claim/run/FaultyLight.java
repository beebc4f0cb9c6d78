package kontrast.claim.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.data.MatchedPairs;
import kontrast.data.MovingSprites;
import kontrast.evaluate.PixelMatching;
import kontrast.method.DenseObjectNet;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;
import kontrast.train.DenseRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;

/**
 * Pairs of pictures that are made darker, for the exercise 17.8: channel c of a picture by a factor exp(-2 r), r
 * uniform in [0, 1). With the fault both pictures of a pair have the same three factors, without it six are drawn.
 *
 * @param unlit the pairs in full light
 * @param broken whether the factors are the same for both pictures
 */
public record FaultyLight(MatchedPairs unlit, boolean broken) implements Examples {

    /** Settings of the figures, as text. */
    private static final String HOW = "20 points of each of 40 new scenes, lights 0 and 2";

    private static final double LIGHT = 2;
    private static final int PAIRS = 40; // of test
    private static final int POINTS = 20; // of a pair
    private static final int CHANNELS = 3; // of a picture

    private static final Once<MatchedPairs> TRAIN = new Once<>(() -> pairs(320, 1, 0));
    private static final Once<MatchedPairs> ONE = new Once<>(() -> pairs(PAIRS, 2, 0));
    private static final Once<MatchedPairs> TWO = new Once<>(() -> pairs(PAIRS, 2, LIGHT));

    /**
     * Returns the run of exercise 17.8.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        Recipe<DenseObjectNet.Options> recipe = DenseRecipes.denseObjectNet(Preset.CPU);
        return Training.withCurve(
                recipe.method(),
                DenseObjectNet::new,
                () -> train(broken),
                recipe.training(),
                300,
                30,
                Training.judge(HOW, FaultyLight::figures));
    }

    private static FaultyLight train(boolean broken) {
        return new FaultyLight(TRAIN.get(), broken);
    }

    private static MatchedPairs pairs(int count, long seed, double light) {
        return MatchedPairs.of(
                MovingSprites.of(DenseRecipes.things(), count, seed, DenseRecipes.scenes(Preset.CPU)), light, seed);
    }

    /**
     * Returns the share of points found within three pixels, where both pictures are in full light, and where each is
     * darker.
     */
    private static Map<String, Double> figures(DenseObjectNet net) {
        return Map.of(
                "one light",
                        PixelMatching.of(net::descriptors, ONE.get(), POINTS, net.manager())
                                .pck(3),
                "two lights",
                        PixelMatching.of(net::descriptors, TWO.get(), POINTS, net.manager())
                                .pck(3));
    }

    @Override
    public int size() {
        return unlit.size();
    }

    @Override
    public Shape shape() {
        return unlit.shape();
    }

    @Override
    public NDArray tensor(NDManager manager, int... indices) {
        NDList lit = new NDList();
        for (int i : indices) {
            RandomGenerator random = Seeds.stream(1, "light", i);
            float[] factors = new float[MatchedPairs.CHANNELS];
            Arrays.fill(factors, 1);
            for (int c = 0; c < 2 * CHANNELS; c++) {
                factors[c] = broken && c >= CHANNELS
                        ? factors[c - CHANNELS]
                        : (float) Math.exp(-LIGHT * random.nextDouble());
            }
            lit.add(unlit.tensor(manager, i).mul(Transfer.send(manager, factors, 1, MatchedPairs.CHANNELS, 1, 1)));
        }
        return NDArrays.concat(lit);
    }

    @Override
    public boolean isLabelled() {
        return unlit.isLabelled();
    }

    @Override
    public int[] labels() {
        return unlit.labels();
    }

    @Override
    public List<String> classes() {
        return unlit.classes();
    }

    @Override
    public FaultyLight subset(int... indices) {
        throw new UnsupportedOperationException("the light of a pair is that of its number");
    }
}
