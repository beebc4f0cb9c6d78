package kontrast.train;

/**
 * How many steps of each {@code cpu} recipe the tests take that ask whether a method learns, and
 * {@link MethodReport}: at most about a minute on one core, whole epochs. Chosen by time alone;
 * what is compared with each other takes the same number.
 */
public final class Lengths {

    /** SimCLR, its supervised baseline and joint embeddings: two views, a pyramid. */
    public static final int JOINT = 102;

    /** SimCLR before the two-stage protocol, which asks more of it than a linear probe does. */
    public static final int PROTOCOL = 408;

    /** SimCLR on scenes, with an encoder of twice the width. */
    public static final int SCENES = 104;

    /** Networks that draw an image: autoencoder, inpainting, colorization. */
    public static final int DRAWING = 204;

    /** Rotation, which sees each image four times. */
    public static final int ROTATION = 306;

    /** Relative patch and jigsaw, whose encoders see 8 x 8 pixels. */
    public static final int PATCHES = 1020;

    /** CMC and cross-view prediction. */
    public static final int MULTIVIEW = 238;

    /** MoCo: a gradient for one of the two views only. */
    public static final int MOMENTUM = 306;

    /** CPC on images. */
    public static final int PREDICTIVE = 345;

    /** The second CPC, with batches half as large. */
    public static final int PREDICTIVE_V2 = 417;

    /** CPC on sound. */
    public static final int SOUND = 102;

    /** Video colorization. */
    public static final int VIDEO = 400;

    private Lengths() {}
}
