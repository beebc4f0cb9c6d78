package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Compositions of views: the families T that methods draw from. */
public final class Views {

    private Views() {}

    /**
     * Returns SimCLR's family of views: crop and resize, flip, colour jitter, greyscale, blur, in
     * this order.
     *
     * <p>Chen et al., 2020, "A simple framework for contrastive learning of visual
     * representations", appendix A. A part whose option switches it off is left out of the
     * composition.
     *
     * @param size rows and columns of a view, in pixels
     * @param options strength of each part
     * @return the views, {@code [B, C, H, W] -> [B, C, size, size]}
     */
    public static View simclr(int size, Options options) {
        List<View> parts = new ArrayList<>();
        if (options.minScale < 1) {
            RandomResizedCrop crop = RandomResizedCrop.square(size, options.minScale);
            parts.add(options.flip > 0 ? new CropAndFlip(crop, new HorizontalFlip(options.flip)) : crop);
        } else {
            parts.add(new Resize(size, size));
            if (options.flip > 0) {
                parts.add(new HorizontalFlip(options.flip));
            }
        }
        if (options.strength > 0 && options.jitter > 0) {
            double s = options.strength;
            parts.add(new ColorJitter(0.8 * s, 0.8 * s, 0.8 * s, 0.2 * s, options.jitter));
        }
        if (options.greyscale > 0) {
            parts.add(new RandomGreyscale(options.greyscale));
        }
        if (options.blur > 0) {
            parts.add(GaussianBlur.simclr(size, options.blur));
        }
        return sequence(parts);
    }

    /**
     * Returns SimCLR's views with the options for small images, {@link Options#cifar()}.
     *
     * @param size rows and columns of a view, in pixels
     * @return the views
     */
    public static View simclr(int size) {
        return simclr(size, Options.cifar());
    }

    /**
     * Returns the view that changes nothing.
     *
     * @return copies of the images, of any range
     */
    public static View unchanged() {
        return new Unchanged();
    }

    /**
     * Returns the view that applies the parts one after another. What one part hands to the next is
     * closed before the call returns.
     *
     * @param parts at least one view, the first applied first
     * @return the composition
     * @throws IllegalArgumentException if there are no parts, or one behind {@link Lab} works on RGB only
     */
    public static View sequence(List<View> parts) {
        return new Sequence(parts);
    }

    /** What views consist of, sequences taken apart. */
    static List<View> parts(List<View> views) {
        return views.stream()
                .flatMap(view -> view instanceof Sequence sequence ? parts(sequence.parts()).stream() : Stream.of(view))
                .toList();
    }

    /**
     * The parts of SimCLR's views, each of which can be switched off.
     *
     * @param minScale smallest share of the area that a crop keeps, in (0, 1]; 1 switches the crop
     *     off (the whole image is resized)
     * @param flip probability of a horizontal flip; 0 switches it off
     * @param strength s of the colour jitter: brightness, contrast and saturation 0.8s, hue 0.2s;
     *     in [0, 2.5]; 0 switches it off
     * @param jitter probability of the colour jitter; 0 switches it off
     * @param greyscale probability of greyscale; 0 switches it off
     * @param blur probability of the blur; 0 switches it off
     */
    public record Options(double minScale, double flip, double strength, double jitter, double greyscale, double blur) {

        /**
         * Validates the options.
         *
         * @throws IllegalArgumentException if an option is out of its range
         */
        public Options {
            if (!(minScale > 0 && minScale <= 1)) {
                throw new IllegalArgumentException(
                        "minScale = %s is not a share of the area in (0, 1]".formatted(minScale));
            }
            if (!(strength >= 0 && strength <= 2.5)) {
                throw new IllegalArgumentException(
                        "strength = %s is not in [0, 2.5]; the hue turns by at most 0.2 strength = 0.5"
                                .formatted(strength));
            }
            Pixels.checkProbability("flip", flip);
            Pixels.checkProbability("jitter", jitter);
            Pixels.checkProbability("greyscale", greyscale);
            Pixels.checkProbability("blur", blur);
        }

        /**
         * Returns the paper's options for CIFAR-10: strength 0.5 and no blur (appendix B.9).
         *
         * @return crop from 0.08, flip 0.5, strength 0.5 with probability 0.8, greyscale 0.2
         */
        public static Options cifar() {
            return new Options(0.08, 0.5, 0.5, 0.8, 0.2, 0);
        }

        /**
         * Returns the paper's options for ImageNet: strength 1 and blur (appendix A).
         *
         * @return crop from 0.08, flip 0.5, strength 1 with probability 0.8, greyscale 0.2, blur
         *     0.5
         */
        public static Options imageNet() {
            return new Options(0.08, 0.5, 1, 0.8, 0.2, 0.5);
        }

        /**
         * Returns everything switched off: the image as it is, resized.
         *
         * @return options to switch single parts on from
         */
        public static Options none() {
            return new Options(1, 0, 0, 0.8, 0, 0);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.blur = 0)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.minScale, o.flip, o.strength, o.jitter, o.greyscale, o.blur);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public double minScale = Options.this.minScale;
            public double flip = Options.this.flip;
            public double strength = Options.this.strength;
            public double jitter = Options.this.jitter;
            public double greyscale = Options.this.greyscale;
            public double blur = Options.this.blur;
        }
    }

    /** A crop and then a flip, drawn as these two are drawn, in one go. */
    private record CropAndFlip(RandomResizedCrop crop, HorizontalFlip flip) implements OfPixels {
        @Override
        public NDArray apply(NDArray images, RandomGenerator random) {
            return crop.mirrored(images, flip, random);
        }
    }

    /** The whole image, resized; what is left of the crop when it is switched off. */
    private record Resize(int height, int width) implements OfPixels {
        @Override
        public NDArray apply(NDArray images, RandomGenerator random) {
            if (images.getShape().dimension() != 4
                    || (images.getShape().get(2) == height && images.getShape().get(3) == width)) {
                return Pixels.compute(images, "Resize", x -> x);
            }
            RandomResizedCrop.Box[] boxes =
                    new RandomResizedCrop.Box[Math.toIntExact(images.getShape().get(0))];
            Arrays.fill(
                    boxes,
                    new RandomResizedCrop.Box(
                            0,
                            0,
                            Math.toIntExact(images.getShape().get(2)),
                            Math.toIntExact(images.getShape().get(3))));
            return RandomResizedCrop.crop(images, height, width, boxes);
        }
    }

    private record Unchanged() implements View {
        @Override
        public NDArray apply(NDArray images, RandomGenerator random) {
            return Pixels.transform(images, "unchanged", NDArray::duplicate);
        }
    }

    private record Sequence(List<View> parts) implements View {
        private Sequence {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a sequence of views needs at least one part");
            }
            OfPixels.check(parts);
        }

        @Override
        public NDArray apply(NDArray images, RandomGenerator random) {
            NDArray now = images;
            for (View part : parts) {
                NDArray next = part.apply(now, random);
                if (now != images && now != next) {
                    now.close();
                }
                now = next;
            }
            return now;
        }
    }
}
