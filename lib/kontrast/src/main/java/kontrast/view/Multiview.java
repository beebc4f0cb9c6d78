package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * M views of one scene that show it in different ways, e.g. the lightness L and the colour ab of an
 * image, or a concept as M artists draw it.
 *
 * <pre>
 *   scene = convert(shared(x))          shared ~ T, drawn once for all views of an image
 *   v_i   = each(parts_i(scene))        each ~ T', drawn anew for each view
 * </pre>
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, where {@code shared} is a random crop and
 * flip, so that the views of an image are aligned, {@code convert} goes to Lab, and {@code each}
 * does nothing. Features are computed from {@link #plain}, without {@code shared} and {@code each}.
 *
 * @param shared random view of the whole scene
 * @param convert fixed conversion of the scene, e.g. {@link Lab}
 * @param parts what each of the M views takes of the scene, at least 2
 * @param each random view of each part
 */
public record Multiview(View shared, View convert, List<View> parts, View each) {

    /** The place of L among the views of {@link #lab}. */
    public static final int LIGHTNESS = 0;

    /** The place of ab among the views of {@link #lab}. */
    public static final int COLOUR = 1;

    /**
     * Checks the views.
     *
     * @throws IllegalArgumentException if there are fewer than two, or a view behind {@link Lab} works on RGB only
     */
    public Multiview {
        Objects.requireNonNull(shared, "shared");
        Objects.requireNonNull(convert, "convert");
        Objects.requireNonNull(each, "each");
        parts = List.copyOf(parts);
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a scene needs at least 2 views to contrast, found " + parts.size());
        }
        for (View part : parts) {
            OfPixels.check(List.of(shared, convert, part, each));
        }
    }

    /**
     * Returns the two views of the paper: L, and a and b, of RGB images.
     *
     * @param shared random view of the RGB image
     * @return views {@code [B, 1, H, W]} and {@code [B, 2, H, W]}, in [-1, 1]
     */
    public static Multiview lab(View shared) {
        return new Multiview(shared, new Lab(), List.of(Lab.lightness(), Lab.colour()), Views.unchanged());
    }

    /**
     * Returns the three views L, a and b of RGB images.
     *
     * @param shared random view of the RGB image
     * @return three views {@code [B, 1, H, W]}, in [-1, 1]
     */
    public static Multiview labChannels(View shared) {
        return new Multiview(
                shared,
                new Lab(),
                List.of(new Channels(0, 1), new Channels(1, 1), new Channels(2, 1)),
                Views.unchanged());
    }

    /**
     * Returns views that are groups of channels next to each other.
     *
     * @param shared random view of the whole scene
     * @param counts channels of each view, each at least 1
     * @return M views, one a count
     * @throws IllegalArgumentException if there are fewer than two counts or one is below 1
     */
    public static Multiview channels(View shared, int... counts) {
        List<View> parts = new ArrayList<>();
        int from = 0;
        for (int count : counts) {
            parts.add(new Channels(from, count));
            from += count;
        }
        return new Multiview(shared, Views.unchanged(), parts, Views.unchanged());
    }

    /**
     * Returns the drawings of a scene of RGB images, such as those of {@code EmojiViews.scenes}.
     *
     * @param shared random view of the whole scene; colour jitter and greyscale, which take three
     *     channels, belong into {@link #withEach}
     * @param styles M, drawings in a scene, at least 2
     * @return M views {@code [B, 3, H, W]}
     * @throws IllegalArgumentException if {@code styles} is below 2
     */
    public static Multiview styles(View shared, int styles) {
        int[] counts = new int[Math.max(0, styles)];
        Arrays.fill(counts, 3);
        return channels(shared, counts);
    }

    /**
     * Returns these views with a random view of each part.
     *
     * @param each drawn anew for each view of an image
     * @return the changed views
     */
    public Multiview withEach(View each) {
        return new Multiview(shared, convert, parts, each);
    }

    /** Returns the number of views, M. */
    public int count() {
        return parts.size();
    }

    /**
     * Draws all views of a batch for training.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param random source of the parameters
     * @return M arrays {@code [B, C_i, H', W']}, row b of each from image b; attached to the
     *     manager of {@code images}
     */
    public NDList draw(NDArray images, RandomGenerator random) {
        NDList views = new NDList();
        try (NDArray crop = shared.apply(images, random);
                NDArray scene = convert.apply(crop, random)) {
            for (View part : parts) {
                try (NDArray view = part.apply(scene, random)) {
                    views.add(each.apply(view, random));
                }
            }
        }
        return views;
    }

    /**
     * Takes views of the images as they are, to compute features.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param which places of the views, each in 0 to M - 1
     * @return the chosen views, {@code [B, C_i, H, W]} each; attached to the manager of {@code
     *     images}
     * @throws IndexOutOfBoundsException if there is no such view
     */
    public NDList plain(NDArray images, int... which) {
        RandomGenerator none = new SplittableRandom(0); // fixed parts draw nothing
        NDList views = new NDList();
        try (NDArray scene = convert.apply(images, none)) {
            for (int i : which) {
                views.add(parts.get(Objects.checkIndex(i, count())).apply(scene, none));
            }
        }
        return views;
    }

    /**
     * Returns the shapes of all views in training.
     *
     * @param image shape {@code (C, H, W)} of one image
     * @return M shapes {@code (1, C_i, H', W')}
     */
    public List<Shape> shapes(Shape image) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray one = manager.zeros(new Shape(1).addAll(image));
            NDList views = draw(one, new SplittableRandom(0));
            return views.stream().map(NDArray::getShape).toList();
        }
    }

    /** Returns the places of all views: 0 to M - 1. */
    public int[] all() {
        return IntStream.range(0, count()).toArray();
    }
}
